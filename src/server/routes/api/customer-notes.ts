import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../../app-parts.ts';
import { addNote, editNote } from '../../notes.ts';
import { findCustomer } from '../../queries/customer.ts';
import { notesPage } from '../../queries/notes-page.ts';
import type { NoteDocument } from '../../store/documents.ts';
import { NoteJson, NoteText, noteAuthors, noteJson } from './note-json.ts';
import { Flag, IdParams, NextCursor, PageQuery } from './schemas.ts';

const tags = ['customers'];
const write = { scope: 'customers:write' } as const;
const NoteParams = IdParams.extend({ note: z.string().max(40) });
const GivenNote = z.strictObject({ text: NoteText }).meta({ id: 'NoteGiven' });

/** `/customers/:id/notes`: what people at the shop write about a customer for each other (V17). */
export function registerCustomerNotes(app: App, parts: AppParts): void {
  app.get(
    '/customers/:id/notes',
    {
      config: { scope: 'customers:read' },
      schema: {
        tags,
        summary: 'Notes about a customer, newest first',
        params: IdParams,
        querystring: PageQuery.extend({ deleted: Flag.optional().describe('Deleted ones too.') }),
        response: { 200: z.object({ items: z.array(NoteJson), nextCursor: NextCursor }).meta({ id: 'NotesPage' }) },
      },
    },
    async (request) => {
      const { scope, query } = request;
      const { customer } = await findCustomer(scope, request.params.id);
      const { items, nextCursor } = await notesPage(scope, customer._id, { ...query, deleted: query.deleted ?? false });
      const authorOf = await noteAuthors(scope, items);
      return { items: items.map((note) => noteJson(note, authorOf)), nextCursor };
    },
  );

  app.post(
    '/customers/:id/notes',
    {
      config: write,
      schema: { tags, summary: 'Add a note', params: IdParams, body: GivenNote, response: { 201: NoteJson } },
    },
    async (request, reply) => {
      const { scope, params, body, actor } = request;
      const note = await addNote(parts, scope.shop, params.id, body.text, actor);
      return reply.code(201).send(await answer(request, note));
    },
  );

  app.patch(
    '/customers/:id/notes/:note',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a note',
        description: 'What it said before stays in its `versions`. A note that was deleted comes back with this text.',
        params: NoteParams,
        body: GivenNote,
        response: { 200: NoteJson },
      },
    },
    async (request) => {
      const { scope, params, body, actor } = request;
      return answer(request, await editNote(parts, scope.shop, params.id, params.note, body.text, actor));
    },
  );

  app.delete(
    '/customers/:id/notes/:note',
    {
      config: write,
      schema: {
        tags,
        summary: 'Delete a note',
        description: 'It is not shown any more; what it said stays in its `versions` until the person is erased.',
        params: NoteParams,
        response: { 200: NoteJson },
      },
    },
    async (request) => {
      const { scope, params, actor } = request;
      return answer(request, await editNote(parts, scope.shop, params.id, params.note, null, actor));
    },
  );
}

async function answer({ scope }: FastifyRequest, note: NoteDocument): Promise<z.infer<typeof NoteJson>> {
  return noteJson(note, await noteAuthors(scope, [note]));
}
