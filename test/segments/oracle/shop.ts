import type { DuckDBConnection } from '@duckdb/node-api';
import type { Customer } from '../../../src/model.ts';

/**
 * A shop in tables of its own: one column a meaning, a row a tag, an order, a line. Of what the documents hold in two forms only one is
 * taken, the instants and not the days: days and lifetime figures are DuckDB's. People are numbered as they come.
 */
export async function loadShop(db: DuckDBConnection, customers: readonly Customer[], zone: string): Promise<void> {
  const each = <Row extends object>(rows: (customer: Customer) => readonly Row[]) =>
    customers.flatMap((customer, index) => rows(customer).map((row) => ({ customer: index, ...row })));
  const inserts: [table: string, columns: Columns, rows: readonly object[]][] = [
    ['people', PERSON, each((customer) => [personOf(customer)])],
    [
      'tags',
      { customer: 'INTEGER', tag: 'VARCHAR', since_ms: 'BIGINT' },
      each(({ tags, tagNames = [] }) =>
        tags.map((tag) => ({ tag, since_ms: tagNames.find(({ key }) => key === tag)?.since })),
      ),
    ],
    ['groups', NAMED, each(({ groups = [] }) => groups.map((name) => ({ name })))],
    ['homes', NAMED, each(({ homeAreas = [] }) => homeAreas.map((name) => ({ name })))],
    ['works', NAMED, each(({ workAreas = [] }) => workAreas.map((name) => ({ name })))],
    ['pins', NAMED, each(({ pins = [] }) => pins.map((name) => ({ name })))],
    ['bans', NAMED, each(({ bans = [] }) => bans.map((name) => ({ name })))],
    ['attributes', ATTRIBUTE, each(attributesOf)],
    [
      'attribute_texts',
      { customer: 'INTEGER', attribute: 'VARCHAR', text: 'VARCHAR' },
      each(({ attributes = {} }) =>
        Object.entries(attributes).flatMap(([attribute, value]) =>
          Array.isArray(value) ? value.map((text) => ({ attribute, text })) : [],
        ),
      ),
    ],
    ['placed', ORDER, each(ordersOf)],
    [
      'order_areas',
      { customer: 'INTEGER', order_id: 'VARCHAR', area: 'VARCHAR' },
      each(({ facts }) => facts.flatMap(({ o, u = [] }) => u.map((area) => ({ order_id: o, area })))),
    ],
    ['lines', LINE, each(linesOf)],
    [
      'line_categories',
      { customer: 'INTEGER', order_id: 'VARCHAR', line: 'INTEGER', category: 'VARCHAR' },
      each(({ facts }) =>
        facts.flatMap(({ o, i }) =>
          i.flatMap(({ k = [] }, line) => k.map((category) => ({ order_id: o, line, category }))),
        ),
      ),
    ],
  ];
  for (const [table, columns, rows] of inserts) await insertRows(db, table, columns, rows);
  for (const derive of DERIVED) await db.run(derive.replaceAll('$zone', `'${zone}'`));
}

export type Columns = Readonly<Record<string, string>>;

/** A table of rows given as JSON. */
export async function insertRows(
  db: DuckDBConnection,
  table: string,
  columns: Columns,
  rows: readonly object[],
): Promise<void> {
  const struct = Object.entries(columns).map(([name, type]) => `"${name}":${/^[[{]/.test(type) ? type : `"${type}"`}`);
  const shape = `[{${struct.join(',')}}]`;
  await db.run(`CREATE OR REPLACE TABLE ${table} AS SELECT unnest(from_json($1::JSON, '${shape}'), max_depth := 2)`, [
    JSON.stringify(rows),
  ]);
}

const NAMED = { customer: 'INTEGER', name: 'VARCHAR' };

