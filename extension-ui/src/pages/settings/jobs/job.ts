import type { Answer } from '../../../api/client.ts';

export type Job = Answer<'/api/v1/jobs'>['items'][number];
export type JobRun = Answer<'/api/v1/jobs/{name}/runs'>['items'][number];

/** What was done once and is over is not waiting for anything. */
export function stateOf({ state, every, lastRunAt, tookMs }: Job): Job['state'] | 'finished' {
  return state === 'waiting' && every === null && lastRunAt !== null && tookMs !== null ? 'finished' : state;
}

export const STATE_COLOURS: Readonly<Record<ReturnType<typeof stateOf>, string>> = {
  waiting: 'gray',
  queued: 'blue',
  running: 'blue',
  failed: 'red',
  late: 'orange',
  finished: 'glaze',
};

/** `1 minute` as Agenda writes it. Null for what is no such thing. */
export function intervalOf(every: string): { unit: 'minutes' | 'hours' | 'days'; count: number } | null {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(every) ?? [];
  return unit === undefined ? null : { unit: `${unit as 'minute' | 'hour' | 'day'}s`, count: Number(count) };
}
