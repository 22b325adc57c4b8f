import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { customerIdFromKey, formatDay } from '../../../model.ts';
import {
  type ExplainedNode,
  type Explanation,
  explain,
  readsFacts,
  type SegmentDefinition,
} from '../../../segments/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { customerAtInstant } from '../../history/members-as-of.ts';
import { findCustomer } from '../../queries/customer.ts';
import { namesIn } from '../../queries/definition-names.ts';
import { withCuts } from '../../rfm/cuts.ts';
import { contextFor } from '../../segments/live.ts';
import { getSegment } from '../../segments/saved.ts';
import { allFactsOf } from '../../segments/scan.ts';
import type { SegmentTexts } from '../../segments/text.ts';
import { readNamed, type ShopState } from '../../shop-state.ts';
import type { CustomerDocument } from '../../store/documents.ts';
import type { ShopStore } from '../../store/index.ts';
import { GivenTime, isoTime, Time } from './schemas.ts';
import { isPast } from './segment-asked.ts';
import { Day, Definition, Words } from './segment-json.ts';
import { DefinitionText, givenDefinition } from './segment-text.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;

const Reading = z
  .object({
    value: z
      .union([z.number(), z.string(), z.boolean(), z.array(z.string())])
      .nullable()
      .describe('Minor units, a count, days, an id or several; null where nothing is known.'),
    shown: Words,
    change: z
      .object({
        by: z.number().nullable().describe('What has to be added to the figure, negative to be taken away.'),
        text: Words,
      })
      .nullable()
      .describe('The least that turns the verdict; null where only time can.'),
  })
  .meta({ id: 'SegmentReading' });

/** A node of a definition with its verdict. Its fields depend on what it is, and those of the others are null. */
interface NodeJson {
  path: string;
  holds: boolean;
  group: 'all' | 'any' | 'not' | null;
  nodes: NodeJson[];
  kind: string | null;
  sentence: z.infer<typeof Words> | null;
  reading: z.infer<typeof Reading> | null;
  flipsOn: string | null;
  decides: boolean;
}
const Node = z
  .object({
    path: z.string().describe('Where it stands: `include[0].all[1]`.'),
    holds: z.boolean(),
    group: z.enum(['all', 'any', 'not']).nullable().describe('Null for a condition.'),
    get nodes(): z.ZodArray<z.ZodType<NodeJson>> {
      return z.array(Node);
    },
    kind: z.string().nullable().describe('Of a condition.'),
    sentence: Words.nullable().describe('What follows "Customers who …": the threshold in words.'),
    reading: Reading.nullable().describe('What it finds of the customer; null for one that cannot tell.'),
    flipsOn: Day.nullable().describe('The first day on which time alone turns it; null within 400 days.'),
    decides: z.boolean().describe('Another verdict of this condition alone would be another verdict of the whole.'),
  })
  .meta({ id: 'ExplainedNode' });

const Explained = z
  .object({
    customerId: z.string(),
    isMember: z.boolean().describe('With pins and bans; of a definition that is not saved, what it says.'),
    isNamed: z.boolean().describe('What the definition says.'),
    isPinned: z.boolean(),
    isBanned: z.boolean(),
    include: z.array(Node).describe('One of these clauses has to hold; none: everybody.'),
    exclude: z.array(Node).describe('None of these may.'),
    flipsOn: Day.nullable().describe('The first day on which time alone turns what the definition says.'),
    timeZone: z.string(),
    asOf: Time,
  })
  .meta({ id: 'SegmentExplanation' });

