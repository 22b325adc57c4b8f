import {
  type Account,
  balancesOf,
  CUSTOMER_ACCOUNTS,
  type Lot,
  type Posting,
  SHOP_ACCOUNTS,
} from '../../../src/loyalty/index.ts';

/** What is wrong with an account, looked at through nothing but its postings: null when nothing is. */
export function ledgerFault(account: Account, postings: readonly Posting[]): string | null {
  const sums = new Map<string, number>();
  const move = (key: string, points: number) => sums.set(key, (sums.get(key) ?? 0) + points);
  for (const [i, { seq, from, to, points, currency, lot, at, bookedAt }] of postings.entries()) {
    if (seq !== i + 1) return `posting ${seq} is the ${i + 1}th`;
    if (!Number.isSafeInteger(points) || points <= 0) return `posting ${seq} moves ${points} points`;
    if (from === to) return `posting ${seq} goes from ${from} to itself`;
    if (!Number.isSafeInteger(at) || !Number.isSafeInteger(bookedAt)) return `posting ${seq} has no time`;
    move(`${currency} ${from}`, -points);
    move(`${currency} ${to}`, points);
    if (lot !== undefined) {
      move(`lot ${lot} ${from}`, -points);
      move(`lot ${lot} ${to}`, points);
    }
  }
  if (account.seq !== postings.length) return `the account counts ${account.seq} postings of ${postings.length}`;
  const currencies = new Set([
    ...postings.map((each) => each.currency),
    ...account.lots.map((lot) => lot.currency),
    ...Object.keys(account.owed),
  ]);
  for (const currency of currencies) {
    const all = [...CUSTOMER_ACCOUNTS, ...SHOP_ACCOUNTS].reduce(
      (sum, each) => sum + (sums.get(`${currency} ${each}`) ?? 0),
      0,
    );
    if (all !== 0) return `${currency} does not add up to nothing: ${all}`;
    const lots = account.lots.filter((lot) => lot.currency === currency);
    const of = (what: (lot: Lot) => number) => lots.reduce((sum, lot) => sum + what(lot), 0);
    const stands = {
      available: of((lot) => (lot.stage === 'available' ? lot.left : 0)),
      pending: of((lot) => (lot.stage === 'pending' ? lot.left : 0)),
      held: of((lot) => lot.held),
      owed: 0 - (account.owed[currency] ?? 0),
    };
    const posted = balancesOf(postings, currency);
    for (const each of CUSTOMER_ACCOUNTS)
      if (posted[each] !== stands[each])
        return `${currency} ${each} stands at ${stands[each]} and was posted as ${posted[each]}`;
    if (stands.owed < 0 && stands.available > 0) return `${currency}: owes ${-stands.owed} and has ${stands.available}`;
  }
  for (const lot of account.lots) {
    for (const figure of [lot.points, lot.left, lot.held, lot.expired, lot.clamped, lot.writtenOff])
      if (!Number.isSafeInteger(figure) || figure < 0) return `lot ${lot.id} has ${JSON.stringify(lot)}`;
    const posted = (each: string) => sums.get(`lot ${lot.id} ${each}`) ?? 0;
    const own =
      lot.stage === 'available' ? [posted('available'), posted('pending')] : [posted('pending'), posted('available')];
    if (own[0] !== lot.left || own[1] !== 0)
      return `lot ${lot.id} has ${lot.left} left and was posted ${own.join(' and ')}`;
    if (posted('held') !== lot.held) return `lot ${lot.id} holds ${lot.held} and was posted ${posted('held')}`;
  }
  for (const { id, points, state, takes } of account.redemptions) {
    const held = state === 'held' ? takes.reduce((sum, take) => sum + take.points, 0) : points;
    if (held !== points) return `redemption ${id} holds ${held} of ${points}`;
  }
  return null;
}
