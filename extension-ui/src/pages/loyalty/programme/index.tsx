import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { got } from '../../../api/client.ts';
import { keptState } from '../../../parts/kept-state.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useCan } from '../../../session/admin.tsx';
import { LoyaltyFrame } from '../frame.tsx';
import { Invitation } from '../invitation.tsx';
import { type Programme, type ProgrammeList, versionsNow } from '../loyalty.ts';
import { RecountProgress } from '../progress.tsx';
import { useProgramme } from '../use-programme.ts';
import { DRAFT, EMPTY_PROGRAMME, type KeptProgramme, type RuleForm } from './draft.ts';
import { Editor } from './editor.tsx';
import { Shown } from './shown.tsx';
import { useTexts } from './texts.ts';
import { Versions } from './versions.tsx';

/** The programme: to be changed by who may publish it, to be read by the others. */
export function Component() {
  const t = useTexts();
  const programme = useProgramme();
  const rules = useRules();
  const failed = [programme, rules].find(({ error, data }) => error && !data);
  if (failed)
    return (
      <LoyaltyFrame name={t('title')}>
        <ErrorState error={failed.error} retry={() => void failed.refetch()} />
      </LoyaltyFrame>
    );
  if (!programme.data || !rules.data)
    return (
      <LoyaltyFrame name={t('title')}>
        <Skeleton height={260} />
        <Skeleton height={200} />
        <Skeleton height={320} />
      </LoyaltyFrame>
    );
  return <Known list={programme.data} forms={rules.data} />;
}

function Known({ list, forms }: { list: ProgrammeList; forms: ReadonlyMap<string, RuleForm> }) {
  const t = useTexts();
  const canWrite = useCan('programme:write');
  const [params] = useSearchParams();
  // A draft is of the page that it was written on; after a publication there is none.
  const [edition, setEdition] = useState(0);
  const [kept] = useState(() => keptState<KeptProgramme>(DRAFT));
  const navigate = useNavigate();
  const [isFirst] = useState(list.versions.length === 0);
  const onPublished = useCallback(() => {
    // After the first the figures are what one wants to see.
    if (isFirst) void navigate('/loyalty', { replace: true });
    else setEdition((before) => before + 1);
  }, [isFirst, navigate]);
  const { now, planned } = versionsNow(list);
  const start = (planned ?? now)?.programme ?? (canWrite ? beginning(list, params.get('begin')) : null);
  if (!start)
    return (
      <LoyaltyFrame name={t('title')}>
        <Invitation presets={list.presets} />
      </LoyaltyFrame>
    );
  if (!canWrite)
    return (
      <LoyaltyFrame name={t('title')} subtitle={t('readOnly')}>
        <RecountProgress list={list} />
        <Shown programme={(now ?? planned)?.programme ?? start} forms={forms} />
        <Versions list={list} forms={forms} />
      </LoyaltyFrame>
    );
  return (
    <Editor
      key={edition}
      list={list}
      forms={forms}
      start={start}
      kept={edition === 0 ? kept : null}
      onPublished={onPublished}
    />
  );
}

/** What a first version starts from; null: that is to be chosen. */
function beginning(list: ProgrammeList, begin: string | null): Programme | null {
  if (begin === 'empty') return EMPTY_PROGRAMME;
  return list.presets.find(({ id }) => id === begin)?.programme ?? null;
}

/** The same until the server is another one. */
function useRules() {
  const api = useApi();
  return useQuery({
    queryKey: ['loyalty-rules'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, RuleForm>> => {
      const { items } = await got(api.GET('/api/v1/loyalty/rules', { signal }));
      return new Map((items as unknown as readonly RuleForm[]).map((rule) => [rule.kind, rule]));
    },
  });
}
