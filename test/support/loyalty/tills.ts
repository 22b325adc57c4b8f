import { createHmac } from 'node:crypto';
import type { Test } from 'tap';
import { type Programme, TIKME } from '../../../src/loyalty/index.ts';
import { bookTime } from '../../../src/server/loyalty/time.ts';
import type { ShopStore, Store } from '../../../src/server/store/index.ts';
import type { seeded } from '../seeded.ts';
import { pause } from '../server-process.ts';

/** Tills that sell, hold points and spend them, and never give up: what gets no answer is asked again, as it was. */
export interface Target {
  /** Where the server is at this moment. */
  readonly url: () => string;
  readonly webhookPath: string;
  readonly webhookSecret: string;
  readonly apiKey: string;
}

/** One tier, so that a few lines of arithmetic say what everybody has. */
export const ONE_TIER: Programme = {
  ...TIKME,
  birthday: { ...TIKME.birthday, isOn: false },
  redeeming: { ...TIKME.redeeming, minimumPoints: 10 },
  tiers: { ...TIKME.tiers, levels: TIKME.tiers.levels.slice(0, 1) },
};

const OPENING = 1000;
const HELD = 20;

/** What one customer did and was told that it is done. */
interface Told {
  points: number;
  held: number;
  redeemed: number;
  released: number;
  returned: number;
  /** Holds that nobody came back for. */
  left: number;
}

export class Tills {
  readonly told = new Map<string, Told>();
  readonly #target: Target;
  readonly #random: ReturnType<typeof seeded>;
  readonly #ids = new Map<string, string>();
  #deliveries = 0;
  /** Requests that were answered, and that got no answer, or one of a server in trouble. */
  answered = 0;
  unanswered = 0;

  constructor(target: Target, random: ReturnType<typeof seeded>, customers: number) {
    this.#target = target;
    this.#random = random;
    for (let i = 0; i < customers; i++)
      this.told.set(phoneOf(i), { points: OPENING, held: 0, redeemed: 0, released: 0, returned: 0, left: 0 });
  }

  /** Everybody has bought once before the trouble begins. */
  async open(scope: ShopStore): Promise<void> {
    for (const [index, phone] of [...this.told.keys()].entries()) await this.#invoice(`OPEN${index}`, phone, OPENING);
    for (const phone of this.told.keys()) {
      for (;;) {
        const customer = await scope.customers.findOne({ phone });
        if (customer?.loyalty?.points === OPENING) {
          this.#ids.set(phone, customer._id.slice(-12));
          break;
        }
        await pause(50);
      }
    }
  }

  /** Rounds for every customer at once, until `isOver`; each round that was begun is ended. */
  async run(isOver: () => boolean): Promise<number> {
    const rounds = await Promise.all(
      [...this.told.keys()].map(async (phone, index) => {
        let round = 0;
        for (; !isOver() || round === 0; round++) {
          await this.#round(phone, `${index}-${round}`, (index + round) % 6);
          await pause(this.#random.below(400));
        }
        return round;
      }),
    );
    return rounds.reduce((a, b) => a + b, 0);
  }

  async #round(phone: string, name: string, kind: number): Promise<void> {
    const told = this.told.get(phone) as Told;
    const id = this.#ids.get(phone) as string;
    await this.#invoice(`A${name}`, phone, 50);
    told.points += 50;
    if (kind === 1) {
      await this.#invoice(`A${name}`, phone, 50, { status: 'cancelled', step: 1 });
      told.points -= 50;
    }
    const cart = { lines: [{ amountMinor: 300_000 }] };
    const hold = await this.#ask('/loyalty/holds', { customer: id, cart, points: HELD }, `hold-${name}`);
    told.held += HELD;
    if (kind === 0 || kind === 1) {
      await this.#ask(`/loyalty/holds/${hold}/capture`, { customer: id });
      told.redeemed += HELD;
    } else if (kind === 2) {
      await this.#ask(`/loyalty/holds/${hold}/release`, { customer: id });
      told.released += HELD;
    } else if (kind === 3) told.left += HELD;
    else {
      await this.#invoice(`B${name}`, phone, 30, { redemptions: [hold] });
      told.points += 30;
      told.redeemed += HELD;
      if (kind === 5) {
        await this.#invoice(`B${name}`, phone, 30, { redemptions: [hold], status: 'cancelled', step: 1 });
        told.points -= 30;
        told.returned += HELD;
      }
    }
  }

