import { AppError } from '../../errors.ts';
import { ShopStates } from '../shop-state.ts';
import { type VerifyReport, verifyShop } from '../verify.ts';
import { answer, type Command, findShop, note, readOptions, withDatabase } from './command.ts';

export const verify: Command = {
  name: 'verify',
  usage: 'crm verify [--shop <id or domain>] [--differences 20]',
  about:
    'Recomputes facts, figures, people and memberships from the orders, points and tiers from orders and postings, and shows the first differences, of each kind at least one. Exit code 3 when there are any.',
  async run(args) {
    const { values } = readOptions(args, { shop: { type: 'string' }, differences: { type: 'string' } });
    const differencesMax = Number(values.differences ?? 20);
    if (!Number.isInteger(differencesMax) || differencesMax < 1)
      throw new AppError('bad_request', '--differences is a whole number from 1');
    return withDatabase(async (place) => {
      const shop = await findShop(place, values.shop);
      const { store } = place.database;
      const state = await new ShopStates(store).get(shop._id);
      if (!state) throw new AppError('shop_unknown', 'the shop was erased meanwhile');
      const report = await verifyShop(store.forShop(shop._id), state, Date.now(), {
        differencesMax,
        onProgress: (customers) => customers % 50_000 === 0 && note(`${customers} customers checked`),
      });
      answer(values.json, { shopId: shop._id, ...report }, inWords(report));
      return report.differences.length === 0 ? 0 : 3;
    });
  },
};

function inWords(report: VerifyReport): string[] {
  const checked = `${report.customers} customers, ${report.orders} orders, ${report.identities} identities, ${report.accounts} accounts and ${report.postings} postings checked`;
  if (report.differences.length === 0) return [`${checked}: no difference`];
  return [
    `${checked}: differences`,
    ...report.differences.map((one) => `  ${one.kind}  ${one.id}  ${one.what}`),
    ...(report.isCut ? ['  … and more'] : []),
  ];
}
