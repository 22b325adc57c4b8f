import { z } from 'zod';
import { textOf } from '../../notes.ts';
import { type AuthorOf, authorsOf } from '../../queries/authors.ts';
import type { NoteDocument } from '../../store/documents.ts';
import type { ShopStore } from '../../store/index.ts';
import { AuthorJson, authorJson } from './change-json.ts';
import { isoTime, Text, Time } from './schemas.ts';

export const NoteText = Text.refine((text) => text.trim() !== '', 'must not be empty');

const NoteVersion = z
  .object({ text: z.string().nullable().describe('Null: it was deleted then.'), at: Time, author: AuthorJson })
  .meta({ id: 'NoteVersion' });

export const NoteJson = z
  .object({
    id: z.string(),
    text: z.string().nullable().describe('Null for a note that was deleted.'),
    at: Time.describe('When it was written.'),
    author: AuthorJson.describe('Who wrote it.'),
    editedAt: Time.nullable().describe('When it was last changed; null when it stands as it was written.'),
    versions: z.array(NoteVersion).describe('Every text it had, the newest first, with who wrote it and when.'),
  })
  .meta({ id: 'Note', description: 'What people at the shop wrote about a customer for each other.' });

export async function noteAuthors(scope: ShopStore, notes: readonly NoteDocument[]): Promise<AuthorOf> {
  return authorsOf(
    scope,
    notes.flatMap((note) => note.versions.map((version) => version.by)),
  );
}

export function noteJson(note: NoteDocument, authorOf: AuthorOf): z.infer<typeof NoteJson> {
  const versions = note.versions
    .map(({ text, at, by }) => ({ text, at: isoTime(at), author: authorJson(authorOf(by)) }))
    .reverse();
  const [first, last] = [note.versions[0], note.versions.at(-1)];
  return {
    id: note._id.slice(note.shop.length + 1),
    text: textOf(note),
    at: isoTime(note.at),
    author: authorJson(authorOf(first?.by ?? '')),
    editedAt: last && last.text !== first?.text ? isoTime(last.at) : null,
    versions,
  };
}
