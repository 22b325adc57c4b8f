import { z } from 'zod';
import { LOCALES, localeOf } from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { type Principal, scopesOf } from '../../principal.ts';
import { PREFERENCE_BYTES, PREFERENCES_MAX, preferencesOf, setPreference } from '../../staff/preferences.ts';
import { ROLE_NAMES } from '../../staff/roles.ts';
import { PLATFORMS } from './delivery-json.ts';
import { Currency } from './schemas.ts';
import { Attribute } from './settings.ts';

const tags = ['session'];
const config = { everyone: true } as const;

const PrincipalJson = z
  .object({
    kind: z.enum(['key', 'staff']),
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLE_NAMES).nullable().describe('Null for an API key.'),
    scopes: z.array(z.string()).describe('Everything it may do, with `*` written out.'),
  })
  .meta({ id: 'Principal' });
const ShopJson = z
  .object({
    id: z.string(),
    name: z.string(),
    currency: Currency,
    timeZone: z.string().describe('IANA zone.'),
    countryCode: z.string().describe('ISO 3166.'),
    locale: z.enum(LOCALES),
    attributes: z.array(Attribute).describe('What its customers have besides, with the names that people see.'),
  })
  .meta({ id: 'OwnShop' });
const HostJson = z
  .object({ connection: z.string(), platform: z.enum(PLATFORMS), domain: z.string() })
  .meta({ id: 'OwnHost', description: 'The host through which a staff member came.' });
const Me = z
  .object({
    principal: PrincipalJson,
    shop: ShopJson,
    host: HostJson.nullable().describe('Null for an API key, and for staff without an embedding host.'),
    preferences: z.record(z.string(), z.unknown()).describe('By name, as they were put.'),
  })
  .meta({ id: 'Me' });

const PreferenceName = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'a-z, 0-9 and - from a letter on'),
});

/** `/me`: who asks, for which shop, and how they have arranged things. */
export function registerMe(app: App, parts: AppParts): void {
  app.get('/me', { config, schema: { tags, summary: 'Who asks', response: { 200: Me } } }, async (request) => {
    const { principal } = request;
    const { shop } = await request.shopState();
    const { _id: id, name, currency, timeZone, countryCode, settings } = shop;
    const attributes = [...(settings.attributes ?? [])];
    return {
      principal: {
        kind: principal.kind,
        id: principal.id,
        name: principal.name,
        role: principal.role,
        scopes: scopesOf(principal),
      },
      shop: { id, name, currency, timeZone, countryCode, locale: localeOf(shop), attributes },
      host: await hostOf(principal),
      preferences: await preferencesOf(principal),
    };
  });

  app.put(
    '/me/preferences/:name',
    {
      config,
      bodyLimit: PREFERENCE_BYTES,
      schema: {
        tags,
        summary: 'Keep a preference',
        description: `Any JSON of at most ${PREFERENCE_BYTES} bytes, up to ${PREFERENCES_MAX} names; null takes it away. Kept for whoever asks and seen by nobody else.`,
        params: PreferenceName,
        body: z.unknown(),
        response: { 204: z.null().describe('Kept.') },
      },
    },
    async (request, reply) => {
      await request.shopState(); // nothing is written for a shop that is no more
      await setPreference(request.principal, request.params.name, request.body ?? null, parts.now());
      return reply.code(204).send(null);
    },
  );
}

async function hostOf({ store, connection }: Principal): Promise<z.infer<typeof HostJson> | null> {
  const found = connection && (await store.installations.findOne({ _id: connection }));
  return found ? { connection: found._id, platform: found.platform, domain: found.domain } : null;
}
