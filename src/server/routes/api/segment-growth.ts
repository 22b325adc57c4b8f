import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import { areaLabel, dayOf, formatDay } from '../../../model.ts';
import { OUTSIDE_NAMES } from '../../../segments/rfm/index.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { backfill, requestBackfill } from '../../history/backfill.ts';
import { levelName } from '../../loyalty/level-name.ts';
import { sourceFigures } from '../../queries/sources.ts';
import { COMPOSED_BY, type ComposedBy, composition, type Share, UNKNOWN } from '../../segments/composition.ts';
import { GROWTH_DAYS_MAX, growth } from '../../segments/growth.ts';
import { labelOf } from '../../segments/live.ts';
import { COMPARED_MAX, overlaps } from '../../segments/overlap.ts';
import { getSegment } from '../../segments/saved.ts';
import type { ShopState } from '../../shop-state.ts';
import type { SegmentBackfill, SegmentDocument } from '../../store/segment-documents.ts';
import { segmentIdOf } from './customer-json.ts';
import { Currency, GivenDay, IdParams, Minor, Words } from './schemas.ts';
import { Day } from './segment-json.ts';

const tags = ['segments'];
const read = { scope: 'segments:read' } as const;

const By = z.enum(COMPOSED_BY).default('gender');
const ShareJson = z
  .object({
    key: z.string().describe('`unknown`: nothing is known of them.'),
    name: Words,
    customers: z.int(),
    share: z.number().describe('Of the members, from 0 to 1; by area and channel somebody may be in several.'),
  })
  .meta({ id: 'SegmentShare' });
const Composition = z
  .object({ by: z.enum(COMPOSED_BY), size: z.int(), shares: z.array(ShareJson) })
  .meta({ id: 'SegmentComposition' });
const Growth = z
  .object({
    timeZone: z.string(),
    days: z.array(
      z.object({
        day: Day,
        entered: z.int(),
        left: z.int(),
        size: z.int().describe('At the end of the day.'),
        source: z
          .enum(['events', 'history'])
          .describe('`history`: told afterwards (`/segments/:id/backfill`), of a day before the segment was made.'),
      }),
    ),
  })
  .meta({ id: 'SegmentGrowth' });
const Backfill = z
  .object({
    state: z.enum(['running', 'done', 'failed']),
    version: z.int().describe('Of the definition.'),
    from: Day,
    to: Day,
    progress: z.number().min(0).max(1),
  })
  .meta({ id: 'SegmentBackfill' });
const Comparison = z
  .object({
    by: z.enum(COMPOSED_BY),
    items: z.array(z.object({ id: z.string(), name: z.string(), size: z.int(), shares: z.array(ShareJson) })),
    overlaps: z.array(
      z.object({ segments: z.tuple([z.string(), z.string()]), customers: z.int().describe('Who is in both.') }),
    ),
    inAny: z.int().describe('Who is in any of them, each once.'),
  })
  .meta({ id: 'SegmentComparison' });
const Sources = z
  .object({
    currency: Currency,
    items: z.array(
      z.object({
        source: z.string().nullable().describe('Where they came from first; null: nothing says so.'),
        customers: z.int(),
        buyers: z.int(),
        orders: z.int(),
        spentMinor: Minor,
        repeatRate: z
          .number()
          .nullable()
          .describe('Buyers who bought twice or more, from 0 to 1; null without buyers.'),
      }),
    ),
  })
  .meta({ id: 'SourceFigures' });

/** How segments grow and of whom they are made (A16, A17), and what came of each source (A19). */
export function registerSegmentGrowth(app: App, parts: AppParts): void {
  registerGrowth(app, parts);
  registerBackfill(app, parts);
  registerComposition(app, parts);
  app.get(
    '/overview/sources',
    {
      config: { scope: 'overview:read' },
      schema: {
        tags: ['overview'],
        summary: 'What came of each source',
        description: 'Over all time, by where customers came from first.',
        response: { 200: Sources },
      },
    },
    async (request) => {
      const { shop } = await request.shopState();
      const items = (await sourceFigures(request.scope)).map(({ repeaters, ...figures }) => ({
        ...figures,
        repeatRate: figures.buyers === 0 ? null : repeaters / figures.buyers,
      }));
      return { currency: shop.currency, items };
    },
  );
}

