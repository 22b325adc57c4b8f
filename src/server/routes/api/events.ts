import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { bearerOf } from '../../http/auth.ts';
import type { LiveClient } from '../../live/client.ts';
import { LIVE_EVENTS, LiveEvent, type LiveName, readable } from '../../live/events.ts';

/** Who is removed from the staff, whose key is revoked and whose session runs out hears nothing more after this time. */
const RECHECK_MS = 5000;

const names = Object.keys(LIVE_EVENTS) as LiveName[];
const DESCRIPTION = `
Server-sent events. Each names what has changed and not how: ask for it again. One may come twice.

- Only what the principal may read is sent: ${names.map((name) => `\`${name}\` (\`${LIVE_EVENTS[name].scope}\`)`).join(', ')}.
- Every message has an \`id:\`. Open the stream again with the last one as \`Last-Event-ID\`, and nothing is missed. Where that is not possible any more, and where more
  happens than is told one by one, a \`reset\` comes: ask for everything that you show.
- Something is sent at least every 15 seconds, if only a comment with the present \`id:\`. After 40 seconds of silence the connection is dead.
- The stream ends with the token's validity or rights, and when the server stops: open it again with a fresh token.
- Without \`Last-Event-ID\` it begins a few seconds ago, so that nothing falls between it and what was asked for while it opened.
`;

/** `/events`: what happens in the shop, while it happens. */
export function registerEvents(app: App, { live, principals }: AppParts): void {
  const open = new Set<LiveClient>();
  let isClosing = false;
  // The server waits for requests that are not finished, and these never would be.
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const client of open) client.finish();
  });

  app.get(
    '/events',
    {
      config: { everyone: true, isStream: true },
      exposeHeadRoute: false,
      schema: {
        tags: ['events'],
        summary: 'What happens in the shop',
        description: DESCRIPTION.trim(),
        headers: z.object({ 'last-event-id': z.string().optional().describe('The last `id:` that was heard.') }),
        response: {
          200: {
            description: 'Messages, without end.',
            content: { 'text/event-stream': { schema: LiveEvent } },
          },
        },
      },
    },
    async (request, reply) => {
      const { principal } = request;
      const client = await live.subscribe({
        shop: principal.store.shop,
        names: readable(principal.scopes),
        lastId: request.headers['last-event-id'],
      });
      if (isClosing) {
        client.destroy();
        throw new AppError('shutting_down', 'the server is being stopped');
      }
      open.add(client);
      const recheck = async () => {
        const now = await principals.read(bearerOf(request));
        if (String(now?.scopes) !== String(principal.scopes)) client.finish();
      };
      // While the database is away nobody can be asked about, and nothing is told either.
      const rechecking = setInterval(() => void recheck().catch(() => undefined), RECHECK_MS);
      client.once('close', () => {
        clearInterval(rechecking);
        open.delete(client);
      });
      return reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store, no-transform')
        .header('x-accel-buffering', 'no') // nginx would gather it
        .header('connection', 'close') // so that a server that stops need not wait whether another request comes on it
        .send(client as never); // a stream is not typed by what it says
    },
  );
}
