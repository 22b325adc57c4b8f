import { Skeleton } from '@mantine/core';
import { ErrorState } from '../../parts/states.tsx';
import { Figures } from './figures.tsx';
import { LoyaltyFrame } from './frame.tsx';
import { Invitation } from './invitation.tsx';
import { ProgrammeState } from './programme-state.tsx';
import { RecountProgress } from './progress.tsx';
import { useTexts } from './texts.ts';
import { useProgramme } from './use-programme.ts';

/** How the programme stands: what is owed to customers, who is in which tier, what was earned and spent. */
export function Component() {
  const t = useTexts();
  const programme = useProgramme();
  const { data, error } = programme;
  return (
    <LoyaltyFrame name={t('tabOverview')}>
      {error && !data ? (
        <ErrorState error={error} retry={() => void programme.refetch()} />
      ) : !data ? (
        <>
          <Skeleton height={82} />
          <Skeleton height={98} />
          <Skeleton height={340} />
        </>
      ) : data.versions.length === 0 ? (
        <Invitation presets={data.presets} />
      ) : (
        <>
          <ProgrammeState list={data} />
          <RecountProgress list={data} />
          <Figures />
        </>
      )}
    </LoyaltyFrame>
  );
}