function registerGrowth(app: App, { now }: AppParts): void {
  app.get(
    '/segments/:id/growth',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who came and went, and how many were in, by day',
        description: `Every day of the shop’s calendar, at most ${GROWTH_DAYS_MAX}.`,
        params: IdParams,
        querystring: z.object({
          from: GivenDay.optional().describe('First day; left out: 29 days before the last.'),
          to: GivenDay.optional().describe('Last day, not after today; left out: today.'),
        }),
        response: { 200: Growth },
      },
    },
    async (request) => {
      const { scope, params, query } = request;
      const { timeZone } = (await request.shopState()).shop;
      const today = dayOf(now(), timeZone);
      const toDay = Math.min(query.to ?? today, today);
      const fromDay = query.from ?? toDay - 29;
      if (fromDay > toDay) throw new AppError('invalid', 'query.from: is after `to`, or after today');
      if (toDay - fromDay >= GROWTH_DAYS_MAX)
        throw new AppError('invalid', `query.from: the period is longer than ${GROWTH_DAYS_MAX} days`);
      const segment = await getSegment(scope, params.id);
      const days = await growth(scope, segment, { fromDay, toDay, timeZone, now: now() });
      return { timeZone, days: days.map(({ day, ...counts }) => ({ day: formatDay(day), ...counts })) };
    },
  );
}

function registerBackfill(app: App, parts: AppParts): void {
  app.post(
    '/segments/:id/backfill',
    {
      config: { scope: 'segments:write' },
      schema: {
        tags,
        summary: 'Tell the growth of days that are over from history',
        description:
          'By the newest definition, from that day to yesterday, in the background: the growth of days before the segment was made then shows it. A second one takes the place of the first.',
        params: IdParams,
        body: z.strictObject({ from: GivenDay.describe('The first day.') }).meta({ id: 'BackfillRequest' }),
        response: { 202: Backfill },
      },
    },
    async (request, reply) => {
      const { scope, params, body, actor } = request;
      const { timeZone } = (await request.shopState()).shop;
      const segment = await getSegment(scope, params.id);
      const asked = await requestBackfill(scope, segment, { fromDay: body.from, timeZone, now: parts.now() });
      await recordAudit(scope, {
        at: parts.now(),
        actor,
        action: 'segment.backfilled',
        target: `segment ${params.id}`,
        details: { from: formatDay(body.from) },
      });
      backfill(parts, scope.shop, segment._id).catch((error: unknown) =>
        parts.logger.error({ error }, 'telling the days of a segment failed; it is resumed within a minute'),
      );
      return reply.code(202).send(backfillJson(asked));
    },
  );

  app.get(
    '/segments/:id/backfill',
    {
      config: read,
      schema: {
        tags,
        summary: 'How far the telling from history has come',
        params: IdParams,
        response: { 200: z.object({ backfill: Backfill.nullable().describe('Null: never asked for.') }) },
      },
    },
    async (request) => {
      const { backfill: known } = await getSegment(request.scope, request.params.id);
      return { backfill: known ? backfillJson(known) : null };
    },
  );
}

const backfillJson = ({ state, version, fromDay, toDay, done, parts }: SegmentBackfill) => ({
  state,
  version,
  from: formatDay(fromDay),
  to: formatDay(toDay),
  progress: state === 'done' ? 1 : done / parts,
});

