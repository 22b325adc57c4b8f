/** The text form of definitions: `orders >= 5 and spent in last_90_days >= 1500000 and not tag = "VIP"`. Pure, as all of segments is. */
export { type Completion, type Completions, completionsAt } from './complete.ts';
export { parseText, TEXT_MAX, type TextResult } from './parse.ts';
export { printText } from './print.ts';
export type { TextProblem } from './problem.ts';
export { textReference } from './reference.ts';
export type { Resolve } from './value.ts';
