import t from 'tap';
import {
  type Account,
  emptyAccount,
  type LoyaltyContext,
  type LoyaltyOrder,
  loyaltyOrder,
  mergeAccounts,
  orderWithReturn,
  type Posting,
  pointsOf,
  refundPreview,
  separateAccounts,
  settle,
} from '../../src/loyalty/index.ts';
import { Customer, order, programme } from '../support/loyalty/build.ts';
import { HOST, hostOrder } from '../support/loyalty/host-order.ts';
import { ledgerFault } from '../support/loyalty/ledger.ts';
import { Life } from '../support/loyalty/life.ts';
import { ZONE } from '../support/loyalty/model.ts';
import { randomProgramme } from '../support/loyalty/programmes.ts';
import { seeded } from '../support/seeded.ts';

const DAY = 86_400_000;
const RUNS = Number(process.env.RUNS ?? 400);

/** States of orders as a host tells them, each with its number: of one order the highest counts. */
type State = { readonly order: LoyaltyOrder; readonly version: number };

function random() {
  const run = seeded();
  const { below } = run;
  const history = (names: string) => {
    const start = Date.UTC(2024, below(12), 1 + below(28));
    const versions = [
      { version: 1, from: start, programme: randomProgramme(below) },
      { version: 2, from: start + 200 * DAY, programme: randomProgramme(below) },
    ];
    const states: State[] = [];
    for (let i = 0; i < 1 + below(6); i++) {
      const t = start + below(400 * DAY);
      const base = order(`${names}${i}`, '2024-01-01T00:00:00Z', 1_000 * below(300), { t, ship: 20_000 });
      let latest: LoyaltyOrder = base;
      for (let version = 0; version < 1 + below(4); version++) {
        const { end: _, ...open } = latest;
        const changes: LoyaltyOrder[] = [
          latest,
          open,
          { ...open, f: t + below(20 * DAY) },
          { ...open, end: t + below(30) * DAY },
          { ...open, back: [{ t: t + below(40 * DAY), a: [below((open.i[0]?.a ?? 0) + 1)], e: 0 }] },
        ];
        latest = changes[below(changes.length)] as LoyaltyOrder;
        states.push({ order: latest, version });
      }
    }
    const now = start + 150 * DAY + below(400 * DAY);
    return { versions, start, states, context: { versions, timeZone: ZONE, now, by: 'test' } satisfies LoyaltyContext };
  };
  return { ...run, history };
}

/** Hears states one by one, settles after each, and keeps of each order the newest. */
function hear(account: Account, states: readonly State[], context: LoyaltyContext, postings: Posting[] = []): Account {
  const newest = new Map<string, number>();
  let heard = account;
  for (const { order, version } of states) {
    if ((newest.get(order.o) ?? -1) >= version) continue;
    newest.set(order.o, version);
    const others = heard.orders.filter((each) => each.o !== order.o);
    const settled = settle({ ...heard, orders: [...others, order] }, undefined, context);
    postings.push(...settled.postings);
    heard = settled.account;
  }
  return settle(heard, undefined, context).account;
}

/** What must be the same whichever way it came about. */
function told({ lots, owed, tier }: Account) {
  const { changes, ...state } = tier;
  return {
    lots: lots.filter((lot) => lot.points > 0).map(({ id: _, ...lot }) => lot),
    owed,
    tier: { ...state, changes: changes.map(({ at, from, to }) => ({ at, from, to })) },
  };
}

t.test('the same states of orders in any order leave the same lots, points and tiers', (t) => {
  const { seed, history, shuffle } = random();
  t.comment(`SEED=${seed} RUNS=${RUNS}`);
  let changes = 0;
  for (let run = 0; run < RUNS; run++) {
    const { states, start, context } = history('a');
    const postings: Posting[] = [];
    const one = hear(emptyAccount(start), states, context, postings);
    const other = hear(emptyAccount(start), shuffle(states), context);
    const twice = hear(emptyAccount(start), shuffle([...states, ...states]), context);
    changes += one.tier.changes.length - 1;
    const fault = ledgerFault(one, postings);
    if (!t.equal(fault, null, `run ${run}`)) break;
    for (const each of [other, twice]) if (!t.strictSame(told(each), told(one), `run ${run}`)) return t.end();
  }
  t.ok(changes > 0, `${changes} changes of tiers`);
  t.end();
});

