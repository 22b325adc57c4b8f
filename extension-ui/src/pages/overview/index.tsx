import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useFormats } from '../../session/admin.tsx';
import { AttentionList } from './attention-list.tsx';
import { Channels } from './channels.tsx';
import { Charts } from './charts.tsx';
import { Filters } from './filters.tsx';
import { FirstSteps } from './first-steps.tsx';
import classes from './overview.module.css';
import { readView, type View, writeView } from './period.ts';
import { FiguresSkeleton } from './skeleton.tsx';
import { useTexts } from './texts.ts';
import { Tiles } from './tiles.tsx';
import { type Attention, type Overview, useFigures } from './use-figures.ts';

/** How the shop does, and what somebody has to look at. Everything that is chosen is in the address. */
export function Component() {
  const t = useTexts();
  const f = useFormats();
  const [params, setParams] = useSearchParams();
  const today = f.dayOf(Date.now());
  const view = readView(params, today);
  const { figures, attention } = useFigures(view);
  const change = (changed: Partial<View>) => setParams((before) => writeView(before, changed), { replace: true });
  const { data } = figures;
  const isEmpty = data !== undefined && isNew(data, today);
  return (
    <Page title={t('title')} subtitle={<Compared view={view} overview={data} />}>
      {!isEmpty && (
        <Filters view={view} today={today} channels={data?.channels.map((row) => row.channel)} onChange={change} />
      )}
      {figures.error && !data ? (
        <ErrorState error={figures.error} retry={() => void figures.refetch()} />
      ) : // What needs attention stands above the figures: they wait for it, or they would move down when it comes.
      !data || attention.isPending ? (
        <FiguresSkeleton />
      ) : (
        <Known overview={data} attention={attention.data ?? []} isEmpty={isEmpty} isOld={figures.isPlaceholderData} />
      )}
    </Page>
  );
}

function Known(props: { overview: Overview; attention: readonly Attention[]; isEmpty: boolean; isOld: boolean }) {
  const { overview, attention, isEmpty, isOld } = props;
  const t = useTexts();
  const f = useFormats();
  const { revenueMinor, orders } = overview.period.totals;
  return (
    <>
      <AttentionList items={attention} />
      {isEmpty ? (
        <FirstSteps />
      ) : (
        <div className={classes['figures']} data-old={isOld} aria-busy={isOld}>
          <VisuallyHidden role="status">
            {t('updated', { revenue: f.money(revenueMinor), orders: f.number(orders) })}
          </VisuallyHidden>
          <Tiles overview={overview} />
          <Charts overview={overview} />
          <Channels overview={overview} />
        </div>
      )}
    </>
  );
}

function Compared({ view, overview }: { view: View; overview: Overview | undefined }) {
  const t = useTexts();
  const f = useFormats();
  const { period, before } = overview ?? { period: view, before: null };
  return (
    <div className={classes['compared']}>
      <span>{f.days(period.from, period.to)}</span>
      {before ? (
        <span>{t('compared', { days: f.days(before.from, before.to) })}</span>
      ) : (
        <Skeleton height={12} width={200} my={4} />
      )}
    </div>
  );
}

/** Nobody is known and nothing was bought up to today. */
function isNew({ period, before, allChannels }: Overview, today: string): boolean {
  const isEmpty = period.totals.customers === 0 && before.totals.customers === 0;
  return isEmpty && period.to >= today && allChannels.sales.orders === 0 && allChannels.before.orders === 0;
}
