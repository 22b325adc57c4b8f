import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { customerIdFromKey, customerKey, isCustomerId } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { membersAsOf } from '../../history/members-as-of.ts';
import { authorsOf } from '../../queries/authors.ts';
import { cursorOf } from '../../queries/cursor.ts';
import { customerNames } from '../../queries/customer-names.ts';
import { namesIn } from '../../queries/definition-names.ts';
import { getSegment, membershipEvents, membersPage, segmentVersions } from '../../segments/saved.ts';
import { AuthorJson, authorJson, CauseJson, causeJson } from './change-json.ts';
import { CustomerJson, customerJson } from './customer-json.ts';
import { GivenTime, IdParams, isoTime, isoTimeOrNull, NextCursor, PageQuery, ShortText, Time } from './schemas.ts';
import { isPast, whileAsked } from './segment-asked.ts';
import { Definition, inWords, Sentence } from './segment-json.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;
const membersCursor = cursorOf('members', z.string().refine(isCustomerId));
const eventsCursor = cursorOf('events', z.tuple([z.number(), z.string()]));

const Members = z
  .object({
    items: z.array(CustomerJson),
    nextCursor: NextCursor,
    version: z.int().describe('0 while the first version is being built.'),
    computedAt: Time.nullable(),
  })
  .meta({ id: 'MembersPage' });
const Version = z
  .object({
    version: z.int(),
    definition: Definition,
    sentence: Sentence,
    at: Time,
    by: z.string(),
    author: AuthorJson,
  })
  .meta({ id: 'SegmentVersion' });
const Event = z
  .object({
    customerId: z.string(),
    customerName: z.string().nullable().describe('Null too for somebody merged into another or erased since.'),
    kind: z.enum(['entered', 'left']),
    at: Time,
    cause: CauseJson,
    author: AuthorJson,
  })
  .meta({ id: 'MembershipEvent' });

/** Who is in a segment, its versions, and who came and went. */
export function registerSegmentMembers(app: App, { now }: Pick<AppParts, 'now'>): void {
  app.get(
    '/segments/:id/members',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: 'Members of the shown version',
        params: IdParams,
        querystring: PageQuery.extend({
          search: ShortText.optional().describe('A part of the name.'),
          asOf: GivenTime.optional().describe(
            'Who was in then by the newest definition, told from history; left out: who is in now.',
          ),
        }),
        response: { 200: Members },
      },
    },
    async (request, reply) => {
      const { cursor, asOf, ...rest } = request.query;
      const after = membersCursor.read(cursor);
      const place = after === null ? undefined : customerKey(request.scope.shop, after);
      if (asOf !== undefined && isPast(asOf, now())) {
        if (rest.search !== undefined)
          throw new AppError('invalid', 'query.search: members of the past are not searched');
        const segment = await getSegment(request.scope, request.params.id);
        const state = await request.shopState();
        const asked = { definition: segment.definition, segment: request.params.id, at: asOf };
        const found = await whileAsked(reply, (signal) =>
          membersAsOf(request.scope, state, { ...asked, signal }, { after: place ?? null, limit: rest.limit + 1 }),
        );
        const items = found.slice(0, rest.limit);
        const last = items.at(-1);
        return {
          items: items.map((customer) => customerJson(customer, state)),
          nextCursor: found.length > items.length && last ? membersCursor.write(customerIdFromKey(last._id)) : null,
          version: segment.version,
          computedAt: isoTime(asOf),
        };
      }
      const page = await membersPage(request.scope, request.params.id, { ...rest, cursor: place });
      const state = await request.shopState();
      const last = page.items.at(-1);
      return {
        items: page.items.map((customer) => customerJson(customer, state)),
        nextCursor: page.nextCursor !== null && last ? membersCursor.write(customerIdFromKey(last._id)) : null,
        version: page.version,
        computedAt: isoTimeOrNull(page.computedAt),
      };
    },
  );

  app.get(
    '/segments/:id/versions',
    {
      config: read,
      schema: {
        tags,
        summary: 'Every definition it had, newest first',
        params: IdParams,
        response: { 200: z.object({ items: z.array(Version) }) },
      },
    },
    async (request) => {
      const versions = await segmentVersions(request.scope, request.params.id);
      const names = await namesIn(
        request.scope,
        versions.map((version) => version.definition),
      );
      const state = await request.shopState();
      const authorOf = await authorsOf(
        request.scope,
        versions.map(({ by }) => by),
      );
      return {
        items: versions.map(({ version, definition, at, by }) => ({
          version,
          definition,
          sentence: inWords(definition, state, names),
          at: isoTime(at),
          by,
          author: authorJson(authorOf(by)),
        })),
      };
    },
  );

  app.get(
    '/segments/:id/events',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who entered and left, newest first',
        params: IdParams,
        querystring: PageQuery,
        response: { 200: z.object({ items: z.array(Event), nextCursor: NextCursor }) },
      },
    },
    async (request) => {
      const { scope } = request;
      const after = eventsCursor.read(request.query.cursor);
      const place = after === null ? undefined : `${after[0]}|${scope.shop}/${after[1]}`;
      const page = await membershipEvents(scope, request.params.id, { limit: request.query.limit, cursor: place });
      const last = page.items.at(-1);
      const nameOf = await customerNames(
        scope,
        page.items.map(({ customer }) => customer),
      );
      const authorOf = await authorsOf(
        scope,
        page.items.map(({ cause }) => cause),
      );
      return {
        items: page.items.map(({ customer, kind, at, cause }) => ({
          customerId: customerIdFromKey(customer),
          customerName: nameOf.get(customer) ?? null,
          kind,
          at: isoTime(at),
          cause: causeJson(cause),
          author: authorJson(authorOf(cause)),
        })),
        nextCursor:
          page.nextCursor !== null && last
            ? eventsCursor.write([last.at, last._id.slice(scope.shop.length + 1)])
            : null,
      };
    },
  );
}
