import { z } from 'zod';
import { BONUS_FIELD, bonusArgs, bonusInWords, bonusOn } from '../bonus.ts';
import { defineRule } from '../rule.ts';

const TIERS_MAX = 12;
const ID = '^[a-z][a-z0-9_]{0,23}$';

export const tierBonus = defineRule({
  kind: 'tier_bonus',
  specRows: ['L06', 'L07', 'L08', 'L09'],
  args: bonusArgs({
    tiers: z
      .array(z.string().regex(new RegExp(ID, 'u')))
      .min(1)
      .max(TIERS_MAX),
  }),
  label: { vi: 'Theo hạng thành viên', en: 'By tier' },
  fields: [
    {
      name: 'tiers',
      type: 'texts',
      as: 'tiers',
      max: TIERS_MAX,
      maxLength: 24,
      pattern: ID,
      required: true,
      label: { vi: 'Hạng thành viên', en: 'Tiers' },
    },
    BONUS_FIELD,
  ],
  docs: {
    vi: 'Thêm phần trăm điểm hoặc một số điểm cố định cho mỗi đơn của khách thuộc các hạng đã chọn lúc thanh toán. Phần trăm tính trên mức tích điểm vốn có của hạng; các mức thêm được cộng với nhau chứ không nhân lên.',
    en: 'More points, or a fixed number of them, for each order of customers who were in one of the chosen tiers when it was paid. The percentage comes on top of the rate that the tier has anyway; extras add up and do not multiply each other.',
  },
  examples: [
    {
      args: { tiers: ['gold', 'platinum'], give: 'percent', percent: 50 },
      order: { goodsMinor: 500_000, rateMinor: 5_000, level: 'gold' },
      points: 50,
    },
    {
      args: { tiers: ['gold', 'platinum'], give: 'percent', percent: 50 },
      order: { goodsMinor: 500_000, rateMinor: 8_000, level: 'silver' },
      points: 0,
    },
    {
      args: { tiers: ['platinum'], give: 'points', points: 20 },
      order: { goodsMinor: 15_000, rateMinor: 3_000, level: 'platinum' },
      points: 20,
    },
  ],
  onOrder(args, order, context) {
    return args.tiers.includes(context.level) ? bonusOn(order, args, context) : null;
  },
  sentence(args, words) {
    const more = bonusInWords(args, words);
    const tiers = words.chosen('tiers', args.tiers);
    return words.say(`${more} cho mỗi đơn khi ở hạng ${tiers}`, `${more} on each order while in the tier ${tiers}`);
  },
});
