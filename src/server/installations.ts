import type { Platform } from '../adapters/adapter.ts';
import { adapterOf } from '../adapters/index.ts';
import { AppError } from '../errors.ts';
import type { DemoOrigin, InstallationId, Instant, Shop, ShopId } from '../model.ts';
import { currencyDigits, DEFAULT_SETTINGS, FACTS_SHAPE, isTimeZone } from '../model.ts';
import type { IngestContext } from './ingest/context.ts';
import { randomId } from './random.ts';
import { newSecret, type SecretBox } from './secrets.ts';
import type { InstallationDocument } from './store/documents.ts';
import type { ShopStore, Store } from './store/index.ts';

export interface NewShop {
  readonly platform: Platform;
  readonly domain: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly countryCode?: string;
  readonly name?: string;
  /** The host's webhook secret; without it one is made, to be given to the host. */
  readonly secret?: string;
  /** Client id of the app at the host, where the admin's ID tokens are meant for that (Shopify); without it SHOPIFY_API_KEY. */
  readonly clientId?: string;
  /** Ids of the caller's choosing, for the demo shop and for tests. */
  readonly id?: ShopId;
  readonly installationId?: InstallationId;
  /** Marks a demo shop from the moment it is there. */
  readonly demo?: DemoOrigin;
}

/** A shop with its first connection. */
export async function addShop(
  store: Store,
  box: SecretBox,
  given: NewShop,
  now: Instant,
): Promise<{ shop: Shop; installation: InstallationDocument; secret: string }> {
  if (currencyDigits(given.currency) === null)
    throw new AppError('invalid', `"${given.currency}" is not an ISO 4217 currency code such as VND`);
  if (!isTimeZone(given.timeZone))
    throw new AppError('invalid', `"${given.timeZone}" is not an IANA time zone such as Asia/Ho_Chi_Minh`);
  const countryCode = given.countryCode ?? countryOf(given.timeZone, given.currency);
  if (!/^[A-Z]{2}$/.test(countryCode))
    throw new AppError('invalid', `"${countryCode}" is not an ISO 3166 country code such as VN`);
  const shop: Shop = {
    _id: given.id ?? (randomId(6) as ShopId),
    name: given.name ?? given.domain,
    currency: given.currency,
    timeZone: given.timeZone,
    countryCode,
    settings: DEFAULT_SETTINGS,
    createdAt: now,
    factsShape: FACTS_SHAPE,
    ...(given.demo === undefined ? {} : { demo: given.demo }),
  };
  await checkDomainFree(store, given.platform, normaliseDomain(given.domain));
  await store.system.shops.insertOne(shop);
  const connected = await connect(store, box, shop._id, given, now);
  return { shop, ...connected };
}

/** A further connection of a shop: its tills beside its web store. */
export async function connect(
  store: Store,
  box: SecretBox,
  shop: ShopId,
  given: Pick<NewShop, 'platform' | 'domain' | 'secret' | 'clientId' | 'installationId'>,
  now: Instant,
): Promise<{ installation: InstallationDocument; secret: string }> {
  if (!adapterOf(given.platform)) throw new AppError('invalid', `"${given.platform}" is not a platform`);
  const domain = normaliseDomain(given.domain);
  if (domain === '')
    throw new AppError('invalid', 'a connection needs the domain (or the id) by which the host knows the shop');
  await checkDomainFree(store, given.platform, domain);
  const id = given.installationId ?? (randomId(4) as InstallationId);
  const secret = given.secret ?? newSecret();
  if (secret.length < 8) throw new AppError('invalid', 'a webhook secret has at least 8 characters');
  const installation: InstallationDocument = {
    _id: id,
    shop,
    platform: given.platform,
    domain,
    ...(given.clientId === undefined ? {} : { clientId: given.clientId }),
    secrets: [box.seal(secret, id)],
    state: 'active',
    installedAt: now,
  };
  await store.system.installations.insertOne(installation);
  return { installation, secret };
}

/** A new webhook secret. The one before stays valid, because the host signs with it until it has been told. */
export async function rotateSecret(
  store: Store,
  box: SecretBox,
  installation: InstallationDocument,
  given?: string,
): Promise<string> {
  const secret = given ?? newSecret();
  if (secret.length < 8) throw new AppError('invalid', 'a webhook secret has at least 8 characters');
  const secrets = [box.seal(secret, installation._id), ...installation.secrets.slice(0, 1)];
  await store.system.installations.updateOne({ _id: installation._id }, { $set: { secrets } });
  return secret;
}

/** The host says that we were removed. It may say so after a reinstall: then it is old news (hosts.md §0 rule 8). */
export async function forgetInstallation(scope: ShopStore, context: IngestContext, at: Instant | null): Promise<void> {
  const when = at ?? context.receivedAt;
  await scope.installations.updateOne(
    { _id: context.installation, installedAt: { $lte: when } },
    { $set: { state: 'uninstalled', uninstalledAt: when } },
  );
}

export function normaliseDomain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
}

async function checkDomainFree(store: Store, platform: Platform, domain: string): Promise<void> {
  const taken = await store.system.installations.findOne({ platform, domain }, { projection: { _id: 1 } });
  if (taken) throw new AppError('name_taken', `${platform} shop "${domain}" is connected already`);
}

/** Our first users are Vietnamese; anybody else names their country, or phone numbers need their +. */
function countryOf(timeZone: string, currency: string): string {
  return timeZone === 'Asia/Ho_Chi_Minh' || timeZone === 'Asia/Saigon' || currency === 'VND' ? 'VN' : 'ZZ';
}
