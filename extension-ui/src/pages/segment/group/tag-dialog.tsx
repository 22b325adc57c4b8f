import { Autocomplete, SegmentedControl, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { got } from '../../../api/client.ts';
import { useApi, useCan, useFormats } from '../../../session/admin.tsx';
import type { OneSegment } from '../segment.ts';
import { GroupDialog } from './dialog.tsx';
import { useTexts } from './texts.ts';
import { type Action, useSettled } from './use-group.ts';

interface Props {
  readonly segment: OneSegment;
  readonly opened: boolean;
  onClose(): void;
}

/** A tag for everybody in the segment, or away from everybody (A03). It can be stopped and undone, so it is not asked twice. */
export function TagDialog({ segment, opened, onClose }: Props) {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const { id, size } = segment;
  const [type, setType] = useState<'add_tag' | 'remove_tag'>('add_tag');
  const [tag, setTag] = useState('');
  const [isMissing, setMissing] = useState(false);
  const settled = useSettled(id);
  const start = useMutation({
    mutationFn: () =>
      got(
        api.POST('/api/v1/segments/{id}/actions', {
          params: { path: { id } },
          body: { type, tag: tag.trim() },
        }) as Promise<{ data?: Action }>,
      ),
    ...settled,
    onSuccess: () => {
      onClose();
      setTag('');
    },
  });
  const tags = useQuery({
    queryKey: ['lookup', 'tags', ''],
    enabled: opened,
    queryFn: async ({ signal }) =>
      (await got(api.GET('/api/v1/segments/lookups/{what}', { params: { path: { what: 'tags' } }, signal }))).items,
  });
  const having = useHaving(id, tag.trim(), opened);
  const count = (of: number) => ({ count: of, formatted: f.number(of) });
  // Whoever has no such tag is left as they are; of a tag being added, all are gone through.
  const concerned = type === 'remove_tag' && having !== null ? having : (size ?? 0);
  return (
    <GroupDialog
      title={t('tagTitle')}
      opened={opened}
      action={t(type === 'add_tag' ? 'addFor' : 'removeFor', count(concerned))}
      isBusy={start.isPending}
      onClose={onClose}
      onSubmit={() => {
        setMissing(tag.trim() === '');
        if (tag.trim() !== '') start.mutate();
      }}
    >
      <SegmentedControl
        aria-label={t('tagMode')}
        value={type}
        onChange={setType}
        data={[
          { value: 'add_tag', label: t('add') },
          { value: 'remove_tag', label: t('remove') },
        ]}
      />
      <Autocomplete
        label={t('tagName')}
        maxLength={200}
        data-autofocus
        data={[...new Set(tags.data?.map(({ value }) => value))]}
        limit={50}
        value={tag}
        error={isMissing && t('tagMissing')}
        onChange={(text) => {
          setTag(text);
          setMissing(false);
        }}
      />
      <Text size="sm" component="div" aria-live="polite">
        {t('concerned', count(size ?? 0))} {having !== null && t('haveTag', count(having))}
      </Text>
      <Text size="sm" c="dimmed">
        {t('frozen')} {type === 'remove_tag' && t('hostTags')}
      </Text>
    </GroupDialog>
  );
}

/** How many of the segment have the tag already; null while that is not known, or for who may not see customers. */
function useHaving(id: string, tag: string, isAsked: boolean): number | null {
  const api = useApi();
  const canRead = useCan('customers:read');
  const [asked] = useDebouncedValue(tag, 250);
  const { data } = useQuery({
    queryKey: ['customers', 'having', id, asked],
    enabled: isAsked && canRead && asked !== '',
    queryFn: async ({ signal }) => {
      const query = { segment: id, tag: [asked], limit: 1 };
      return (await got(api.GET('/api/v1/customers', { params: { query }, signal }))).total?.value ?? null;
    },
  });
  return asked === tag && asked !== '' ? (data ?? null) : null;
}
