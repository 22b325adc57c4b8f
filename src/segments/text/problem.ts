import type { Text } from '../form.ts';
import type { Span } from './phrase.ts';

/** What is wrong, where, and what to do about it. */
export interface TextProblem extends Span {
  readonly message: Text;
  /** What could stand there instead. */
  readonly expected?: readonly string[];
  /** Of the table of errors. */
  readonly code: 'invalid' | 'segment_empty' | 'segment_too_complex';
}

export function problem(at: Span, vi: string, en: string, expected: readonly string[] = []): TextProblem {
  const where = { from: at.from, to: at.to, message: { vi, en }, code: 'invalid' } as const;
  return expected.length === 0 ? where : { ...where, expected };
}

/** Typed text in a message: short, and in quotes. */
export function shown(text: string): string {
  return `“${text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text}”`;
}

const SHOWN_MAX = 40;

/** The first few of many, for a message. */
export function some(words: readonly string[], many: number = FEW): string {
  const few = words.slice(0, many).join(', ');
  return words.length > many ? `${few}, …` : few;
}

const FEW = 8;
