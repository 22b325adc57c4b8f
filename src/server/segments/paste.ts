import {
  type CustomerKey,
  customerKey,
  emailIdentity,
  fold,
  type IdentityKey,
  isCustomerId,
  memberIdentity,
  normaliseEmail,
  normalisePhone,
  phoneIdentity,
  type Shop,
} from '../../model.ts';
import { QUERY_MS } from '../queries/limits.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { ShopStore } from '../store/index.ts';

/** Of a paste or a file. */
export const LINES_MAX = 5000;
/** People of one name who are shown to choose from. */
const CANDIDATES_MAX = 5;

/** What somebody wrote in a line: one cell, or several that all tell of one person. */
export interface PastedLine {
  /** From 1, as the paste or the file counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type Outcome = 'found' | 'twice' | 'ambiguous' | 'not_found';
type Named = Pick<CustomerDocument, '_id' | 'name' | 'phone'>;

export interface ResolvedLine extends PastedLine {
  /** `twice`: who was found is in a line above. */
  readonly outcome: Outcome;
  readonly customer: Named | null;
  /** For an ambiguous line, whom it may mean. */
  readonly candidates: readonly Named[];
}

/** Lines of a text that hold anything; cells of a sheet come with tabs between them. */
export function pastedLines(text: string): PastedLine[] {
  return text.split(/\r\n|\n|\r/).flatMap((line, index): PastedLine[] => {
    const cells = line.split(/[\t;,]/).map((cell) => cell.trim().slice(0, 200));
    const told = cells.filter((cell) => cell !== '');
    return told.length === 0 ? [] : [{ line: index + 1, cells: told }];
  });
}

/**
 * Who is meant by each line: whoever has the phone, the e-mail, the member code or the id in it, and where none of its cells is one,
 * whoever has exactly this name, accents and case aside. Two people are a question and no answer.
 */
export async function resolveLines(
  scope: ShopStore,
  shop: Pick<Shop, 'countryCode'>,
  lines: readonly PastedLine[],
): Promise<ResolvedLine[]> {
  const identities = new Map(lines.map((line) => [line, line.cells.map((cell) => identitiesOf(shop, cell))]));
  const owners = await ownersOf(scope, [...identities.values()].flat(2));
  const byKey = await customersOf(scope, [...owners.values(), ...lines.flatMap(({ cells }) => idsIn(scope, cells))]);
  const known = new Map(
    lines.map((line) => {
      const keys = [
        ...(identities.get(line) ?? []).flatMap((cell) => cell.flatMap((key) => owners.get(key) ?? []).slice(0, 1)),
        ...idsIn(scope, line.cells),
      ];
      return [line, [...new Set(keys)].flatMap((key) => byKey.get(key) ?? [])];
    }),
  );
  const unknown = lines.filter((line) => known.get(line)?.length === 0);
  const byName = await namedSo(scope, unknown.flatMap(namesIn));
  const seen = new Set<CustomerKey>();
  return lines.map((line): ResolvedLine => {
    const people = known.get(line) ?? [];
    const found =
      people.length > 0
        ? people
        : (namesIn(line)
            .map((name) => byName.get(name) ?? [])
            .find(some) ?? []);
    const [customer] = found;
    if (!customer) return { ...line, outcome: 'not_found', customer: null, candidates: [] };
    if (found.length > 1)
      return { ...line, outcome: 'ambiguous', customer: null, candidates: found.slice(0, CANDIDATES_MAX) };
    const outcome = seen.has(customer._id) ? 'twice' : 'found';
    seen.add(customer._id);
    return { ...line, outcome, customer, candidates: [] };
  });
}

const some = (list: readonly unknown[]) => list.length > 0;

/** What a cell may name somebody by, the likeliest first: a phone is also a shape that member codes have. */
function identitiesOf({ countryCode }: Pick<Shop, 'countryCode'>, cell: string): IdentityKey[] {
  const [phone, email] = [normalisePhone(cell, countryCode), normaliseEmail(cell)];
  return [
    ...(phone === null ? [] : [phoneIdentity(phone)]),
    ...(email === null ? [] : [emailIdentity(email)]),
    memberIdentity(cell),
  ];
}

const idsIn = (scope: ShopStore, cells: readonly string[]): CustomerKey[] =>
  cells.filter(isCustomerId).map((id) => customerKey(scope.shop, id));

/** The whole line, in case a comma stands in a name, and each cell. */
const namesIn = ({ cells }: PastedLine): string[] =>
  [cells.join(' '), ...cells].map(fold).filter((name) => /\p{L}/u.test(name));

async function ownersOf(scope: ShopStore, keys: readonly IdentityKey[]): Promise<Map<IdentityKey, CustomerKey>> {
  const asked = [...new Set(keys)].map((key) => `${scope.shop}/${key}`);
  const found = await scope.identities.find({ _id: { $in: asked } }, { maxTimeMS: QUERY_MS }).toArray();
  return new Map(
    found.flatMap(({ _id, customer }) =>
      customer === null ? [] : [[_id.slice(scope.shop.length + 1) as IdentityKey, customer] as const],
    ),
  );
}

const SHOWN = { projection: { name: 1, phone: 1 }, maxTimeMS: QUERY_MS } as const;

async function customersOf(scope: ShopStore, keys: readonly CustomerKey[]): Promise<Map<CustomerKey, Named>> {
  const own = { 'listing.shop': scope.shop, _id: { $in: [...new Set(keys)] }, erasedAt: { $exists: false } };
  const found = await scope.customers.find(own, { ...SHOWN, hint: 'listed_by_key' }).toArray();
  return new Map(found.map((customer) => [customer._id, customer]));
}

async function namedSo(scope: ShopStore, names: readonly string[]): Promise<Map<string, Named[]>> {
  if (names.length === 0) return new Map();
  const found = await scope.customers
    .find(
      { 'listing.shop': scope.shop, nameFolded: { $in: [...new Set(names)] } },
      { hint: 'listed_by_folded_name', projection: { ...SHOWN.projection, nameFolded: 1 }, maxTimeMS: QUERY_MS },
    )
    .limit(LINES_MAX * CANDIDATES_MAX)
    .toArray();
  return Map.groupBy(found, (customer) => customer.nameFolded ?? '');
}
