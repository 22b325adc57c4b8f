import type { Instant, ShopRebuild } from '../../model.ts';
import { JOBS, LOCK_MS } from '../jobs/index.ts';
import type { JobDocument, SegmentDocument } from '../store/documents.ts';
import type { ShopStore, Store } from '../store/index.ts';

/** What time or a change of settings causes, and how it goes. */
export interface JobRow {
  /** `segments at midnight`; of a shop's own work `rebuild` and `segment build`. */
  readonly name: string;
  /** Whether it does the work of every shop, or this shop's only. */
  readonly of: 'server' | 'shop';
  /** What it is about: the id of a segment. */
  readonly target: string | null;
  /** `late`: should have run, or gone on, some minutes ago. */
  readonly state: 'waiting' | 'running' | 'failed' | 'late';
  /** As Agenda reads it: "1 minute". Null for what happens once. */
  readonly every: string | null;
  readonly lastRunAt: Instant | null;
  /** Of the last run that ended. */
  readonly tookMs: number | null;
  readonly nextRunAt: Instant | null;
  /** 0 to 1; null when it is not told. */
  readonly progress: number | null;
  /** In a row. */
  readonly failures: number;
  readonly failedAt: Instant | null;
  readonly failure: string | null;
}

/** Longer than a start takes, and than one run holds up the next. */
export const LATE_MS = 300_000;

/** Work for shops that are no more: of no concern to one that asks. */
const HIDDEN: readonly string[] = ['erase shops'];

/** Jobs of the whole server, whose figures name no shop, and what is being done for this one. */
export async function jobs(store: Store, scope: ShopStore, now: Instant): Promise<JobRow[]> {
  const names = JOBS.map((job) => job.name).filter((name) => !HIDDEN.includes(name));
  const [kept, shop, segments] = await Promise.all([
    store.system.jobs.find({ name: { $in: names } }).toArray(),
    store.system.shops.findOne({ _id: scope.shop }, { projection: { rebuild: 1 } }),
    scope.segments
      .find({ state: { $in: ['queued', 'building', 'failed'] } })
      .sort({ _id: 1 })
      .toArray(),
  ]);
  const ofServer = names.flatMap((name) => {
    const job = kept.find((document) => document.name === name);
    return job ? [serverJob(job, now)] : [];
  });
  const rebuild = shop?.rebuild;
  return [
    ...ofServer,
    ...(rebuild ? [rebuildJob(rebuild, now)] : []),
    ...segments.map((segment) => buildJob(segment, now)),
  ];
}

function serverJob(job: JobDocument, now: Instant): JobRow {
  const [lockedAt, ranAt, endedAt] = [instantOf(job.lockedAt), instantOf(job.lastRunAt), instantOf(job.lastFinishedAt)];
  const [failedAt, nextRunAt] = [instantOf(job.failedAt), instantOf(job.nextRunAt)];
  const isFailed = failedAt !== null && failedAt === endedAt;
  const isRunning = lockedAt !== null && now - lockedAt < 2 * LOCK_MS; // a process that died leaves its lock behind
  const isLate = nextRunAt !== null && now - nextRunAt > LATE_MS;
  return {
    name: job.name,
    of: 'server',
    target: null,
    state: isRunning ? 'running' : isFailed ? 'failed' : isLate ? 'late' : 'waiting',
    every: JOBS.find(({ name }) => name === job.name)?.every ?? null,
    lastRunAt: ranAt,
    tookMs: ranAt !== null && endedAt !== null && endedAt >= ranAt ? endedAt - ranAt : null,
    nextRunAt,
    progress: typeof job.progress === 'number' ? job.progress / 100 : null,
    failures: isFailed ? (job.failCount ?? 1) : 0,
    failedAt: isFailed ? failedAt : null,
    failure: isFailed ? codeIn(job.failReason) : null,
  };
}

const instantOf = (date: Date | null | undefined): Instant | null => date?.getTime() ?? null;

/** What is not one word was written by an older version, and may hold anything. */
function codeIn(reason: string | null | undefined): string {
  return reason && /^[A-Za-z_]{1,60}$/.test(reason) ? reason : 'internal';
}

/** Orders are the first half of it, customers the second. */
function rebuildJob(
  { state, phase, done, total, requestedAt, finishedAt, leaseUntil }: ShopRebuild,
  now: Instant,
): JobRow {
  const ofPhase = total === 0 ? 0 : Math.min(1, done / total);
  const isAbandoned = now - Math.max(leaseUntil, requestedAt) > LATE_MS;
  return {
    ...ONCE,
    name: 'rebuild',
    state: state === 'done' ? 'waiting' : isAbandoned ? 'late' : 'running',
    lastRunAt: requestedAt,
    tookMs: finishedAt === undefined ? null : finishedAt - requestedAt,
    progress: state === 'done' ? null : (phase === 'orders' ? 0 : 0.5) + ofPhase / 2,
  };
}

function buildJob(segment: SegmentDocument, now: Instant): JobRow {
  const { state, error, lease, computedAt, progress } = segment;
  const isFailed = state === 'failed';
  const isAbandoned = lease !== undefined && now - lease.until > LATE_MS;
  return {
    ...ONCE,
    name: 'segment build',
    target: segment._id.slice(segment.shop.length + 1),
    state: isFailed ? 'failed' : isAbandoned ? 'late' : state === 'building' ? 'running' : 'waiting',
    lastRunAt: computedAt ?? null,
    progress: state === 'building' ? progress : null,
    failures: isFailed ? 1 : 0,
    failure: isFailed ? (error ?? 'internal') : null,
  };
}

const ONCE = {
  of: 'shop',
  target: null,
  every: null,
  tookMs: null,
  nextRunAt: null,
  failures: 0,
  failedAt: null,
  failure: null,
} as const;
