import type { z } from 'zod';
import { programmeNow } from '../../../loyalty/index.ts';
import { customerIdFromKey, formatDay, type Instant } from '../../../model.ts';
import { levelName } from '../../loyalty/level-name.ts';
import { customerNames } from '../../queries/customer-names.ts';
import type { Flows } from '../../queries/loyalty-flows.ts';
import type { Liability } from '../../queries/loyalty-liability.ts';
import type { ShopState } from '../../shop-state.ts';
import type { PostingDocument } from '../../store/documents.ts';
import type { ShopStore } from '../../store/index.ts';
import type { LoyaltyAlarmDocument } from '../../store/loyalty-documents.ts';
import { postingsJson } from './loyalty-customer-answer.ts';
import { currencyName } from './loyalty-points-json.ts';
import type { AlarmJson, FlowsJson, LedgerEntryJson, LiabilityJson } from './loyalty-report-json.ts';
import { isoTime } from './schemas.ts';

export async function ledgerJson(
  scope: ShopStore,
  postings: readonly PostingDocument[],
): Promise<z.infer<typeof LedgerEntryJson>[]> {
  const [told, names] = await Promise.all([
    postingsJson(
      scope,
      postings.map((posting) => ({ posting, balanceAfter: null })),
    ),
    customerNames(
      scope,
      postings.map(({ customer }) => customer),
    ),
  ]);
  return postings.map(({ customer }, index) => ({
    ...(told[index] as (typeof told)[number]),
    customer: { id: customerIdFromKey(customer), name: names.get(customer) ?? null },
  }));
}

export async function alarmsJson(
  scope: ShopStore,
  alarms: readonly LoyaltyAlarmDocument[],
): Promise<z.infer<typeof AlarmJson>[]> {
  const names = await customerNames(
    scope,
    alarms.map(({ customer }) => customer),
  );
  return alarms.map(({ customer, kind, what, at, seenAt }) => ({
    customer:
      String(customer) === scope.shop ? null : { id: customerIdFromKey(customer), name: names.get(customer) ?? null },
    kind,
    what,
    since: isoTime(at),
    seenAt: isoTime(seenAt),
  }));
}

export function flowsJson(
  { currency, grain, items }: Flows,
  state: ShopState,
  now: Instant,
): z.infer<typeof FlowsJson> {
  return {
    currency,
    name: currencyName(newest(state, now), currency),
    grain,
    items: items.map(({ start, ...flow }) => ({ start: formatDay(start), ...flow })),
  };
}

export function liabilityJson(
  { expiring, tiers, ...figures }: Liability,
  state: ShopState,
  now: Instant,
): z.infer<typeof LiabilityJson> {
  return {
    ...figures,
    name: currencyName(newest(state, now), figures.currency),
    moneyCurrency: state.shop.currency,
    expiring: expiring.map(({ month, points }) => ({ month: formatDay(month), points })),
    tiers: tiers.map(({ level, customers }) => ({ level, name: levelName(state.loyalty.versions, level), customers })),
    at: isoTime(now),
  };
}

const newest = ({ loyalty: { versions } }: ShopState, now: Instant) =>
  programmeNow({ versions, now }) ?? versions.at(-1)?.programme ?? null;
