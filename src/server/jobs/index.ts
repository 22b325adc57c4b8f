import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import type { Logger } from 'pino';
import { resumeBackfills } from '../history/backfill.ts';
import { checkPoints } from '../loyalty/check-points.ts';
import { applyBegunVersions } from '../loyalty/publish.ts';
import { bookTime } from '../loyalty/time.ts';
import { eraseShops } from '../privacy.ts';
import { randomId } from '../random.ts';
import { resumeRebuilds } from '../rebuild.ts';
import type { BulkActions } from '../segments/actions.ts';
import type { SegmentBuilder } from '../segments/build.ts';
import type { Store } from '../store/index.ts';
import { HAS_NOT_STARTED } from './ask.ts';
import { dropOldExports } from './exports.ts';
import { LOCK_MS } from './lock.ts';
import { flipSegments } from './midnight.ts';
import { scoreAtMidnight } from './rfm.ts';
import { type AgendaRun, runJob } from './run.ts';
import { schedule } from './schedule.ts';

/**
 * What time causes. Each job is idempotent per shop and local date, so that running it again, in two processes or after days of
 * downtime does nothing twice; Agenda's lock only spares the work.
 */
export interface JobParts {
  readonly store: Store;
  readonly builder: SegmentBuilder;
  /** Absent where no actions are run. */
  readonly actions?: Pick<BulkActions, 'resume'>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** In both languages of the admin. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}

/** How many things a run dealt with. A run that says 0, or nothing, and is short is not kept in the history. */
export interface JobDone {
  readonly done: number;
}

export interface Job {
  /** Never changed: it is what the database, the API and the audit log call it. */
  readonly name: string;
  /** As Agenda reads it: "1 minute". */
  readonly every: string;
  /** What people call it, and what it is for. */
  readonly title: Words;
  readonly about: Words;
  /** `tell` says how far it is, from 0 to 1, for a job that takes long. */
  readonly run: (parts: JobParts, tell: (share: number) => void) => Promise<void> | Promise<JobDone>;
}

