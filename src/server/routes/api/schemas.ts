import { z } from 'zod';
import { type DayNumber, formatInstant, type Instant, parseDay, parseInstant } from '../../../model.ts';
import { LIST_LIMIT_MAX } from './limits.ts';

/** The pieces of which the schemas of the API are built. Absent values are null, so that every answer has every field. */

export const Time = z
  .string()
  .meta({ format: 'date-time', description: 'ISO 8601 in UTC.', example: '2026-11-22T05:00:00.000Z' });

export const isoTime = (instant: Instant): string => formatInstant(instant);
export const isoTimeOrNull = (instant: Instant | null | undefined): string | null =>
  instant === null || instant === undefined ? null : formatInstant(instant);

/** A time in a request: with a zone, so that it means one instant. */
export const GivenTime = z
  .string()
  .max(64)
  .transform((text, context): Instant => {
    const instant = parseInstant(text);
    if (instant !== null) return instant;
    context.addIssue('not a time with its zone, such as 2026-11-22T05:00:00Z');
    return z.NEVER;
  })
  .meta({ format: 'date-time', description: 'ISO 8601 with its zone.' });

/** A day of the shop's calendar in a request. */
export const GivenDay = z
  .string()
  .max(10)
  .transform((text, context): DayNumber => {
    const day = parseDay(text);
    if (day !== null) return day;
    context.addIssue('not a day such as 2026-03-31');
    return z.NEVER;
  })
  .meta({ format: 'date' });

/** Text of people: no control characters and no halves of surrogate pairs, which could not be stored as they came. */
export const Text = z
  .string()
  .max(4000)
  .refine((text) => text.isWellFormed() && !/[^\P{Cc}\n\t\r]/u.test(text), 'must not contain control characters');
export const ShortText = Text.max(200);
export const Words = z
  .object({ vi: z.string(), en: z.string() })
  .meta({ id: 'Words', description: 'For people, in both languages.' });
export const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const PageQuery = z.object({
  cursor: z.string().max(1000).optional().describe('`nextCursor` of the page before; leave it out for the first.'),
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT_MAX).default(50).describe('How many at most.'),
});

export const NextCursor = z.string().nullable().describe('Pass it as `cursor` for the next page; null on the last.');

export const IdParams = z.object({ id: z.string().max(200) });

export const Minor = z
  .int()
  .describe('Whole number of the currency’s smallest unit: 525,000 đ is 525000, 5.25 USD is 525.');
export const Currency = z.string().describe('ISO 4217.');
