import type { DuckDBConnection } from '@duckdb/node-api';
import type { SegmentContext } from '../../../src/segments/context.ts';
import type { RfmModel } from '../../../src/segments/index.ts';
import { insertRows } from './shop.ts';
import type { Leaf } from './tree.ts';

/** A condition with the context of its definition. */
export interface AskedLeaf extends Leaf {
  readonly context: number;
}

const TEXTS = '["VARCHAR"]';
const PERIOD =
  '{"type":"VARCHAR","n":"INTEGER","day":"VARCHAR","from":"VARCHAR","to":"VARCHAR","year":"VARCHAR","month":"INTEGER","before":"INTEGER","after":"INTEGER"}';

/** Every argument there is, by the name that it has on the wire. What a condition does not have is null. */
const ARGUMENTS = {
  leaf: 'INTEGER',
  context: 'INTEGER',
  kind: 'VARCHAR',
  op: 'VARCHAR',
  value: 'DOUBLE',
  from: 'VARCHAR',
  to: 'VARCHAR',
  mode: 'VARCHAR',
  match: 'VARCHAR',
  type: 'VARCHAR',
  is: 'VARCHAR',
  name: 'VARCHAR',
  text: 'VARCHAR',
  sought: 'VARCHAR',
  exactAccents: 'BOOLEAN',
  tags: TEXTS,
  values: TEXTS,
  months: TEXTS,
  groups: TEXTS,
  touch: 'VARCHAR',
  sources: TEXTS,
  prefixes: TEXTS,
  carriers: TEXTS,
  channel: 'VARCHAR',
  states: TEXTS,
  period: PERIOD,
  window: '{"type":"VARCHAR","n":"INTEGER","from":"VARCHAR","to":"VARCHAR"}',
  mustHaveBoughtBefore: 'BOOLEAN',
  measure: 'VARCHAR',
  minQuantity: 'DECIMAL(18,6)',
  products: TEXTS,
  variants: TEXTS,
  categories: TEXTS,
  vendors: TEXTS,
  locations: TEXTS,
  channels: TEXTS,
  areas: TEXTS,
  where: 'VARCHAR',
  tiers: TEXTS,
  state: `{"type":"VARCHAR","tags":${TEXTS},"tiers":${TEXTS}}`,
  third: 'VARCHAR',
  fourth: 'VARCHAR',
  labels: TEXTS,
  day: 'VARCHAR',
  axis: 'VARCHAR',
  seed: 'VARCHAR',
};

const STEP = {
  leaf: 'INTEGER',
  step: 'INTEGER',
  type: 'VARCHAR',
  products: TEXTS,
  categories: TEXTS,
  vendors: TEXTS,
  channels: TEXTS,
  locations: TEXTS,
  minAmount: 'BIGINT',
  withinDays: 'INTEGER',
};

/** Steps as an RFM condition finds them in its shop's model, on its day. */
const RFM = {
  leaf: 'INTEGER',
  day_number: 'INTEGER',
  model: 'VARCHAR',
  spentWindow: 'VARCHAR',
  isKnown: 'BOOLEAN',
  recency: '["BIGINT"]',
  frequency: '["BIGINT"]',
  monetary: '["BIGINT"]',
  grid: 'VARCHAR',
};

export const ASKED_MACROS = [
  `CREATE MACRO compares(figure, op, value, low, high) AS CASE op
     WHEN 'eq' THEN figure = value
     WHEN 'ne' THEN figure <> value
     WHEN 'lt' THEN figure < value
     WHEN 'lte' THEN figure <= value
     WHEN 'gt' THEN figure > value
     WHEN 'gte' THEN figure >= value
     ELSE figure BETWEEN low AND high
   END`,
];

