import type { Timestamp } from 'mongodb';

/**
 * Where a change stands in the one order that all processes see: the cluster's time of its commit, and which one of that commit it is.
 * Positions compare as text. The database's own resume token would order as well, but it holds the key of a document, and the
 * last one read may be another shop's.
 */
export type Position = string;

const POSITION = /^[0-9a-f]{16}-[0-9a-f]{6}$/;

/** `index` counts from 1; 0 is before everything of that time. */
export function positionOf(time: Timestamp, index: number): Position {
  return `${hex(time.t, 8)}${hex(time.i, 8)}-${hex(index, 6)}`;
}

/** After everything of that time. */
export function endOf(time: Timestamp): Position {
  return positionOf(time, 0xffffff);
}

/** So many seconds earlier. */
export function secondsBefore(position: Position, seconds: number): Position {
  return `${hex(Math.max(0, Number.parseInt(position.slice(0, 8), 16) - seconds), 8)}${hex(0, 8)}-${hex(0, 6)}`;
}

export function isPosition(text: string): text is Position {
  return POSITION.test(text);
}

/** Numbers changes as they are read. Every process reads the same ones, so they agree about each one's position. */
export class Positions {
  #time = '';
  #index = 0;

  next(time: Timestamp): Position {
    const text = positionOf(time, 0);
    this.#index = text === this.#time ? this.#index + 1 : 1;
    this.#time = text;
    return positionOf(time, this.#index);
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