t.test('settling late, after days without a job, comes to the same as settling every day', (t) => {
  const { seed, history } = random();
  t.comment(`SEED=${seed}`);
  for (let run = 0; run < RUNS / 8; run++) {
    const { states, start, context } = history('a');
    const late = hear(emptyAccount(start), states, context);
    let daily = hear(emptyAccount(start), states, { ...context, now: start });
    for (let now = start; now < context.now; now += 11 * DAY)
      daily = settle(daily, undefined, { ...context, now }).account;
    daily = settle(daily, undefined, context).account;
    if (!t.strictSame(told(daily), told(late), `run ${run}`)) break;
  }
  t.end();
});

t.test('merging at any moment and settling ends as if there had been one customer all the time', (t) => {
  const { seed, history, below } = random();
  t.comment(`SEED=${seed} RUNS=${RUNS}`);
  for (let run = 0; run < RUNS; run++) {
    const { states, start, context } = history('a');
    const others = history('b').states.map(({ order, version }) => ({
      order: { ...order, t: start + (order.t % (300 * DAY)) },
      version,
    }));
    const [mine, theirs] = [below(states.length + 1), below(others.length + 1)];
    const a = hear(emptyAccount(start + DAY), states.slice(0, mine), context);
    const b = hear(emptyAccount(start), others.slice(0, theirs), context);
    const sum = (...accounts: Account[]) =>
      accounts.flatMap((each) => each.lots).reduce((total, lot) => total + lot.left, 0);
    const merged = mergeAccounts(a, b, context);
    if (!t.equal(sum(merged.account), sum(a, b), 'the sum stays')) break;
    const known = new Map(
      [...states.slice(0, mine), ...others.slice(0, theirs)].map(({ order, version }) => [order.o, version]),
    );
    const rest = [...states, ...others].filter(({ order, version }) => version > (known.get(order.o) ?? -1));
    const after = hear(settle(merged.account, undefined, context).account, rest, context);
    const always = hear(emptyAccount(start), [...states, ...others], context);
    if (!t.strictSame(told(after), told(always), `run ${run}`)) break;
  }
  t.end();
});

t.test('separating what was merged restores both, holds and debts included', (t) => {
  const { seed, below } = seeded();
  t.comment(`SEED=${seed}`);
  let held = 0;
  let owed = 0;
  for (let run = 0; run < RUNS / 2; run++) {
    const life = new Life(below);
    while (life.steps < 25 && life.twins.length === 2) life.step();
    const [a, b] = life.twins.map(({ account, postings }) => ({
      account: settle(account, undefined, life.context),
      postings,
    }));
    if (!a || !b) continue;
    const { context } = life;
    const [kept, gone] = [a.account.account, b.account.account];
    held += kept.redemptions.filter((each) => each.state === 'held').length;
    owed += Object.keys({ ...kept.owed, ...gone.owed }).length;
    const merged = mergeAccounts(kept, gone, context);
    const apart = separateAccounts(merged.account, merged.part, context);
    const shown = ({ tier: _, seq: __, redemptions, lots, ...account }: Account) => ({
      ...account,
      lots: lots.toSorted((x, y) => (x.id < y.id ? -1 : 1)),
      redemptions: redemptions.toSorted((x, y) => (x.id < y.id ? -1 : 1)),
    });
    const isCovering = merged.account.lots.some((lot) => lot.left > 0 && (merged.account.owed[lot.currency] ?? 0) > 0);
    const keptPostings = [...a.postings, ...a.account.postings, ...merged.postings, ...apart.postings];
    const gonePostings = [...b.postings, ...b.account.postings, ...merged.gonePostings, ...apart.separatedPostings];
    const fault = ledgerFault(apart.account, keptPostings) ?? ledgerFault(apart.separated, gonePostings);
    if (!t.equal(fault, null, `run ${run}: both ledgers add up`)) break;
    // What one owed and the other had has met meanwhile, and stays paid.
    if (isCovering) continue;
    if (!t.strictSame(shown(apart.account), shown(kept)) || !t.strictSame(shown(apart.separated), shown(gone))) break;
    const again = settle(apart.separated, undefined, context);
    if (!t.strictSame([again.postings, again.account.tier], [[], gone.tier], 'settling restores the tier')) break;
  }
  t.comment(`${held} holds, ${owed} debts`);
  t.end();
});

