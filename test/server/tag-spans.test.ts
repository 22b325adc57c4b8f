import fc from 'fast-check';
import t from 'tap';
import { type CustomerKey, fold } from '../../src/model.ts';
import { mergeCustomers, newCustomer, withTags } from '../../src/server/ingest/person.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import { propertyRun } from '../segments/seed.ts';

/** A source's word about all tags of a customer: when, and which. */
interface Word {
  readonly source: string;
  readonly at: number;
  readonly tags: readonly string[];
}

const word = (at: number, ...tags: string[]): Word => ({ source: 'w1', at, tags });

function told(words: readonly Word[], customer = newCustomer('s/000/an' as CustomerKey, 0)): CustomerDocument {
  return words.reduce((known, { source, at, tags }) => withTags(known, source, at, tags).customer, customer);
}

const sinceOf = (customer: CustomerDocument) =>
  Object.fromEntries((customer.tagNames ?? []).map(({ key, since }) => [key, since]));

t.test('a tag is there since the first word that has it', (t) => {
  t.same(sinceOf(told([word(1, 'VIP')])), { vip: 1 });
  t.same(sinceOf(told([word(1), word(2, 'VIP'), word(3, 'VIP', 'Sỉ')])), { vip: 2, si: 3 });
  t.same(sinceOf(told([word(1, 'VIP'), word(2, 'víp')])), { vip: 1 }, 'written in another way it is the same tag');
  t.same(sinceOf(told([word(1, 'VIP'), word(2), word(3, 'VIP')])), { vip: 3 }, 'taken off and put on, it begins anew');
  t.end();
});

t.test('late news moves the beginning back, or ends a stay that there was not', (t) => {
  t.same(sinceOf(told([word(3, 'VIP'), word(1, 'VIP')])), { vip: 1 });
  t.same(sinceOf(told([word(1, 'VIP'), word(4, 'VIP'), word(2)])), { vip: 4 });
  t.same(sinceOf(told([word(4, 'VIP'), word(2), word(1, 'VIP')])), { vip: 4 }, 'what lies before a gap is of no use');
  t.same(sinceOf(told([word(1, 'VIP'), word(3, 'VIP'), word(4, 'VIP'), word(2)])), { vip: 3 });
  t.end();
});

t.test('of several sources the earliest that has it now counts, and one that lost it counts no more', (t) => {
  const host = word(5, 'VIP');
  const staff = { source: 'staff', at: 2, tags: ['vip'] };
  t.same(sinceOf(told([host, staff])), { vip: 2 });
  t.same(sinceOf(told([host, staff, { source: 'staff', at: 9, tags: [] }])), { vip: 5 });
  t.end();
});

t.test('the same in every order of arrival, and when two customers who heard a part each are merged', (t) => {
  const run = propertyRun(t, 2000);
  const tags = fc.subarray(['VIP', 'víp', 'Sỉ', 'x']);
  const words = fc
    .uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 })
    .chain((dates) => fc.tuple(...dates.map((at) => tags.map((some) => word(at, ...some)))))
    .chain((inTime) =>
      fc.tuple(fc.constant(inTime), fc.shuffledSubarray(inTime, { minLength: inTime.length }), fc.nat()),
    );
  let several = 0;
  fc.assert(
    fc.property(words, ([given, shuffled, cut]) => {
      const wanted = expected(given);
      if (Object.keys(wanted).length > 1) several += 1;
      same(sinceOf(told(shuffled)), wanted);
      const at = cut % (shuffled.length + 1);
      const [one, other] = [told(shuffled.slice(0, at)), told(shuffled.slice(at))];
      same(sinceOf(mergeCustomers(one, other)), wanted);
      same(mergeCustomers(one, other).tagClaims, told(given).tagClaims);
      same(told(shuffled), told(given));
    }),
    run,
  );
  t.ok(several > run.numRuns / 10, `${several} of ${run.numRuns} with several tags`);
  t.end();
});

t.test('however many words come, the earliest is known, and no beginning is earlier than the words tell', (t) => {
  const many = Array.from({ length: 40 }, (_, i) => word(10 + i, 'VIP'));
  const customer = told(many);
  t.same(sinceOf(customer), { vip: 10 });
  t.ok((customer.tagClaims?.[0]?.spans?.[0]?.seen.length ?? 0) <= 5, 'the register does not grow with them');
  t.same(sinceOf(told([word(46)], customer)), { vip: 47 }, 'a gap among the newest four is exact');
  t.same(
    sinceOf(told([word(20)], customer)),
    { vip: 46 },
    'one overtaken by more makes it begin too late, never too early',
  );
  t.end();
});

/** From all words at once: of each tag of the last, the first word with it behind the last without it. */
function expected(words: readonly Word[]): Record<string, number> {
  const inTime = words.toSorted((a, b) => a.at - b.at);
  const keys = [...new Set((inTime.at(-1)?.tags ?? []).map(fold))].sort();
  return Object.fromEntries(
    keys.map((key) => {
      const gap = inTime.findLastIndex(({ tags }) => !tags.map(fold).includes(key));
      return [key, inTime[gap + 1]?.at ?? Number.NaN];
    }),
  );
}

function same(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a}\n${b}`);
}
