import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { describePeriod, period, periodMoves, resolvePeriod } from '../period.ts';
import { OPTIONAL_PERIOD_FIELD } from '../period-field.ts';
import { factsIn, orderWith } from '../window.ts';

export const offerUsed = defineCondition({
  kind: 'offer_used',
  word: 'offer_used',
  specRows: ['C28', 'C38'],
  args: z.strictObject({ period: period.optional() }),
  form: {
    group: 'loyalty',
    label: { vi: 'Đã dùng ưu đãi tích điểm', en: 'Used a loyalty offer' },
    fields: [OPTIONAL_PERIOD_FIELD],
  },
  docs: {
    vi: 'Khách hàng có ít nhất một đơn hàng đã trả bằng điểm hoặc dùng mã ưu đãi của chương trình, từ trước đến nay hoặc trong khoảng thời gian. Đơn bị huỷ hoặc hoàn trả toàn bộ coi như chưa dùng; để tìm khách chưa dùng, hãy phủ định điều kiện này.',
    en: 'Customers with at least one order that points paid for or a code of the programme was used on, ever or within the period. On an order that was cancelled or refunded in full it is not used; negate the condition to find who has not used any.',
  },
  examples: [
    {
      args: {},
      matches: [{ orders: [{ at: '2020-01-05T08:00:00Z', offers: 1 }, { at: '2026-01-05T08:00:00Z' }] }],
      misses: [{ orders: [{ at: '2026-01-05T08:00:00Z' }] }, {}],
    },
    {
      args: { period: { type: 'this_month' } },
      matches: [{ orders: [{ at: '2026-11-01T00:00:00+07:00', offers: 2 }] }],
      misses: [{ orders: [{ at: '2026-10-31T23:59:59+07:00', offers: 1 }, { at: '2026-11-20T08:00:00Z' }] }, {}],
    },
  ],
  compile({ period: given }, context) {
    return orderWith({ r: { $gte: 1 } }, given === undefined ? null : resolvePeriod(given, context));
  },
  evaluate({ period: given }, customer, context) {
    const days = given === undefined ? null : resolvePeriod(given, context);
    return factsIn(customer.facts, days).some((fact) => fact.r !== undefined && fact.r > 0);
  },
  sentence({ period: given }, wording) {
    const when = given === undefined ? '' : ` ${describePeriod(given, wording)}`;
    return wording.say(`đã dùng ưu đãi tích điểm${when}`, `used a loyalty offer${when}`);
  },
  read({ period: given }, customer, wording) {
    const days = given === undefined ? null : resolvePeriod(given, wording.context);
    const used = factsIn(customer.facts, days).reduce((sum, fact) => sum + (fact.r ?? 0), 0);
    const change = used > 0 ? null : { by: 1, text: wording.say('dùng một ưu đãi', 'use one offer') };
    return { value: used, shown: wording.counted(used, 'ưu đãi', 'offer', 'offers'), change };
  },
  timeDependent: ({ period: given }) => given !== undefined && periodMoves(given),
  readsFacts: () => true,
});
