import { z } from 'zod';
import type { Author } from '../../queries/authors.ts';
import { deliveryIdOf } from '../../queries/deliveries-page.ts';
import type { ChangeCause, ChangeDocument } from '../../store/documents.ts';
import { isoTime, Time } from './schemas.ts';

export const CauseJson = z
  .object({
    kind: z.enum(['delivery', 'api', 'staff', 'job']),
    id: z.string().describe('Id of the delivery, or who or what it was.'),
  })
  .meta({ id: 'Cause', description: 'Who or what changed something.' });

export const AuthorJson = z
  .object({
    kind: z.enum(['staff', 'key', 'host', 'job', 'system']),
    id: z.string().describe('Of staff and keys their id, of a host the delivery that told us.'),
    name: z
      .string()
      .nullable()
      .describe('Of a person or key as they are called, of a host its domain; null: not known.'),
    connection: z.string().nullable(),
    platform: z.string().nullable(),
  })
  .meta({ id: 'Author', description: 'Who or what changed something, with a name for people to read.' });

export const ChangeJson = z
  .object({
    field: z
      .string()
      .describe('`name`, `phone` …; `name:order` is what an order said; `tags:<source>` are one source’s tags.'),
    value: z.unknown().describe('What it was from then on; null for none, and after an erasure.'),
    at: Time.describe('When it was true from.'),
    recordedAt: Time.describe('When we heard of it.'),
    cause: CauseJson,
  })
  .meta({ id: 'Change' });

export function changeJson(change: ChangeDocument): z.infer<typeof ChangeJson> {
  const { field, value, at, recordedAt, cause } = change;
  return {
    field,
    value: field === 'merged' && typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : value,
    at: isoTime(at),
    recordedAt: isoTime(recordedAt),
    cause: causeJson(cause),
  };
}

export function causeJson({ kind, id }: ChangeCause): z.infer<typeof CauseJson> {
  return { kind, id: kind === 'delivery' ? deliveryIdOf(id) : id };
}

export function authorJson({ kind, id, name, connection, platform }: Author): z.infer<typeof AuthorJson> {
  return { kind, id, name, connection, platform };
}