  async #invoice(
    id: string,
    phone: string,
    points: number,
    given: { readonly status?: string; readonly redemptions?: readonly string[]; readonly step?: number } = {},
  ): Promise<void> {
    const { status = 'paid', redemptions = [], step = 0 } = given;
    const at = new Date(Date.UTC(2026, 9, 1) + step * 1000).toISOString();
    const amount = String(points * 10_000);
    const body = JSON.stringify({
      ...{ id, number: id, updatedAt: at, placedAt: at, paidAt: at, status, currency: 'VND', redemptions },
      store: { id: 'CH1', name: 'Cửa hàng' },
      customer: { phone },
      items: [{ id: '1', productId: 'SP1', name: 'Áo', quantity: 1, amount }],
      totals: { goods: amount, total: amount },
    });
    const signature = createHmac('sha256', this.#target.webhookSecret).update(body).digest('base64');
    const delivery = `d${++this.#deliveries}`;
    const headers = {
      'content-type': 'application/json',
      'x-tessera-topic': 'invoice.saved',
      'x-tessera-delivery': delivery,
      'x-tessera-signature': signature,
    };
    await this.#until(this.#target.webhookPath, { headers, body }, (status) => status === 200);
    // A host repeats itself also when it was answered.
    if (this.#random.random() < 0.2)
      await this.#until(this.#target.webhookPath, { headers, body }, (status) => status === 200);
  }

  /** The id of the hold that is answered. */
  async #ask(path: string, body: object, key?: string): Promise<string> {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${this.#target.apiKey}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    const answered = await this.#until(
      `/api/v1${path}`,
      { headers, body: JSON.stringify(body) },
      (status) => status < 300,
    );
    return (JSON.parse(answered) as { id: string }).id;
  }

  async #until(
    path: string,
    request: { headers: Record<string, string>; body: string },
    isDone: (status: number) => boolean,
  ): Promise<string> {
    for (;;) {
      const response = await fetch(`${this.#target.url()}${path}`, {
        method: 'POST',
        ...request,
        signal: AbortSignal.timeout(10_000),
      })
        .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
        .catch(() => null);
      if (response && isDone(response.status)) {
        this.answered++;
        return response.text;
      }
      // The same request before, whose process was killed: its key is free again after a minute.
      const isBefore = response?.status === 409 && /"conflict"/.test(response.text);
      if (response && response.status < 500 && !isBefore)
        throw new Error(`${path}: ${response.status} ${response.text}`);
      this.unanswered++;
      await pause(isBefore ? 1000 : 300 + this.#random.below(600));
    }
  }
}

const phoneOf = (index: number) => `+849${String(20_000_000 + index).padStart(8, '0')}`;

/** Nothing that was answered is missing, nothing is there twice: by postings, by the account, and by what customers are shown. */
export async function checkTills(t: Test, tills: Tills, store: Store, scope: ShopStore): Promise<void> {
  while ((await scope.inbox.count({ state: 'pending' })) > 0) await pause(100);
  t.equal(await scope.inbox.count({ state: { $ne: 'done' } }), 0, 'every delivery is done');
  // Holds that nobody came back for run out, an hour later.
  const later = Date.now() + 3_600_000;
  await bookTime({ store, now: () => later });
  const [found, expected] = [new Map<string, object>(), new Map<string, object>()];
  for (const [phone, told] of tills.told) {
    const customer = await scope.customers.findOne({ phone });
    const postings = customer ? await scope.postings.find({ customer: customer._id }).toArray() : [];
    const sum = (reason: string) =>
      postings.filter((posting) => posting.reason === reason).reduce((points, posting) => points + posting.points, 0);
    // A cancelled order that is heard before it was heard of as paid lets its hold go, and one that is heard afterwards gives points back.
    const spent = told.redeemed - told.returned;
    const back = told.released + told.left + told.returned;
    expected.set(phone, { points: told.points - spent, held: told.held, spent, back, net: told.points });
    found.set(phone, {
      points: customer?.loyalty?.points,
      held: sum('held'),
      spent: sum('redeemed') - sum('returned'),
      back: sum('let_go') + sum('returned'),
      net: sum('earned') - sum('reversed'),
    });
  }
  t.same(Object.fromEntries(found), Object.fromEntries(expected), 'what everybody has, held, spent and got back');
}
