import type { Instant, ShopRebuild } from '../../model.ts';
import type { Job, Words } from '../jobs/index.ts';
import { LOCK_MS } from '../jobs/lock.ts';
import { SHOP_WORK } from '../jobs/words.ts';
import type { ShopStore, Store } from '../store/index.ts';
import type { JobDocument } from '../store/job-documents.ts';
import type { SegmentDocument } from '../store/segment-documents.ts';
import { SHOWN_JOBS } from './job-runs.ts';

/** What time or a change of settings causes, and how it goes. */
export interface JobRow {
  /** `segments at midnight`; of a shop's own work `rebuild` and `segment build`. */
  readonly name: string;
  /** Whether it does the work of every shop, or this shop's only. */
  readonly of: 'server' | 'shop';
  /** What people call it, and what it is for. */
  readonly title: Words;
  readonly about: Words;
  /** What it is about: the id of a segment. */
  readonly target: string | null;
  /** `queued`: somebody wants it to run now. `late`: should have run, or gone on, some minutes ago. */
  readonly state: 'waiting' | 'queued' | 'running' | 'failed' | 'late';
  /** Whether it can be run by hand. */
  readonly canRun: boolean;
  readonly runningSince: Instant | null;
  /** Of a run that is queued or running. */
  readonly started: 'schedule' | 'hand' | null;
  /** Who wants it to run, when they are of this shop. */
  readonly askedBy: string | null;
  /** As Agenda reads it: "1 minute". Null for what happens once. */
  readonly every: string | null;
  readonly lastRunAt: Instant | null;
  /** Of the last run that ended. */
  readonly tookMs: number | null;
  /** Of the last runs, half took longer. */
  readonly medianMs: number | null;
  readonly nextRunAt: Instant | null;
  /** 0 to 1; null when it is not told. */
  readonly progress: number | null;
  /** In a row. */
  readonly failures: number;
  readonly failedAt: Instant | null;
  readonly failure: string | null;
  /** However long ago, and however well it went since. */
  readonly lastFailure: { readonly at: Instant; readonly code: string } | null;
}

/** Longer than a start takes, and than one run holds up the next. */
export const LATE_MS = 300_000;

/** Jobs of the whole server, whose figures name no shop, and what is being done for this one. */
export async function jobs(store: Store, scope: ShopStore, now: Instant): Promise<JobRow[]> {
  const [kept, shop, segments] = await Promise.all([
    store.system.jobs.find({ name: { $in: SHOWN_JOBS.map(({ name }) => name) } }).toArray(),
    store.system.shops.findOne({ _id: scope.shop }, { projection: { rebuild: 1 } }),
    scope.segments
      .find({ state: { $in: ['queued', 'building', 'failed'] } })
      .sort({ _id: 1 })
      .toArray(),
  ]);
  const ofServer = SHOWN_JOBS.flatMap((job) => {
    const document = kept.find(({ name }) => name === job.name);
    return document ? [serverJob(scope, job, document, now)] : [];
  });
  const rebuild = shop?.rebuild;
  return [
    ...ofServer,
    ...(rebuild ? [rebuildJob(rebuild, now)] : []),
    ...segments.map((segment) => buildJob(segment, now)),
  ];
}

function serverJob(scope: ShopStore, { name, every, title, about }: Job, job: JobDocument, now: Instant): JobRow {
  const [lockedAt, ranAt, endedAt] = [instantOf(job.lockedAt), instantOf(job.lastRunAt), instantOf(job.lastFinishedAt)];
  const [failedAt, nextRunAt] = [instantOf(job.failedAt), instantOf(job.nextRunAt)];
  const isLocked = lockedAt !== null && now - lockedAt < 2 * LOCK_MS; // a process that died leaves its lock behind
  // It is locked some seconds before its time comes.
  const isRunning = isLocked && ranAt !== null && (endedAt === null || endedAt < ranAt);
  const isFailed = failedAt !== null && failedAt === endedAt;
  const isLate = nextRunAt !== null && now - nextRunAt > LATE_MS;
  const isQueued = job.asked !== undefined && !isRunning && !isLate;
  const { asked, recent = [], lastFailure } = job;
  const isEnded = ranAt !== null && endedAt !== null && endedAt >= ranAt;
  return {
    name,
    of: 'server',
    title,
    about,
    target: null,
    state: isRunning ? 'running' : isQueued ? 'queued' : isFailed ? 'failed' : isLate ? 'late' : 'waiting',
    canRun: true,
    runningSince: isRunning ? ranAt : null,
    started: asked ? 'hand' : isRunning ? 'schedule' : null,
    askedBy: asked?.shop === scope.shop ? asked.actor : null,
    every,
    lastRunAt: ranAt,
    tookMs: isEnded ? endedAt - ranAt : (recent.at(-1) ?? null),
    medianMs: median(recent),
    nextRunAt,
    progress: isRunning && typeof job.progress === 'number' ? job.progress / 100 : null,
    failures: isFailed ? (job.failCount ?? 1) : 0,
    failedAt: isFailed ? failedAt : null,
    failure: isFailed ? codeIn(job.failReason) : null,
    lastFailure: lastFailure ?? (failedAt === null ? null : { at: failedAt, code: codeIn(job.failReason) }),
  };
}

/** The lower of two in the middle: a duration that was one. */
function median(durations: readonly number[]): number | null {
  return durations.toSorted((a, b) => a - b)[(durations.length - 1) >> 1] ?? null;
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
    ...SHOP_WORK.rebuild,
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
    ...SHOP_WORK['segment build'],
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
  canRun: false,
  runningSince: null,
  started: null,
  askedBy: null,
  every: null,
  tookMs: null,
  medianMs: null,
  nextRunAt: null,
  failures: 0,
  failedAt: null,
  failure: null,
  lastFailure: null,
} as const;
