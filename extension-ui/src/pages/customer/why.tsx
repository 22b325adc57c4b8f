import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { got } from '../../api/client.ts';
import { useApi } from '../../session/admin.tsx';
import { useTexts } from '../segment/explain/texts.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A segment that they are not in, to be told why. */
export function WhyOther({ members, onChoose }: { members: readonly Named[]; onChoose: (segment: Named) => void }) {
  const t = useTexts();
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['segments', { search: '', archived: false }],
    queryFn: async ({ signal }) => (await got(api.GET('/api/v1/segments', { params: { query: {} }, signal }))).items,
  });
  const others = (data ?? []).filter(({ id }) => members.every((member) => member.id !== id));
  if (data && others.length === 0) return null;
  return (
    <Select
      mt="xs"
      size="xs"
      label={t('other')}
      placeholder={t('choose')}
      searchable
      value={null}
      data={others.map(({ id, name }) => ({ value: id, label: name }))}
      nothingFoundMessage={t('noOther')}
      onChange={(id) => {
        const segment = others.find((one) => one.id === id);
        if (segment) onChoose(segment);
      }}
    />
  );
}