export const JOBS: readonly Job[] = [
  {
    name: 'segments at midnight',
    every: '10 seconds',
    title: { vi: 'Cập nhật phân khúc sang ngày mới', en: 'Bring segments into the new day' },
    about: {
      vi: 'Sau nửa đêm, tính lại các phân khúc phụ thuộc vào ngày, ví dụ sinh nhật hôm nay.',
      en: 'After midnight, segments that depend on the day are counted again, such as birthdays today.',
    },
    run: flipSegments,
  },
  {
    name: 'rfm at midnight',
    every: '10 seconds',
    title: { vi: 'Chấm điểm RFM cho ngày mới', en: 'Score by RFM for the new day' },
    about: {
      vi: 'Sau nửa đêm, tính lại mốc chia nhóm RFM theo khách của cửa hàng; đầu tháng, lưu lại kết quả của tháng trước.',
      en: 'After midnight, RFM quantiles are drawn anew from the customers of the shop; on the first of a month the month before is kept.',
    },
    run: scoreAtMidnight,
  },
  {
    name: 'finish rebuilds',
    every: '1 minute',
    title: { vi: 'Làm tiếp việc tính lại số liệu', en: 'Go on computing figures' },
    about: {
      vi: 'Nếu máy chủ dừng giữa chừng khi đang tính lại, việc đó được làm tiếp.',
      en: 'If the server stopped while it computed the figures again, that goes on.',
    },
    run: resumeRebuilds,
  },
  {
    name: 'resume segment builds',
    every: '1 minute',
    title: { vi: 'Làm tiếp việc tính phân khúc', en: 'Go on counting segments' },
    about: {
      vi: 'Nếu máy chủ dừng giữa chừng khi đang tính một phân khúc, việc đó được làm tiếp.',
      en: 'If the server stopped while it counted a segment, that goes on.',
    },
    run: ({ builder }) => builder.resume(),
  },
  {
    name: 'resume segment actions',
    every: '1 minute',
    title: { vi: 'Làm tiếp thao tác trên phân khúc', en: 'Go on with actions on segments' },
    about: {
      vi: 'Nếu máy chủ dừng giữa chừng khi đang gắn thẻ, sao chép hay xuất một phân khúc, việc đó được làm tiếp.',
      en: 'If the server stopped while it tagged, copied or exported a segment, that goes on.',
    },
    run: async ({ actions }) => actions?.resume(),
  },
  {
    name: 'resume segment histories',
    every: '1 minute',
    title: { vi: 'Làm tiếp việc dựng lại lịch sử phân khúc', en: 'Go on telling segments from history' },
    about: {
      vi: 'Nếu máy chủ dừng giữa chừng khi đang dựng lại tăng trưởng của một phân khúc từ lịch sử, việc đó được làm tiếp.',
      en: 'If the server stopped while it told the growth of a segment from history, that goes on.',
    },
    run: resumeBackfills,
  },
  {
    name: 'points in time',
    every: '1 minute',
    title: { vi: 'Ghi sổ điểm theo thời gian', en: 'Book what time does to points' },
    about: {
      vi: 'Điểm chờ thành điểm dùng được, điểm hết hạn, giữ điểm quá giờ, xét lại hạng, quà và voucher sinh nhật, nhắc điểm sắp hết hạn.',
      en: 'Points that become available or expire, reservations that run out, reviews of tiers, birthday gifts and vouchers, and warnings before expiry.',
    },
    run: bookTime,
  },
  {
    name: 'apply programme versions',
    every: '1 minute',
    title: { vi: 'Áp dụng chương trình tích điểm mới', en: 'Apply new programme versions' },
    about: {
      vi: 'Khi một phiên bản chương trình bắt đầu, điểm và hạng của mọi khách hàng được tính theo phiên bản đó.',
      en: 'When a version of the programme begins, points and tiers of every customer are brought in line with it.',
    },
    run: applyBegunVersions,
  },
  {
    name: 'check points',
    every: '1 hour',
    title: { vi: 'Kiểm tra sổ điểm', en: 'Check the books of points' },
    about: {
      vi: 'Mỗi đêm, một phần ba mươi khách hàng được tính lại điểm và hạng từ đơn hàng và bút toán; khác nhau thì báo động.',
      en: 'Each night points and tiers of a thirtieth of the customers are computed again from orders and postings; a difference raises an alarm.',
    },
    run: checkPoints,
  },
  {
    name: 'erase shops',
    every: '1 minute',
    title: { vi: 'Xóa cửa hàng đã rời đi', en: 'Erase shops that have left' },
    about: {
      vi: 'Xóa mọi dữ liệu của cửa hàng đã gỡ ứng dụng và yêu cầu xóa.',
      en: 'Everything of a shop that has left, and has asked for it, is erased.',
    },
    run: ({ store, now }) => eraseShops(store, now),
  },
  {
    name: 'drop old exports',
    every: '1 hour',
    title: { vi: 'Xóa dữ liệu xuất đã hết hạn', en: 'Drop exports that have run out' },
    about: {
      vi: 'Dữ liệu thu thập theo yêu cầu của khách chỉ giữ một tháng.',
      en: 'What was collected at a customer’s request is kept for a month only.',
    },
    run: dropOldExports,
  },
];

/** For the jobs of a process that is not told otherwise: how soon it sees that one is due, or was asked for. */
const LOOK_MS = 5000;

export interface JobsRunning {
  readonly jobs?: readonly Job[];
  readonly lookMs?: number;
  readonly lockMs?: number;
}

export async function startJobs(
  parts: JobParts,
  { jobs = JOBS, lookMs = LOOK_MS, lockMs = LOCK_MS }: JobsRunning = {},
): Promise<{ stop(): Promise<void> }> {
  const name = randomId(8);
  const agenda = new Agenda({
    name,
    backend: new MongoBackend({ mongo: parts.store.db, collection: 'jobs' }),
    processEvery: lookMs,
    defaultLockLifetime: lockMs,
  });
  agenda.on('fail', (error: Error, job: { attrs: { name: string } }) =>
    parts.logger.error({ job: job.attrs.name, code: error.message }, 'a job failed'),
  );
  await agenda.ready;
  for (const job of jobs) agenda.define(job.name, (run: AgendaRun) => runJob(job, parts, run));
  await agenda.start();
  await schedule(parts.store, jobs);
  return {
    async stop() {
      await agenda.drain(4000);
      // Of what it has locked ahead of its time, which would else wait for the lock to run out.
      await parts.store.system.jobs.updateMany(
        { lastModifiedBy: name, ...HAS_NOT_STARTED },
        { $set: { lockedAt: null } },
      );
    },
  };
}