t.test('what happened between merging and separating goes with what it happened to', (t) => {
  const both = programme({
    earning: {
      rules: [
        { id: 'amount', kind: 'amount' },
        { id: 'joining', kind: 'sign_up', points: 5 },
      ],
    },
  });
  const [a, b] = ['1', '2'].map((id) =>
    new Customer(both).at('2024-06-01T00:00:00+07:00').order(order(id, `2024-0${id}-01T08:00:00+07:00`, 1_000_000)),
  ) as [Customer, Customer];
  const merged = mergeAccounts(a.account, b.account, a.context);
  a.account = merged.account;
  a.postings.push(...merged.postings);
  a.settle();
  t.equal(a.points.available, 205);
  t.equal(a.hold('h', 150), 'ok');
  t.equal(a.hold('k', 55), 'ok');
  t.equal(a.capture('k'), 'ok');
  const apart = separateAccounts(a.account, merged.part, a.context);
  const [mine, theirs] = [apart.account, apart.separated].map(
    (account) => settle(account, undefined, a.context).account,
  ) as [Account, Account];
  const view = (account: Account) => pointsOf(account, 'points', a.context);
  t.strictSame([view(mine).held, view(theirs).held], [150, 0], 'what a till has reserved stays with the one who asked');
  t.equal(view(mine).balance + view(theirs).balance, 5, 'what was spent is spent; the other joined too');
  t.equal(ledgerFault(apart.account, [...a.postings, ...apart.postings]), null);
  t.equal(ledgerFault(apart.separated, [...b.postings, ...merged.gonePostings, ...apart.separatedPostings]), null);
  const released = new Customer(both).at('2024-06-01T00:00:00+07:00');
  released.account = apart.account;
  released.postings.splice(0, 1, ...a.postings, ...apart.postings);
  released.settle();
  t.equal(released.release('h'), 'ok');
  t.equal(released.points.available, 150, 'and comes back there');
  t.end();
});

