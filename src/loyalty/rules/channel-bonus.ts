import { BONUS_FIELD, bonusArgs, bonusInWords, bonusOn } from '../bonus.ts';
import { chosenField, ids } from '../fields.ts';
import { defineRule } from '../rule.ts';

export const channelBonus = defineRule({
  kind: 'channel_bonus',
  specRows: ['C20', 'C27'],
  args: bonusArgs({ channels: ids.optional(), locations: ids.optional() }).refine(
    (given) => given.channels ?? given.locations,
    { path: ['channels'], error: 'needs channels or locations' },
  ),
  label: { vi: 'Theo kênh hoặc cửa hàng', en: 'By channel or store' },
  fields: [
    chosenField('channels', { vi: 'Kênh bán', en: 'Channels' }, { vi: 'mọi kênh', en: 'any channel' }),
    chosenField('locations', { vi: 'Cửa hàng', en: 'Stores' }, { vi: 'mọi cửa hàng', en: 'any store' }),
    BONUS_FIELD,
  ],
  needsOneOf: ['channels', 'locations'],
  docs: {
    vi: 'Thêm phần trăm điểm hoặc một số điểm cố định cho đơn trên các kênh hoặc tại các cửa hàng đã chọn; nếu chọn cả hai, đơn phải đúng cả kênh lẫn cửa hàng. Đơn không gắn với cửa hàng thuộc “online”; các mức thêm được cộng với nhau chứ không nhân lên.',
    en: 'More points, or a fixed number of them, for orders on the chosen channels or at the chosen stores; with both chosen an order has to fit both. Orders without a store belong to “online”; extras add up and do not multiply each other.',
  },
  examples: [
    {
      args: { channels: ['Facebook', 'zalo'], give: 'percent', percent: 20 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, channel: 'facebook' },
      points: 10,
    },
    {
      args: { channels: ['Facebook', 'zalo'], give: 'percent', percent: 20 },
      order: { goodsMinor: 500_000, rateMinor: 10_000, channel: 'web' },
      points: 0,
    },
    {
      args: { locations: ['w1:hanoi'], give: 'points', points: 10 },
      order: { goodsMinor: 20_000, channel: 'pos', location: 'w1:hanoi' },
      points: 10,
    },
    {
      args: { channels: ['pos'], locations: ['w1:hanoi'], give: 'points', points: 10 },
      order: { goodsMinor: 20_000, channel: 'pos', location: 'w1:hue' },
      points: 0,
    },
  ],
  onOrder(args, order, context) {
    // Channels are stored in lower case.
    if (args.channels && !args.channels.some((name) => name.toLowerCase() === order.c)) return null;
    if (args.locations && !args.locations.includes(order.l)) return null;
    return bonusOn(order, args, context);
  },
  sentence(args, words) {
    const more = bonusInWords(args, words);
    const channels = args.channels && words.chosen('channels', args.channels);
    const locations = args.locations && words.chosen('locations', args.locations);
    const on = channels ? words.say(` qua kênh ${channels}`, ` through ${channels}`) : '';
    const at = locations ? words.say(` tại ${locations}`, ` at ${locations}`) : '';
    return words.say(`${more} khi mua${on}${at}`, `${more} on orders${on}${at}`);
  },
});
