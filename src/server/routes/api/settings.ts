import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import {
  ATTRIBUTE_TYPES,
  ATTRIBUTES_MAX,
  type AttributeDefinition,
  cleanText,
  currencyDigits,
  isAttributeName,
  isTimeZone,
  LOCALES,
  localeOf,
  normaliseEmail,
  normalisePhone,
  type Shop,
  type ShopSettings,
} from '../../../model.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { recordAudit } from '../../audit.ts';
import { canonicalJson } from '../../ingest/context.ts';
import { rebuildDerived, requestRebuild } from '../../rebuild.ts';
import { Currency, isoTime, isoTimeOrNull, ShortText, Time } from './schemas.ts';

const tags = ['settings'];

const Spend = z
  .object({ includeTax: z.boolean(), includeShipping: z.boolean() })
  .meta({ id: 'SpendSettings', description: 'What spend adds to goods after discounts and refunds.' });
const Rates = z
  .record(z.string(), z.string())
  .describe(
    'Units of the shop’s currency for one unit of another, as decimal text: `{"USD": "25400"}`. Orders keep the rate they came with.',
  );
const Contacts = z
  .array(z.string())
  .describe('Phones and e-mails that belong to nobody (a counter’s own number): they identify no one from then on.');

export const Attribute = z
  .strictObject({
    name: z.string().refine(isAttributeName, 'not a name such as shoe_size: a-z, 0-9 and _, at most 40'),
    label: ShortText.refine((label) => cleanText(label) !== null, 'give a label'),
    type: z.enum(ATTRIBUTE_TYPES),
  })
  .meta({
    id: 'AttributeDefinition',
    description:
      'What the shop keeps about its customers besides: `text`, `number`, `boolean`, `day` (2026-11-22) or `texts`. Name and type stay as they were first given.',
  });

const SettingsJson = z
  .object({
    name: z.string(),
    currency: Currency,
    timeZone: z.string().describe('IANA zone. Every day, window and birthday is in it.'),
    countryCode: z.string().describe('ISO 3166: how national phone numbers are read.'),
    locale: z.enum(LOCALES).describe('Language of the admin. Until it is set: `vi` in Vietnam, else `en`.'),
    spend: Spend,
    exchangeRates: Rates,
    sharedContacts: Contacts,
    attributes: z.array(Attribute),
    createdAt: Time,
  })
  .meta({ id: 'Settings' });

const SettingsEdit = z
  .strictObject({
    name: ShortText.optional(),
    timeZone: z.string().max(64).refine(isTimeZone, 'not an IANA time zone such as Asia/Ho_Chi_Minh').optional(),
    locale: z.enum(LOCALES).optional(),
    spend: z.strictObject({ includeTax: z.boolean().optional(), includeShipping: z.boolean().optional() }).optional(),
    exchangeRates: z
      .record(
        z.string().refine((code) => currencyDigits(code) !== null, 'not an ISO 4217 code'),
        z
          .string()
          .regex(/^\d{1,12}(\.\d{1,12})?$/, 'not a decimal such as 25400')
          .refine((rate) => Number(rate) > 0, 'must be above zero'),
      )
      .optional()
      .describe('Replaces all rates.'),
    sharedContacts: z.array(ShortText).max(1000).optional().describe('Replaces all.'),
    attributes: z
      .array(Attribute)
      .max(ATTRIBUTES_MAX)
      .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'a name stands twice')
      .optional()
      .describe('Replaces all. Values of one that is left out are kept, and shown again with it.'),
  })
  .meta({
    id: 'SettingsEdit',
    description:
      'Fields that are left out stay. Another time zone, or another meaning of spend, computes every figure again: see `/settings/rebuild`.',
  });

const RebuildJson = z
  .object({
    state: z.enum(['none', 'running', 'done']),
    phase: z.enum(['orders', 'customers']).nullable(),
    done: z.int().describe('Documents of this phase.'),
    total: z.int().describe('About so many in this phase.'),
    requestedAt: Time.nullable(),
    finishedAt: Time.nullable(),
  })
  .meta({ id: 'Rebuild', description: 'Facts, figures and memberships computed again after a change of settings.' });