t.test('a refund does what its preview said (moonshot 8)', (t) => {
  const { seed, below } = seeded();
  t.comment(`SEED=${seed} RUNS=${RUNS}`);
  let [taken, returned, fell, waited] = [0, 0, 0, 0];
  for (let run = 0; run < RUNS; run++) {
    const { earning, ...rest } = randomProgramme(below);
    const taxed = { ...rest, earning: { ...earning, includeTax: below(2) === 0 } };
    const customer = new Customer(taxed, { from: '2024-01-01T00:00:00Z', timeZone: ZONE }).at(
      '2024-02-01T12:00:00+07:00',
    );
    const known = { refundsAlone: [], deleted: false, ...HOST };
    const paid = hostOrder({
      goodsMinor: 300_000,
      taxMinor: 24_000,
      totalMinor: 344_000,
      lines: hostOrder({}).lines.map((line, i) => ({ ...line, quantity: i + 3, amountMinor: 100_000 * (i + 1) })),
    });
    const asLoyalty = (host: typeof paid) => loyaltyOrder(host, known) as LoyaltyOrder;
    customer.order(order('0', '2024-01-10T08:00:00+07:00', 1_000 * below(400)));
    const points = Math.min(customer.points.available, 10 + below(20));
    const isHeld = customer.hold('h', points) === 'ok';
    const withHold = isHeld ? { ...paid, redemptionIds: ['h'] } : paid;
    customer.order(asLoyalty(withHold));
    const quantities = below(6) === 0 ? [3, 4] : [below(4), below(5)];
    const amounts = quantities.map((quantity, i) => Math.round((100_000 * (i + 1) * quantity) / (i + 3)));
    const back =
      below(6) === 0
        ? ('whole' as const)
        : quantities.map((quantity, line) =>
            below(2) ? { line, quantity } : { line, amountMinor: amounts[line] as number },
          );
    if (quantities.every((each) => each === 0)) continue;
    const preview = refundPreview(customer.account, undefined, 'w1/1', back, customer.context);
    const before = { account: customer.account, level: customer.tier };
    const given = back === 'whole' ? [100_000, 200_000] : amounts;
    const total = given.reduce((a, b) => a + b, 0);
    // Tax of what comes back, and shipping when all of it does.
    const beyond = total === 300_000 ? 24_000 + 20_000 : Math.round(total * 0.08);
    const refund = {
      hostId: 'r',
      at: customer.now,
      totalMinor: total + beyond,
      goodsMinor: total,
      lines: given.map((amountMinor, i) => ({ lineId: `l${i + 1}`, quantity: 1, amountMinor })),
    };
    const seen = customer.postings.length;
    customer.order(
      asLoyalty({ ...withHold, payment: total === 300_000 ? 'refunded' : 'partly_refunded', refunds: [refund] }),
    );
    const moved = customer.postings.slice(seen);
    const net = (reason: string, currency: string) =>
      moved
        .filter((each) => each.reason === reason && each.currency === currency)
        .reduce((sum, each) => sum + each.points, 0);
    t.equal(preview?.goodsMinor, total);
    t.strictSame([preview?.levelBefore, preview?.levelAfter], [before.level, customer.tier]);
    for (const each of preview?.currencies ?? []) {
      const done = pointsOf(customer.account, each.currency, customer.context);
      if (!t.equal(each.balanceAfter, done.balance, `run ${run}`)) return t.end();
      const was = pointsOf(before.account, each.currency, customer.context);
      t.equal(each.balanceBefore, was.balance);
      if (!t.strictSame([each.pendingBefore, each.pendingAfter], [was.pending, done.pending])) return t.end();
      waited += each.pendingBefore - each.pendingAfter;
      t.equal(each.returnedPoints, net('returned', each.currency));
      taken += each.takenPoints;
      returned += each.returnedPoints;
      if (!t.equal(each.takenPoints, net('reversed', each.currency) - net('earned', each.currency))) return t.end();
    }
    fell += preview?.levelBefore === preview?.levelAfter ? 0 : 1;
    if (total === 300_000)
      t.equal(refundPreview(customer.account, undefined, 'w1/1', 'whole', customer.context), null, 'it has ended');
  }
  t.ok(
    taken > 0 && returned > 0 && fell > 0 && waited > 0,
    `${taken} taken, ${waited} of them pending, ${returned} returned, ${fell} fell`,
  );
  t.end();
});

t.test('a preview gives back tax with its goods, and shipping with the last of them', (t) => {
  const customer = new Customer(programme({ earning: { includeTax: true, includeShipping: true } })).at(
    '2026-02-01T12:00:00+07:00',
  );
  const paid = order('1', '2026-01-10T08:00:00+07:00', 0, {
    i: [
      { q: 3, a: 300_000 },
      { q: 1, a: 100_000 },
    ],
    tax: 40_001,
    ship: 30_000,
  });
  customer.order(paid);
  t.equal(customer.points.available, 47);
  const extras = (order: LoyaltyOrder | null) => order?.back?.map((each) => each.e);
  const once = orderWithReturn(paid, [{ line: 0, quantity: 1 }], customer.now) as LoyaltyOrder;
  t.strictSame(extras(once), [10_000]);
  const twice = orderWithReturn(once, [{ line: 0, quantity: 2 }], customer.now) as LoyaltyOrder;
  t.strictSame(extras(twice), [10_000, 20_001], 'what was rounded off comes with the next');
  t.strictSame(extras(orderWithReturn(twice, 'whole', customer.now)), [10_000, 20_001, 40_000], 'and then the rest');
  t.strictSame(extras(orderWithReturn(paid, 'whole', customer.now)), [70_001]);

  const told = refundPreview(customer.account, undefined, 'w1/1', [{ line: 0, quantity: 1 }], customer.context);
  t.match(told?.currencies, [{ takenPoints: 11, balanceBefore: 47, balanceAfter: 36 }], '360,001 đ are left');
  customer.order(once);
  t.equal(customer.points.available, 36);
  customer.order(twice);
  t.equal(
    refundPreview(customer.account, undefined, 'w1/1', 'whole', customer.context)?.currencies[0]?.balanceAfter,
    0,
  );
  t.end();
});
