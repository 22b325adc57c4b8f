import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { customerIdFromKey, customerKey, isCustomerId } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { cursorOf } from '../../queries/cursor.ts';
import { LINES_MAX, type PastedLine, pastedLines, type ResolvedLine, resolveLines } from '../../segments/paste.ts';
import { handled, type Pinned, pinCustomers, refuseArchived } from '../../segments/pinning.ts';
import type { HandAct } from '../../segments/pins.ts';
import { getSegment } from '../../segments/saved.ts';
import { csvLines, xlsxLines } from '../../segments/sheet-rows.ts';
import { alsoNeeds } from './also-needs.ts';
import { CustomerJson, customerJson } from './customer-json.ts';
import { IdParams, NextCursor, PageQuery, Words } from './schemas.ts';

const tags = ['segments'];
/** Seven hundred thousand characters are five thousand long lines. */
const TEXT_MAX = 700_000;
/** 5 MB of a file in base64, and what stands around it. */
const UPLOAD_LIMIT = 7_200_000;

const CustomerIds = z.array(z.string().max(64)).min(1).max(1000);
const Given = z.strictObject({ customers: CustomerIds.describe('Ids.') }).meta({ id: 'HandedCustomers' });
/** A query with one value is no list. */
const Taken = z.object({
  customer: z
    .union([
      z
        .string()
        .max(64)
        .transform((id) => [id]),
      CustomerIds.max(200),
    ])
    .describe('An id; repeat it for several, up to 200.'),
});
const Changed = z
  .object({
    changed: z.array(z.string()).describe('Ids of those of whom it was not so before.'),
    unchanged: z.int(),
    notFound: z.array(z.string()),
  })
  .meta({ id: 'HandedResult' });
const Handled = z.object({ items: z.array(CustomerJson), nextCursor: NextCursor }).meta({ id: 'HandledPage' });

const Mode = {
  as: z.enum(['pin', 'ban']).default('pin').describe('Put in, or keep out.'),
  dryRun: z.boolean().default(true).describe('Shows who is meant, and writes nothing.'),
};
const Pasted = z
  .strictObject({
    text: z
      .string()
      .max(TEXT_MAX)
      .describe(`A phone, e-mail, member code, id or name a line; up to ${LINES_MAX} lines.`),
    ...Mode,
  })
  .meta({ id: 'SegmentPaste' });
const Uploaded = z
  .strictObject({
    xlsx: z.string().max(7_000_000).optional().describe('The file in base64, at most 5 MB; its first sheet is read.'),
    csv: z.string().max(7_000_000).optional().describe('The same for CSV in UTF-8.'),
    ...Mode,
  })
  .meta({
    id: 'SegmentUpload',
    description: 'Give `xlsx` or `csv`. A first row that names columns (phone, email, code, name) says which are read.',
  });
const Person = z.object({ id: z.string(), name: z.string().nullable(), phone: z.string().nullable() });
const Resolved = z
  .object({
    lines: z.array(
      z.object({
        line: z.int().describe('From 1.'),
        text: z.string(),
        outcome: z
          .enum(['found', 'twice', 'ambiguous', 'not_found'])
          .describe('`twice`: found in a line above already.'),
        message: Words.nullable().describe('For people; null for one who was found.'),
        customer: Person.nullable(),
        candidates: z.array(Person).describe('Whom an ambiguous line may mean; up to five.'),
      }),
    ),
    counts: z.object({ found: z.int(), twice: z.int(), ambiguous: z.int(), notFound: z.int() }),
    dryRun: z.boolean(),
    changed: z.int().describe('Who was not there before; 0 for a dry run.'),
  })
  .meta({ id: 'SegmentPasted' });

const MESSAGES = {
  twice: { vi: 'Khách hàng này đã có ở dòng trên', en: 'This customer is in a line above' },
  ambiguous: { vi: 'Có nhiều khách hàng phù hợp, hãy chọn', en: 'Several customers fit; choose one' },
  not_found: { vi: 'Không tìm thấy khách hàng nào', en: 'No customer was found' },
} as const;

/** `/segments/:id/pins` and `/bans`: who is in a segment, or kept out of it, by hand (A06, A07). */
export function registerSegmentPins(app: App, parts: AppParts): void {
  registerHand(app, parts, { path: 'pins', add: 'pin', remove: 'unpin', what: 'put into the segment by hand' });
  registerHand(app, parts, { path: 'bans', add: 'ban', remove: 'unban', what: 'kept out of the segment' });
  registerPaste(app, parts);
}

interface Hand {
  readonly path: 'pins' | 'bans';
  readonly add: HandAct;
  readonly remove: HandAct;
  readonly what: string;
}

