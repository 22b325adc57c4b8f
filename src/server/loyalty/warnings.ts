import { type Programme, rewardCosts } from '../../loyalty/index.ts';

export const PROGRAMME_WARNINGS = [
  'cost_above_limit',
  'no_rules',
  'switched_off',
  'currency_never_earned',
  'level_gone',
] as const;

export interface ProgrammeWarning {
  readonly code: (typeof PROGRAMME_WARNINGS)[number];
  /** `tiers.levels[1]` */
  readonly path: string;
  readonly message: { readonly vi: string; readonly en: string };
}

/** What may be meant, and mostly is not. `before`: the newest version that was published. */
export function programmeWarnings(programme: Programme, before: Programme | null): ProgrammeWarning[] {
  const warnings: ProgrammeWarning[] = [];
  const warn = (code: ProgrammeWarning['code'], path: string, vi: string, en: string) =>
    warnings.push({ code, path, message: { vi, en } });
  const { levels } = programme.tiers;
  for (const [i, cost] of rewardCosts(programme).entries()) {
    if (!cost.isAboveLimit) continue;
    const [given, limit] = [
      percent(cost.pointsBasisPoints + cost.discountBasisPoints),
      percent(programme.costLimitBasisPoints),
    ];
    const { vi = '', en = '' } = levels[i]?.name ?? {};
    warn(
      'cost_above_limit',
      `tiers.levels[${i}]`,
      `Hạng ${vi} trả lại ${given.replace('.', ',')}% doanh thu, trên mức ${limit.replace('.', ',')}% đã đặt.`,
      `${en} gives back ${given}% of what is spent, above the limit of ${limit}%.`,
    );
  }
  if (!programme.isOn)
    warn(
      'switched_off',
      'isOn',
      'Chương trình đang tắt: không tích và không dùng điểm.',
      'The programme is off: nothing is earned or spent.',
    );
  const { rules } = programme.earning;
  if (rules.length === 0) warn('no_rules', 'earning.rules', 'Chưa có cách tích điểm nào.', 'Nothing earns points yet.');
  // A rule without a currency gives the one that pays and the one that ranks.
  else
    for (const [i, { id, name }] of programme.currencies.entries())
      if (
        !rules.some(({ currency }) =>
          currency === undefined ? id === programme.spends || id === programme.ranks : currency === id,
        )
      )
        warn(
          'currency_never_earned',
          `currencies[${i}]`,
          `Không cách nào tích được ${name.vi}.`,
          `No rule gives ${name.en}.`,
        );
  for (const { id, name } of before?.tiers.levels ?? [])
    if (!levels.some((level) => level.id === id))
      warn(
        'level_gone',
        'tiers.levels',
        `Không còn hạng ${name.vi}: khách đang ở đó chuyển sang hạng hợp với số điểm của họ.`,
        `${name.en} is gone: who is in it moves to the tier that their figures give.`,
      );
  return warnings;
}

/** Hundredths of a per cent as people write it: 12.5. */
const percent = (basisPoints: number) => String(basisPoints / 100);