/** Why a customer is in a segment or not: of a saved one, and of a definition while it is written. */
export function registerSegmentExplain(app: App, parts: AppParts, texts: SegmentTexts): void {
  app.get(
    '/segments/:id/explain/:customer',
    {
      config: read,
      schema: {
        tags,
        summary: 'Why a customer is in a segment, or is not',
        description:
          'By the newest definition, clause by clause: what each condition finds, the least that would turn it, and the day on which time alone does.',
        params: z.object({ id: z.string().max(200), customer: z.string().max(200) }),
        querystring: z.object({
          asOf: GivenTime.optional().describe(
            'Left out: now. Before now, the customer as they were then, told from history.',
          ),
        }),
        response: { 200: Explained },
      },
    },
    async (request) => {
      const { scope, params } = request;
      const segment = await getSegment(scope, params.id);
      const { customer: present } = await findCustomer(scope, params.customer);
      const state = await request.shopState();
      const asOf = request.query.asOf ?? parts.now();
      const customer = await customerThen(scope, state, present, { asOf, now: parts.now() });
      const isFixed = segment.kind === 'fixed';
      const found = await explained(scope, state, segment.definition, customer, asOf);
      const [isPinned, isBanned] = [customer.pins?.includes(params.id), customer.bans?.includes(params.id)];
      return {
        ...found,
        // A list has a definition for machines only.
        ...(isFixed ? { include: [], exclude: [] } : {}),
        isPinned: isPinned === true,
        isBanned: isBanned === true,
        isMember: isBanned !== true && (isPinned === true || found.isNamed),
      };
    },
  );

  app.post(
    '/segments/explain',
    {
      config: read,
      schema: {
        tags,
        summary: 'Why a definition finds a customer, or does not',
        body: z
          .strictObject({
            definition: Definition.optional(),
            text: DefinitionText.optional(),
            customer: z.string().max(200).describe('Id.'),
            asOf: GivenTime.optional().describe(
              'Left out: now. Before now, the customer as they were then, told from history.',
            ),
          })
          .meta({ id: 'ExplainRequest' }),
        response: { 200: Explained },
      },
    },
    async (request) => {
      const { scope, body } = request;
      const definition = await givenDefinition(scope, texts, body);
      const { customer: present } = await findCustomer(scope, body.customer);
      const state = await request.shopState();
      const asOf = body.asOf ?? parts.now();
      const customer = await customerThen(scope, state, present, { asOf, now: parts.now() });
      const found = await explained(scope, state, definition, customer, asOf);
      return { ...found, isPinned: false, isBanned: false, isMember: found.isNamed };
    },
  );
}

/** The customer of an instant: as stored now or later, from history before. */
async function customerThen(
  scope: ShopStore,
  state: ShopState,
  present: CustomerDocument,
  { asOf, now }: { readonly asOf: number; readonly now: number },
): Promise<CustomerDocument> {
  if (!isPast(asOf, now)) return present;
  const then = await customerAtInstant(scope, state, present._id, asOf);
  if (then === null) throw new AppError('not_found', 'asOf: they were no customer yet, or were erased');
  return then;
}

async function explained(
  scope: ShopStore,
  kept: ShopState,
  definition: SegmentDefinition,
  customer: Awaited<ReturnType<typeof findCustomer>>['customer'],
  asOf: number,
) {
  const state = await withCuts(scope, kept, definition, { asOf });
  const [{ catalogue, references }, names] = await Promise.all([
    readNamed(scope, [definition]),
    namesIn(scope, [definition]),
  ]);
  const isCut = customer.factsCut && readsFacts(definition);
  const whole = isCut ? { ...customer, facts: await allFactsOf(scope, customer) } : customer;
  const found: Explanation = explain(definition, whole, contextFor(state, asOf, catalogue, references), names);
  return {
    customerId: customerIdFromKey(customer._id),
    isNamed: found.isIn,
    include: found.include.map(nodeJson),
    exclude: found.exclude.map(nodeJson),
    flipsOn: found.flipsOn === null ? null : formatDay(found.flipsOn),
    timeZone: state.shop.timeZone,
    asOf: isoTime(asOf),
  };
}

function nodeJson(node: ExplainedNode): NodeJson {
  const { path, holds } = node;
  const nothing = { kind: null, sentence: null, reading: null, flipsOn: null, decides: false };
  if ('group' in node) return { path, holds, group: node.group, nodes: node.nodes.map(nodeJson), ...nothing };
  const { condition, sentence, reading, flipsOn, decides } = node;
  return {
    path,
    holds,
    group: null,
    nodes: [],
    kind: condition.kind,
    sentence,
    reading:
      reading &&
      ({ ...reading, value: Array.isArray(reading.value) ? [...reading.value] : reading.value } as NodeJson['reading']),
    flipsOn: flipsOn === null ? null : formatDay(flipsOn),
    decides,
  };
}