/** Tables of what is asked: conditions with their days and folded words, steps of funnels, and models of RFM. */
export async function ask(
  db: DuckDBConnection,
  leaves: readonly AskedLeaf[],
  contexts: readonly SegmentContext[],
): Promise<void> {
  await insertRows(
    db,
    'contexts',
    { context: 'INTEGER', as_of_ms: 'BIGINT', zone: 'VARCHAR', ladder: TEXTS },
    contexts.map(({ asOf, timeZone, tiers }, context) => ({ context, as_of_ms: asOf, zone: timeZone, ladder: tiers })),
  );
  await insertRows(db, 'typed', ARGUMENTS, leaves);
  await db.run(`
    CREATE OR REPLACE TABLE asked AS
    WITH days AS (SELECT context, day_in(as_of_ms, zone) AS today, ladder FROM contexts)
    SELECT typed.*, today, ladder,
      TRY_CAST("from" AS DOUBLE) AS low, TRY_CAST("to" AS DOUBLE) AS high,
      period_start(period, today) AS from_day, period_end(period, today) AS to_day,
      window_start("window", today) AS window_start, window_end("window", today) AS window_end,
      list_transform(coalesce(tags, state.tags), lambda t: plain(t)) AS tag_keys,
      list_transform("values", lambda v: kept(v)) AS kept_values,
      list_transform(channels, lambda n: lower(n)) AS channel_keys,
      plain(text) AS text_key, plain(sought) AS sought_key,
      sha256(nfc_normalize(seed)) AS salt
    FROM typed JOIN days USING (context)`);
  await insertRows(db, 'steps', STEP, leaves.flatMap(stepsOf));
  const categories = new Set(leaves.flatMap((leaf) => [leaf, ...stepsOf(leaf)]).flatMap(categoriesOf));
  await insertRows(
    db,
    'category_products',
    { category: 'VARCHAR', product: 'VARCHAR' },
    [...categories].flatMap((category) =>
      (contexts[0]?.catalogue.productsInCategory(category) ?? []).map((product) => ({ category, product })),
    ),
  );
  const days = await db.runAndReadAll(`
    SELECT leaf, coalesce("day"::DATE, today) - DATE '1970-01-01' AS number FROM asked WHERE kind LIKE 'rfm%'`);
  const dayOf = new Map(days.getRows().map(([leaf, number]) => [Number(leaf), Number(number)]));
  await insertRows(
    db,
    'rfm_typed',
    RFM,
    leaves.flatMap(({ leaf, kind, context }) => {
      const rfm = contexts[context]?.rfm;
      const day = dayOf.get(leaf);
      if (!kind.startsWith('rfm') || rfm === undefined || day === undefined) return [];
      return [{ leaf, day_number: day, ...stepsOfModel(rfm.model, rfm.cutsOn(day)) }];
    }),
  );
  await db.run(`CREATE OR REPLACE TABLE rfm_asked AS SELECT *, DATE '1970-01-01' + day_number AS day FROM rfm_typed`);
}

function stepsOf(leaf: Leaf): { leaf: number; step: number }[] {
  if (leaf.kind !== 'ordered_steps') return [];
  const { first, second, third, fourth } = leaf as Leaf & Record<'first' | 'second' | 'third' | 'fourth', object>;
  return [first, second, third, fourth].flatMap((one, index) =>
    one === undefined ? [] : [{ leaf: leaf.leaf, step: index + 1, ...one }],
  );
}

const categoriesOf = (asked: object) => (asked as { categories?: readonly string[] }).categories ?? [];

type Cuts = { readonly [axis in 'recency' | 'frequency' | 'monetary']: readonly (number | null)[] };

/** Of thresholds the middle one first, as quantiles have them. */
function stepsOfModel(model: RfmModel, cuts: Cuts | null) {
  const { spentWindow } = model;
  const grid = JSON.stringify(model.grid);
  if (model.kind === 'quantiles') {
    const { recency = [], frequency = [], monetary = [] } = cuts ?? {};
    return { model: model.kind, spentWindow, grid, isKnown: cuts !== null, recency, frequency, monetary };
  }
  const pair = ({ middle, high }: { middle: number; high: number }) => [middle, high];
  const [recency, frequency, monetary] = [pair(model.recency), pair(model.frequency), pair(model.monetary)];
  return { model: model.kind, spentWindow, grid, isKnown: true, recency, frequency, monetary };
}