/** `/settings`: what the shop's figures mean. */
export function registerSettings(app: App, parts: AppParts): void {
  app.get(
    '/settings',
    {
      config: { scope: 'settings:read' },
      schema: { tags, summary: 'The shop’s settings', response: { 200: SettingsJson } },
    },
    async (request) => settingsJson(await currentShop(parts, request)),
  );

  app.patch(
    '/settings',
    {
      config: { scope: 'settings:write' },
      schema: { tags, summary: 'Change settings', body: SettingsEdit, response: { 200: SettingsJson } },
    },
    async (request) => {
      const { scope, actor, body } = request;
      const before = await currentShop(parts, request);
      const after = edited(before, body);
      const isOther = (part: (shop: Shop) => unknown) => canonicalJson(part(before)) !== canonicalJson(part(after));
      const changed = FIELDS.filter(([, part]) => isOther(part)).map(([name]) => name);
      if (changed.length > 0) {
        const { name, timeZone, locale, settings } = after;
        const set = { name, timeZone, settings, ...(locale === undefined ? {} : { locale }) };
        await parts.store.system.shops.updateOne({ _id: scope.shop }, { $set: set });
        parts.states.forget(scope.shop);
        await recordAudit(scope, {
          at: parts.now(),
          actor,
          action: 'settings.changed',
          target: 'settings',
          details: { fields: changed },
        });
      }
      if (changed.some((name) => name === 'timeZone' || name === 'spend')) {
        await requestRebuild(parts.store, scope.shop, parts.now());
        // Goes on by itself; a process that dies before it ends leaves it to the next (`resumeRebuilds`).
        rebuildDerived(parts, scope.shop).catch((error: unknown) =>
          parts.logger.error(
            { shop: scope.shop, code: (error as Error).name },
            'a rebuild stopped; it is taken up again',
          ),
        );
      }
      return settingsJson(after);
    },
  );

  app.get(
    '/settings/rebuild',
    {
      config: { scope: 'settings:read' },
      schema: { tags, summary: 'How far a rebuild has come', response: { 200: RebuildJson } },
    },
    async (request) => rebuildJson((await currentShop(parts, request)).rebuild),
  );
}

/** What an audit entry calls a change. */
const FIELDS: readonly (readonly [string, (shop: Shop) => unknown])[] = [
  ['name', (shop) => shop.name],
  ['timeZone', (shop) => shop.timeZone],
  ['locale', (shop) => localeOf(shop)],
  ['spend', (shop) => shop.settings.spend],
  ['exchangeRates', (shop) => shop.settings.exchangeRates],
  ['sharedContacts', (shop) => shop.settings.sharedContacts],
  ['attributes', (shop) => shop.settings.attributes ?? []],
];

/** Past the short memory of `shopState`: who has just changed settings reads them. */
async function currentShop(parts: AppParts, request: Pick<FastifyRequest, 'scope'>): Promise<Shop> {
  const shop = await parts.store.system.shops.findOne({ _id: request.scope.shop });
  if (!shop) throw new AppError('unauthorized', 'this shop is no more');
  return shop;
}

function edited(shop: Shop, edit: z.infer<typeof SettingsEdit>): Shop {
  const name = edit.name === undefined ? shop.name : cleanText(edit.name);
  if (name === null) throw new AppError('invalid', 'name: give 1 to 200 characters');
  const { spend } = shop.settings;
  const settings: ShopSettings = {
    spend: {
      includeTax: edit.spend?.includeTax ?? spend.includeTax,
      includeShipping: edit.spend?.includeShipping ?? spend.includeShipping,
    },
    exchangeRates: edit.exchangeRates ?? shop.settings.exchangeRates,
    sharedContacts:
      edit.sharedContacts === undefined
        ? shop.settings.sharedContacts
        : [...new Set(edit.sharedContacts.map((text) => contact(text, shop.countryCode)))].sort(),
    ...attributesAfter(shop, edit.attributes),
  };
  const locale = edit.locale === undefined ? {} : { locale: edit.locale };
  return { ...shop, ...locale, name, timeZone: edit.timeZone ?? shop.timeZone, settings };
}

/** A type stays, because customers have values of it. */
function attributesAfter(
  { settings }: Shop,
  given: AttributeDefinition[] | undefined,
): Pick<ShopSettings, 'attributes'> {
  const before = settings.attributes ?? [];
  const changed = given?.find(({ name, type }) => before.some((one) => one.name === name && one.type !== type));
  if (changed)
    throw new AppError('invalid', `attributes: ${changed.name} has another type; take another name for the new one`);
  const attributes = given?.map((one) => ({ ...one, label: cleanText(one.label) ?? '' })) ?? before;
  return attributes.length === 0 ? {} : { attributes };
}

/** As identities are compared. */
function contact(text: string, countryCode: string): string {
  const read = normalisePhone(text, countryCode) ?? normaliseEmail(text);
  if (read === null)
    throw new AppError('invalid', 'sharedContacts: one of them is neither a phone number nor an e-mail address');
  return read;
}

function settingsJson(shop: Shop): z.infer<typeof SettingsJson> {
  const { name, currency, timeZone, countryCode, settings, createdAt } = shop;
  return {
    name,
    currency,
    timeZone,
    countryCode,
    locale: localeOf(shop),
    spend: settings.spend,
    exchangeRates: { ...settings.exchangeRates },
    sharedContacts: [...settings.sharedContacts],
    attributes: [...(settings.attributes ?? [])],
    createdAt: isoTime(createdAt),
  };
}

function rebuildJson(rebuild: Shop['rebuild']): z.infer<typeof RebuildJson> {
  if (!rebuild) return { state: 'none', phase: null, done: 0, total: 0, requestedAt: null, finishedAt: null };
  const { state, phase, done, total, requestedAt, finishedAt } = rebuild;
  return { state, phase, done, total, requestedAt: isoTime(requestedAt), finishedAt: isoTimeOrNull(finishedAt) };
}
