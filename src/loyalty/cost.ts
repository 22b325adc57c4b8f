import type { Programme } from './programme.ts';
import { roundedDivision } from './rounding.ts';

/** What a tier gives back of each đồng, hundredths of a per cent (D14): points at their worth, and the tier's discount. */
export interface RewardCost {
  readonly level: string;
  readonly pointsBasisPoints: number;
  readonly discountBasisPoints: number;
  readonly isAboveLimit: boolean;
}

/** By the rule on amounts alone, as if every point were spent: bonuses come on top, expiry comes off. */
export function rewardCosts(programme: Programme): RewardCost[] {
  return programme.tiers.levels.map((level) => {
    const rates = programme.earning.rules.flatMap((rule) =>
      rule.kind === 'amount' && (rule.currency === undefined || rule.currency === programme.spends)
        ? [rule.rateMinor ?? level.rateMinor]
        : [],
    );
    const pointsBasisPoints = rates.reduce(
      (sum, rateMinor) => sum + roundedDivision(BigInt(programme.redeeming.pointMinor) * 10_000n, rateMinor, 'half_up'),
      0,
    );
    return {
      level: level.id,
      pointsBasisPoints,
      discountBasisPoints: level.discountBasisPoints,
      isAboveLimit: pointsBasisPoints + level.discountBasisPoints > programme.costLimitBasisPoints,
    };
  });
}