const PERSON = {
  customer: 'INTEGER',
  key: 'VARCHAR',
  gender: 'VARCHAR',
  birth_year: 'INTEGER',
  birth_month: 'INTEGER',
  birth_day: 'INTEGER',
  phone: 'VARCHAR',
  email: 'VARCHAR',
  name: 'VARCHAR',
  email_consent: 'VARCHAR',
  sms_consent: 'VARCHAR',
  first_source: 'VARCHAR',
  last_source: 'VARCHAR',
  debt: 'BIGINT',
  company: 'VARCHAR',
  note: 'VARCHAR',
  created_ms: 'BIGINT',
  points: 'BIGINT',
  pending: 'BIGINT',
  earned: 'BIGINT',
  joined_ms: 'BIGINT',
  tier: 'VARCHAR',
  tier_ms: 'BIGINT',
};

function personOf(customer: Customer): { [Column in Exclude<keyof typeof PERSON, 'customer'>]: unknown } {
  const { birth, loyalty } = customer;
  return {
    key: customer._id,
    gender: customer.gender,
    birth_year: birth?.year,
    birth_month: birth?.month,
    birth_day: birth?.day,
    phone: customer.phone,
    email: customer.email,
    name: customer.name,
    email_consent: customer.emailConsent,
    sms_consent: customer.smsConsent,
    first_source: customer.source,
    last_source: customer.lastSource,
    debt: customer.debtMinor,
    company: customer.company,
    note: customer.note,
    created_ms: customer.createdAt,
    points: loyalty?.points,
    pending: loyalty?.pending,
    earned: loyalty?.earned,
    joined_ms: loyalty?.joinedAt,
    tier: loyalty?.level,
    tier_ms: loyalty?.levelSince,
  };
}

const ATTRIBUTE = {
  customer: 'INTEGER',
  attribute: 'VARCHAR',
  type: 'VARCHAR',
  text: 'VARCHAR',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
};

function attributesOf({ attributes = {} }: Customer) {
  return Object.entries(attributes).map(([attribute, value]) => {
    if (typeof value === 'string') return { attribute, type: 'text', text: value };
    if (typeof value === 'number') return { attribute, type: 'number', number: value };
    if (typeof value === 'boolean') return { attribute, type: 'flag', flag: value };
    return { attribute, type: 'list' };
  });
}

const ORDER = {
  customer: 'INTEGER',
  order_id: 'VARCHAR',
  at_ms: 'BIGINT',
  amount: 'BIGINT',
  channel: 'VARCHAR',
  location: 'VARCHAR',
  offers: 'INTEGER',
};

const ordersOf = ({ facts }: Customer) =>
  facts.map(({ o, t, n, c, l, r }) => ({ order_id: o, at_ms: t, amount: n, channel: c, location: l, offers: r }));

const LINE = {
  customer: 'INTEGER',
  order_id: 'VARCHAR',
  line: 'INTEGER',
  product: 'VARCHAR',
  variant: 'VARCHAR',
  vendor: 'VARCHAR',
  quantity: 'DECIMAL(18,6)',
  amount: 'BIGINT',
};

const linesOf = ({ facts }: Customer) =>
  facts.flatMap(({ o, i }) =>
    i.map(({ p, v, m, q, a }, line) => ({
      order_id: o,
      line,
      product: p,
      variant: v,
      vendor: m,
      quantity: q,
      amount: a,
    })),
  );

const DERIVED = [
  `CREATE OR REPLACE TABLE orders AS SELECT *, day_in(at_ms, $zone) AS day FROM placed`,
  `CREATE OR REPLACE TABLE tagged AS
     SELECT customer, plain(tag) AS tag, day_in(since_ms, $zone) AS since_day FROM tags`,
  `CREATE OR REPLACE TABLE customers AS
     WITH figures AS (
       SELECT customer, count(*) AS orders, sum(amount)::BIGINT AS spent, min(day) AS first_day, max(day) AS last_day,
         arg_max(order_id, (at_ms, order_id)) AS last_order, arg_max(location, (at_ms, order_id)) AS last_location
       FROM orders GROUP BY customer
     )
     SELECT people.*, coalesce(orders, 0) AS orders, coalesce(spent, 0) AS spent,
       first_day, last_day, last_order, last_location,
       day_in(created_ms, $zone) AS created_day,
       day_in(joined_ms, $zone) AS joined_day,
       day_in(tier_ms, $zone) AS tier_day
     FROM people LEFT JOIN figures USING (customer)`,
];
