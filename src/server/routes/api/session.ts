import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { isoTime, Time } from './schemas.ts';

const SessionJson = z
  .object({
    token: z.string().describe('Send it as the Bearer. It lasts ten minutes; keep it in memory only.'),
    expiresAt: Time,
    next: z
      .string()
      .describe('A handoff for the next token, to be used once, within half an hour. After twelve hours no more come.'),
  })
  .meta({ id: 'Session' });

const SignIn = z
  .union([z.strictObject({ handoff: z.string().max(4096) }), z.strictObject({ apiKey: z.string().max(4096) })])
  .meta({ id: 'SignIn' });

/** `/session`: from a handoff or an API key to a short bearer. */
export function registerSession(app: App, parts: AppParts): void {
  app.post(
    '/session',
    {
      config: { public: true, isCounted: true },
      schema: {
        tags: ['session'],
        summary: 'Sign in',
        description:
          'With `handoff`: one that the plugin of a host signed, the one of a sign-in link, or the `next` of the session before. With `apiKey`: the session holds what the key holds, and ends with it.',
        body: SignIn,
        response: { 200: SessionJson },
      },
    },
    async ({ body }) => {
      const { sessions } = parts.principals;
      const session = await ('handoff' in body ? sessions.fromHandoff(body.handoff) : sessions.fromApiKey(body.apiKey));
      if (!session) throw new AppError('unauthorized', 'this does not sign anybody in, or not any more');
      return { ...session, expiresAt: isoTime(session.expiresAt) };
    },
  );
}
