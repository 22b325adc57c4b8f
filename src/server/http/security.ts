import helmet from '@fastify/helmet';
import type { App, AppParts } from '../app-parts.ts';

/**
 * Headers for answers that are data: nothing may be loaded from them and nobody may frame them. There are no cookies, and no CORS
 * headers: a browser page of another origin gets no answer to read. A page of ours sets what it needs for itself.
 */
export async function securityHeaders(app: App, { config }: AppParts): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    // A promise about the domain that browsers keep for a year: only where https is what we are reached by.
    strictTransportSecurity: config.publicUrl.startsWith('https://') && { maxAge: 31_536_000 },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** Answers about people are nobody's to keep on the way. */
export function keepOutOfCaches(app: App): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}