function registerComposition(app: App, { now }: AppParts): void {
  const sharesOf = async (
    request: Parameters<typeof composition>[0],
    state: ShopState,
    segment: SegmentDocument,
    by: ComposedBy,
  ) => {
    const size = isShown(segment) ? (segment.size ?? 0) : 0;
    const today = dayOf(now(), state.shop.timeZone);
    const shares = isShown(segment)
      ? await composition(request, labelOf(segment._id, segment.activeVersion), by, { today, rfm: state.live.rfm })
      : [];
    return { size, shares: shares.map((share) => shareJson(share, by, size, state)) };
  };

  app.get(
    '/segments/:id/composition',
    {
      config: read,
      schema: {
        tags,
        summary: 'Of whom it is made',
        description: 'By gender, age, area of home, tier, first source, channel or RFM label; the most first.',
        params: IdParams,
        querystring: z.object({ by: By }),
        response: { 200: Composition },
      },
    },
    async (request) => {
      const { scope, params, query } = request;
      const segment = await getSegment(scope, params.id);
      return { by: query.by, ...(await sharesOf(scope, await request.shopState(), segment, query.by)) };
    },
  );

  app.get(
    '/segments/compare',
    {
      config: read,
      schema: {
        tags,
        summary: 'Segments side by side, and who is in two of them',
        querystring: z.object({
          ids: z.string().min(1).max(1000).describe(`Ids with commas between, up to ${COMPARED_MAX}.`),
          by: By,
        }),
        response: { 200: Comparison },
      },
    },
    async (request) => {
      const { scope, query } = request;
      const ids = [...new Set(query.ids.split(',').filter((id) => id !== ''))];
      if (ids.length > COMPARED_MAX) throw new AppError('invalid', `query.ids: at most ${COMPARED_MAX} segments`);
      const state = await request.shopState();
      const segments = await Promise.all(ids.map((id) => getSegment(scope, id)));
      const items: z.infer<typeof Comparison>['items'] = [];
      // One after the other: each scan keeps the database busy.
      for (const segment of segments)
        items.push({
          id: segmentIdOf(segment._id),
          name: segment.name,
          ...(await sharesOf(scope, state, segment, query.by)),
        });
      const shown = segments.filter(isShown);
      const { pairs, inAny } = await overlaps(
        scope,
        shown.map(({ _id, activeVersion }) => labelOf(_id, activeVersion)),
      );
      const idAt = (place: number) => segmentIdOf(shown[place]?._id ?? '');
      return {
        by: query.by,
        items,
        overlaps: pairs.map(({ pair: [one, other], customers }) => ({
          segments: [idAt(one), idAt(other)] as [string, string],
          customers,
        })),
        inAny,
      };
    },
  );
}

const isShown = ({ activeVersion, state }: SegmentDocument) => activeVersion > 0 && state !== 'archived';

const shareJson = ({ key, customers }: Share, by: ComposedBy, size: number, state: ShopState) => ({
  key,
  name: nameOf(key, by, state),
  customers,
  share: size === 0 ? 0 : customers / size,
});

const GENDERS = {
  male: { vi: 'Nam', en: 'Male' },
  female: { vi: 'Nữ', en: 'Female' },
  other: { vi: 'Khác', en: 'Other' },
} as const;

function nameOf(key: string, by: ComposedBy, { loyalty, live }: ShopState): { vi: string; en: string } {
  if (key === UNKNOWN)
    return by === 'tier'
      ? { vi: 'Chưa có hạng', en: 'No tier' }
      : by === 'channel'
        ? { vi: 'Chưa mua', en: 'Never bought' }
        : { vi: 'Chưa rõ', en: 'Not known' };
  if (by === 'gender' && key in GENDERS) return GENDERS[key as keyof typeof GENDERS];
  if (by === 'tier') return levelName(loyalty.versions, key);
  if (by === 'area') return { vi: areaLabel(key, 'vi'), en: areaLabel(key, 'en') };
  if (by === 'rfm')
    return live.rfm.model.labels.find(({ id }) => id === key)?.name ?? OUTSIDE_NAMES[key] ?? { vi: key, en: key };
  return { vi: key, en: key };
}
