import type { Answer } from '../../../api/client.ts';

export type Job = Answer<'/api/v1/jobs'>['items'][number];

const NAMES = [
  'segments at midnight',
  'finish rebuilds',
  'resume segment builds',
  'drop old exports',
  'rebuild',
  'segment build',
] as const;

type Underscored<Text extends string> = Text extends `${infer A} ${infer B}` ? `${A}_${Underscored<B>}` : Text;
export type JobText = Underscored<(typeof NAMES)[number]>;

/** Null for a job that we have no words for: it goes by its own name. */
export function jobText(name: string): JobText | null {
  return NAMES.some((known) => known === name) ? (name.replaceAll(' ', '_') as JobText) : null;
}

/** What was done once and is over is not waiting for anything. */
export function stateOf({ state, every, lastRunAt, tookMs }: Job): Job['state'] | 'finished' {
  return state === 'waiting' && every === null && lastRunAt !== null && tookMs !== null ? 'finished' : state;
}

export const STATE_COLOURS: Readonly<Record<ReturnType<typeof stateOf>, string>> = {
  waiting: 'gray',
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
