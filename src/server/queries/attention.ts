import type { Instant } from '../../model.ts';
import type { Words } from '../jobs/index.ts';
import type { ShopStore, Store } from '../store/index.ts';
import { connections } from './connections.ts';
import { jobs } from './jobs.ts';
import { QUERY_MS } from './limits.ts';
import { silentSince } from './silence.ts';

/** What may need somebody, the most urgent first: what loses sales figures, then what is wrong, then what waits. */
export const ATTENTION_CODES = [
  'connection_silent',
  'deliveries_waiting',
  'deliveries_parked',
  'points_differ',
  'members_differ',
  'segment_failed',
  'job_failed',
  'job_late',
  'privacy_request_waiting',
] as const;
export type AttentionCode = (typeof ATTENTION_CODES)[number];

export interface Attention {
  readonly code: AttentionCode;
  readonly count: number;
  /** Since when, of several the longest. Null when it is not written down. */
  readonly since: Instant | null;
  /** What it is about: the reason of parking, the domain of a connection, the name of a segment or job, when it is one. */
  readonly subject: string | null;
  /** Of a job, what people call it. */
  readonly title?: Words;
  /** Where in the admin it can be seen to. */
  readonly path: string;
}

/** Deliveries are applied within seconds; so long means that they pile up, or that one is tried again and again. */
const BACKLOG_MS = 300_000;

/** Everything that somebody should look at; nothing when all is well. */
export async function attention(store: Store, scope: ShopStore, now: Instant): Promise<Attention[]> {
  const found = await Promise.all([
    silentConnections(scope, now),
    deliveries(scope, now),
    points(scope),
    segments(scope),
    lateJobs(store, scope, now),
    privacyRequests(scope),
  ]);
  const rank = ({ code }: Attention) => ATTENTION_CODES.indexOf(code);
  return found
    .flat()
    .sort((a, b) => rank(a) - rank(b) || b.count - a.count || ((a.subject ?? '') < (b.subject ?? '') ? -1 : 1));
}

async function silentConnections(scope: ShopStore, now: Instant): Promise<Attention[]> {
  const found: Attention[] = [];
  for (const connection of await connections(scope, now)) {
    const since = await silentSince(scope, connection, now);
    if (since === null) continue;
    const subject = connection.installation.domain;
    found.push({ code: 'connection_silent', count: 1, since, subject, path: '/settings/connections' });
  }
  return found;
}

const INBOX = { shop: 1, state: 1, receivedAt: -1, _id: -1 } as const;

async function deliveries(scope: ShopStore, now: Instant): Promise<Attention[]> {
  const groups = await scope.inbox
    .aggregate<{ _id: { state: 'pending' | 'parked'; reason?: string }; count: number; since: Instant }>(
      [
        { $match: { state: { $in: ['pending', 'parked'] } } },
        {
          $group: {
            _id: { state: '$state', reason: '$parked.reason' },
            count: { $sum: 1 },
            since: { $min: '$receivedAt' },
          },
        },
      ],
      { hint: INBOX, maxTimeMS: QUERY_MS },
    )
    .toArray();
  const waiting = groups.filter(({ _id }) => _id.state === 'pending');
  const oldest = Math.min(...waiting.map((group) => group.since));
  const backlog: Attention = {
    code: 'deliveries_waiting',
    count: waiting.reduce((sum, group) => sum + group.count, 0),
    since: oldest,
    subject: null,
    path: '/deliveries?state=pending',
  };
  const parked = groups.flatMap(({ _id, count, since }): Attention[] =>
    _id.state === 'pending'
      ? []
      : [{ code: 'deliveries_parked', count, since, subject: _id.reason ?? null, path: '/deliveries?state=parked' }],
  );
  return [...parked, ...(now - oldest > BACKLOG_MS ? [backlog] : [])];
}

/** The nightly check found books that do not agree: an alarm, open until a later check finds that they do. */
async function points(scope: ShopStore): Promise<Attention[]> {
  const open = { resolvedAt: { $exists: false } };
  const [oldest] = await scope.loyaltyAlarms.find(open, { maxTimeMS: QUERY_MS }).sort({ at: 1 }).limit(1).toArray();
  if (!oldest) return [];
  const customers = await scope.loyaltyAlarms
    .aggregate<{ n: number }>([{ $match: open }, { $group: { _id: '$customer' } }, { $count: 'n' }], {
      maxTimeMS: QUERY_MS,
    })
    .toArray();
  return [{ code: 'points_differ', count: customers[0]?.n ?? 1, since: oldest.at, subject: null, path: '/loyalty' }];
}

/** A build ends with `audit_difference` when the two ways to decide a segment disagree about somebody: that is an alarm. */
async function segments(scope: ShopStore): Promise<Attention[]> {
  const failed = await scope.segments.find({ state: 'failed' }, { projection: { name: 1, error: 1 } }).toArray();
  const of = (code: AttentionCode, those: typeof failed): Attention[] => {
    const [one, ...others] = those;
    if (!one) return [];
    const isOne = others.length === 0;
    return [
      {
        code,
        count: those.length,
        since: null,
        subject: isOne ? one.name : null,
        path: isOne ? `/segments/${one._id.slice(scope.shop.length + 1)}` : '/segments',
      },
    ];
  };
  return [
    ...of(
      'members_differ',
      failed.filter((segment) => segment.error === 'audit_difference'),
    ),
    ...of(
      'segment_failed',
      failed.filter((segment) => segment.error !== 'audit_difference'),
    ),
  ];
}

/** Segments that failed are told of as such, with their name. */
async function lateJobs(store: Store, scope: ShopStore, now: Instant): Promise<Attention[]> {
  const rows = (await jobs(store, scope, now)).filter((job) => job.name !== 'segment build' || job.state === 'late');
  return rows.flatMap((job): Attention[] => {
    const told = { subject: job.name, title: job.title, path: '/settings/jobs' };
    if (job.state === 'failed') return [{ code: 'job_failed', count: job.failures, since: job.failedAt, ...told }];
    return job.state === 'late' ? [{ code: 'job_late', count: 1, since: job.nextRunAt ?? job.lastRunAt, ...told }] : [];
  });
}

/** A host asks to erase the whole shop, which has other connections or is installed again: its owner has to say. */
async function privacyRequests(scope: ShopStore): Promise<Attention[]> {
  const waiting = await scope.privacyRequests
    .find({ state: 'waiting_for_owner' }, { projection: { at: 1 }, maxTimeMS: QUERY_MS })
    .sort({ at: 1 })
    .toArray();
  const [oldest] = waiting;
  if (!oldest) return [];
  return [
    {
      code: 'privacy_request_waiting',
      count: waiting.length,
      since: oldest.at,
      subject: null,
      path: '/settings/privacy',
    },
  ];
}
