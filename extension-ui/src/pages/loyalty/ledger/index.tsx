import { useSearchParams } from 'react-router';
import { type Answer, got } from '../../../api/client.ts';
import { usePages } from '../../../api/pages.ts';
import { dayStart, nextDay } from '../../../format/day-start.ts';
import { readDay } from '../../../parts/read-day.ts';
import { ErrorState } from '../../../parts/states.tsx';
import { useApi, useFormats } from '../../../session/admin.tsx';
import { LoyaltyFrame } from '../frame.tsx';
import { type Entry, versionsNow } from '../loyalty.ts';
import { useProgramme } from '../use-programme.ts';
import { Filters, isReason, type LedgerFilter } from './filters.tsx';
import { LedgerList } from './list.tsx';
import { useTexts } from './texts.ts';

/** Every movement of points in the shop. The filters are in the address. */
export function Component() {
  const t = useTexts();
  const f = useFormats();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const { data: list } = useProgramme();
  const programme = list && (versionsNow(list).now ?? list.versions[0])?.programme;
  const reason = params.get('reason');
  const filter: LedgerFilter = {
    from: readDay(params.get('from') ?? ''),
    to: readDay(params.get('to') ?? ''),
    reason: isReason(reason) ? reason : null,
    currency: params.get('currency'),
  };
  const query = {
    ...(filter.from ? { from: dayStart(filter.from, f.timeZone) } : {}),
    ...(filter.to ? { to: dayStart(nextDay(filter.to), f.timeZone) } : {}),
    ...(filter.reason ? { reason: filter.reason } : {}),
    ...(filter.currency ? { currency: filter.currency } : {}),
  };
  const pages = usePages<Entry, Answer<'/api/v1/loyalty/ledger'>>(['loyalty', 'ledger', query], (cursor, signal) =>
    got(api.GET('/api/v1/loyalty/ledger', { params: { query: { ...query, ...(cursor ? { cursor } : {}) } }, signal })),
  );
  const set = (name: keyof LedgerFilter, value: string | null) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  return (
    <LoyaltyFrame name={t('title')} subtitle={t('about')}>
      <Filters filter={filter} currencies={programme?.currencies ?? []} onChange={set} />
      {pages.error && !pages.rows ? (
        <ErrorState error={pages.error} retry={pages.retry} />
      ) : (
        <LedgerList
          rows={pages.rows}
          hasMore={pages.hasMore}
          isLoadingMore={pages.isLoadingMore}
          isFiltered={Object.keys(query).length > 0}
          onMore={pages.more}
          onClear={() => setParams({}, { replace: true })}
        />
      )}
    </LoyaltyFrame>
  );
}
