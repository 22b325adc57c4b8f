import { z } from 'zod';
import { compareInWords, comparisonArgs, comparisonFilter, holds } from '../comparison.ts';
import { comparisonField } from '../comparison-field.ts';
import { defineCondition } from '../condition.ts';
import { MONEY_FIGURE } from '../fields.ts';
import { either } from '../filter.ts';
import { figureReading } from '../reading.ts';

const SIGNED = { ...MONEY_FIGURE, min: -MONEY_FIGURE.max };

/** C26. Below zero the shop owes the customer. */
export const debt = defineCondition({
  kind: 'debt',
  specRows: ['C26'],
  args: comparisonArgs(
    z.int().min(SIGNED.min).max(SIGNED.max).describe('Integer minor units of the shop currency; negative is credit'),
    {},
  ),
  form: {
    group: 'profile',
    label: { vi: 'Công nợ', en: 'Debt' },
    fields: [comparisonField({ vi: 'Công nợ', en: 'Debt' }, SIGNED, 'gt')],
  },
  docs: {
    vi: 'So sánh số tiền khách còn nợ cửa hàng. Số âm là cửa hàng nợ khách (khách trả trước); khách không có sổ nợ là 0.',
    en: 'Compares what the customer owes the shop. Below zero the shop owes the customer; one without a ledger owes 0.',
  },
  examples: [
    {
      args: { op: 'gt', value: 0 },
      matches: [{ debtMinor: 1 }],
      misses: [{ debtMinor: -1 }, { debtMinor: 0 }, {}],
    },
    { args: { op: 'lt', value: 0 }, matches: [{ debtMinor: -1 }], misses: [{ debtMinor: 1 }, {}] },
    {
      args: { op: 'between', from: -500_000, to: 500_000 },
      matches: [{ debtMinor: -500_000 }, { debtMinor: 500_000 }, {}],
      misses: [{ debtMinor: -500_001 }, { debtMinor: 500_001 }],
    },
    { args: { op: 'ne', value: 0 }, matches: [{ debtMinor: -1 }], misses: [{}, { debtMinor: 0 }] },
  ],
  compile(comparison) {
    const debtMinor = comparisonFilter(comparison);
    if (comparison.op === 'ne' && comparison.value === 0) return { debtMinor: { $nin: [0, null] } };
    return holds(0, comparison) ? either([{ debtMinor }, { debtMinor: { $exists: false } }]) : { debtMinor };
  },
  evaluate: (comparison, { debtMinor = 0 }) => holds(debtMinor, comparison),
  sentence(comparison, wording) {
    const amount = compareInWords(comparison, wording, wording.money);
    return wording.say(`có công nợ ${amount}`, `owe ${amount}`);
  },
  read(comparison, { debtMinor = 0 }, wording) {
    return figureReading(debtMinor, comparison, {
      shown: wording.money,
      more: (by) => wording.say(`nợ thêm ${wording.money(by)}`, `owe ${wording.money(by)} more`),
      less: (by) => wording.say(`trả bớt ${wording.money(by)}`, `pay back ${wording.money(by)}`),
      min: Number.NEGATIVE_INFINITY,
    });
  },
});