function registerHand(app: App, parts: AppParts, { path, add, remove, what }: Hand): void {
  const url = `/segments/:id/${path}`;
  const write = { scope: 'segments:write' } as const;
  const place = cursorOf(path, z.string().refine(isCustomerId));
  const change = async (request: FastifyRequest, id: string, act: HandAct, customers: readonly string[]) => {
    const { scope, actor } = request;
    const segment = await getSegment(scope, id);
    return changedJson(await pinCustomers(parts, scope, segment, { act, customers, actor }));
  };

  app.get(
    url,
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: `Who was ${what}`,
        params: IdParams,
        querystring: PageQuery,
        response: { 200: Handled },
      },
    },
    async (request) => {
      const { scope, params, query } = request;
      const from = place.read(query.cursor);
      const after = from === null ? null : customerKey(scope.shop, from);
      const found = await handled(scope, params.id, { field: path, after, limit: query.limit + 1 });
      const [items, last] = [found.slice(0, query.limit), found[query.limit - 1]];
      const state = await request.shopState();
      return {
        items: items.map((customer) => customerJson(customer, state)),
        nextCursor: found.length > query.limit && last ? place.write(customerIdFromKey(last._id)) : null,
      };
    },
  );

  app.post(
    url,
    {
      config: write,
      schema: {
        tags,
        summary: `Customers to be ${what}`,
        description:
          'Twice is once. A pin lifts a ban and the other way round. Whoever is merged later stays what they were.',
        params: IdParams,
        body: Given,
        response: { 200: Changed },
      },
    },
    (request) => change(request, request.params.id, add, request.body.customers),
  );

  app.delete(
    url,
    {
      config: write,
      schema: {
        tags,
        summary: `Customers no longer to be ${what}`,
        description: 'The definition alone decides about them again.',
        params: IdParams,
        querystring: Taken,
        response: { 200: Changed },
      },
    },
    (request) => change(request, request.params.id, remove, request.query.customer),
  );
}

function registerPaste(app: App, parts: AppParts): void {
  const config = { scope: 'segments:write' } as const;
  const resolved = async (
    request: FastifyRequest,
    id: string,
    lines: readonly PastedLine[],
    { as, dryRun }: { as: 'pin' | 'ban'; dryRun: boolean },
  ) => {
    alsoNeeds(request, 'customers:read'); // the answer names people
    const { scope, actor } = request;
    const segment = await getSegment(scope, id);
    refuseArchived(segment);
    const { shop } = await request.shopState();
    const found = await resolveLines(scope, shop, lines);
    const customers = found.flatMap(({ outcome, customer }) =>
      outcome === 'found' && customer ? [customerIdFromKey(customer._id)] : [],
    );
    const done =
      dryRun || customers.length === 0
        ? null
        : await pinCustomers(parts, scope, segment, { act: as, customers, actor });
    return resolvedJson(found, dryRun, done);
  };

  app.post(
    '/segments/:id/paste',
    {
      config,
      schema: {
        tags,
        summary: 'Add many by what they are known by',
        description: 'Those who were found are added when `dryRun` is false; every line tells what became of it.',
        params: IdParams,
        body: Pasted,
        response: { 200: Resolved },
      },
    },
    async (request) => {
      const lines = pastedLines(request.body.text);
      if (lines.length > LINES_MAX) throw new AppError('invalid', `text: at most ${LINES_MAX} lines`);
      return resolved(request, request.params.id, lines, request.body);
    },
  );

  app.post(
    '/segments/:id/upload',
    {
      config,
      bodyLimit: UPLOAD_LIMIT,
      schema: {
        tags,
        summary: 'Add many from a file',
        description: 'As `paste`, for an XLSX or CSV file.',
        params: IdParams,
        body: Uploaded,
        response: { 200: Resolved },
      },
    },
    async (request) => {
      const { xlsx, csv } = request.body;
      if ((xlsx === undefined) === (csv === undefined)) throw new AppError('invalid', 'give `xlsx` or `csv`');
      const lines = xlsx === undefined ? csvLines(csv ?? '') : await xlsxLines(xlsx);
      return resolved(request, request.params.id, lines, request.body);
    },
  );
}

const changedJson = ({ changed, unchanged, notFound }: Pinned): z.infer<typeof Changed> => ({
  changed: [...changed],
  unchanged,
  notFound: [...notFound],
});

function resolvedJson(lines: readonly ResolvedLine[], dryRun: boolean, done: Pinned | null): z.infer<typeof Resolved> {
  const count = (outcome: ResolvedLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  const person = ({ _id, name, phone }: NonNullable<ResolvedLine['customer']>) => ({
    id: customerIdFromKey(_id),
    name: name ?? null,
    phone: phone ?? null,
  });
  return {
    lines: lines.map(({ line, cells, outcome, customer, candidates }) => ({
      line,
      text: cells.join(', '),
      outcome,
      message: outcome === 'found' ? null : MESSAGES[outcome],
      customer: customer && person(customer),
      candidates: candidates.map(person),
    })),
    counts: {
      found: count('found'),
      twice: count('twice'),
      ambiguous: count('ambiguous'),
      notFound: count('not_found'),
    },
    dryRun,
    changed: done?.changed.length ?? 0,
  };
}
