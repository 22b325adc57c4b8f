import type { Answer } from '../../api/client.ts';
import type { paths } from '../../api/schema.d.ts';

export type Listed = Answer<'/api/v1/customers'>['items'][number];
export type Query = NonNullable<paths['/api/v1/customers']['get']['parameters']['query']>;
export type Sort = NonNullable<Query['sort']>;

/** Names of the filters that hold several values, and of those that hold one; as they are in the address and in the API. */
export const SEVERAL = ['tag', 'gender', 'place', 'channel', 'source'] as const;
export const SINGLE = [
  'tagMode',
  'segment',
  'hasPhone',
  'hasEmail',
  'spentFrom',
  'spentTo',
  'ordersFrom',
  'ordersTo',
  'lastOrderFrom',
  'lastOrderTo',
  'daysSinceOrderFrom',
  'daysSinceOrderTo',
  'createdFrom',
  'createdTo',
] as const;
export type Several = (typeof SEVERAL)[number];
export type Single = (typeof SINGLE)[number];
const NUMBERS: readonly string[] = [
  'spentFrom',
  'spentTo',
  'ordersFrom',
  'ordersTo',
  'daysSinceOrderFrom',
  'daysSinceOrderTo',
];

/** Every order the list can have, with its name, as a phone offers them: there are no headings to press. */
export const SORTS = {
  '-created': 'newest',
  created: 'oldest',
  name: 'byName',
  '-name': 'byNameBack',
  '-spent': 'bySpent',
  spent: 'bySpentLeast',
  '-orders': 'byOrders',
  orders: 'byOrdersLeast',
  '-average': 'byAverage',
  average: 'byAverageLeast',
  '-lastOrder': 'byLast',
  lastOrder: 'byLastLong',
} as const satisfies Record<Exclude<Sort, 'relevance'>, string>;

/** A page is more than a screen and less than one waits for. */
const PAGE_SIZE = 100;

/** What the address says of the list is the list: links, back and saved views are the same text. */
export function queryOf(params: URLSearchParams): Query {
  const query: Record<string, unknown> = {};
  for (const name of SEVERAL) {
    const values = params.getAll(name).filter(Boolean);
    if (values.length > 0) query[name] = values;
  }
  for (const name of SINGLE) {
    const value = params.get(name);
    if (value) query[name] = NUMBERS.includes(name) ? Number(value) : value;
  }
  const search = params.get('search')?.trim();
  if (search) query['search'] = search;
  const sort = params.get('sort');
  query['sort'] = sort !== null && sort in SORTS ? sort : search ? 'relevance' : '-created';
  return { ...query, limit: PAGE_SIZE };
}

/** Without what does not narrow the list: one view is one text, whatever came first. */
export function viewText(params: URLSearchParams): string {
  const kept = new URLSearchParams([...params].filter(([, value]) => value !== ''));
  kept.sort();
  return kept.toString();
}

/** In how many ways the list is narrowed besides the search: from and to are one. */
export function countFilters(params: URLSearchParams): number {
  const names = [...SEVERAL, ...SINGLE].filter((name) => params.get(name) && name !== 'tagMode');
  return new Set(names.map((name) => name.replace(/(From|To)$/, ''))).size;
}

/** What was searched, when it looks like a phone that somebody can be added with. */
export function phoneIn(search: string): string {
  return /^\+?[\d\s.()-]{8,20}$/.test(search.trim()) ? search.trim() : '';
}
