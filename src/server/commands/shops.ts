import type { Platform } from '../../adapters/adapter.ts';
import { adapters } from '../../adapters/index.ts';
import { AppError } from '../../errors.ts';
import { createApiKey } from '../api-keys.ts';
import { addShop, connect, rotateSecret } from '../installations.ts';
import type { InstallationDocument } from '../store/documents.ts';
import { answer, type Command, findShop, readOptions, type Workplace, withDatabase } from './command.ts';

const USAGE = `crm shops add --platform <${adapters.map((adapter) => adapter.platform).join('|')}> --domain <d> --currency VND --time-zone Asia/Ho_Chi_Minh
        [--country VN] [--name <n>] [--secret <webhook secret>] [--client-id <of a Shopify app of its own>]
      crm shops add --platform <p> --domain <d> --shop <id>   (a further connection of a shop)
      crm shops list
      crm shops rotate --platform <p> --domain <d> [--secret <webhook secret>]`;

export const shops: Command = {
  name: 'shops',
  usage: USAGE,
  about: 'Shops and their connections to host platforms. Secrets and keys are shown once.',
  async run([action, ...rest]) {
    const actions = { add, list, rotate } as const;
    if (action !== 'add' && action !== 'list' && action !== 'rotate')
      throw new AppError('bad_request', `crm shops add, list or rotate; not "${action ?? ''}"`);
    const { values } = readOptions(rest, {
      platform: { type: 'string' },
      domain: { type: 'string' },
      currency: { type: 'string' },
      'time-zone': { type: 'string' },
      country: { type: 'string' },
      name: { type: 'string' },
      secret: { type: 'string' },
      'client-id': { type: 'string' },
      shop: { type: 'string' },
    });
    return withDatabase((place) => actions[action](place, values));
  },
};

type Values = Readonly<
  Partial<
    Record<
      'platform' | 'domain' | 'currency' | 'time-zone' | 'country' | 'name' | 'secret' | 'client-id' | 'shop',
      string
    >
  >
> & { readonly json: boolean };

async function add(place: Workplace, values: Values): Promise<number> {
  const { store } = place.database;
  const platform = platformOf(values);
  const domain = required(values, 'domain');
  const app = {
    ...(values.secret === undefined ? {} : { secret: values.secret }),
    ...(values['client-id'] === undefined ? {} : { clientId: values['client-id'] }),
  };
  if (values.shop !== undefined) {
    const shop = await findShop(place, values.shop);
    const made = await connect(store, place.box, shop._id, { platform, domain, ...app }, Date.now());
    return show(values, {
      shopId: shop._id,
      installationId: made.installation._id,
      webhookUrl: webhookUrl(place, made.installation),
      webhookSecret: made.secret,
    });
  }
  const made = await addShop(
    store,
    place.box,
    {
      platform,
      domain,
      currency: required(values, 'currency'),
      timeZone: required(values, 'time-zone'),
      ...(values.country === undefined ? {} : { countryCode: values.country }),
      ...(values.name === undefined ? {} : { name: values.name }),
      ...app,
    },
    Date.now(),
  );
  const { key } = await createApiKey(
    store.forShop(made.shop._id),
    { name: 'crm shops add', scopes: ['*'] },
    Date.now(),
  );
  return show(values, {
    shopId: made.shop._id,
    apiKey: key,
    installationId: made.installation._id,
    webhookUrl: webhookUrl(place, made.installation),
    webhookSecret: made.secret,
  });
}

async function list(place: Workplace, values: Values): Promise<number> {
  const { system } = place.database.store;
  const found = [];
  for await (const shop of system.shops.find().sort({ createdAt: 1 })) {
    const connections = await system.installations.find({ shop: shop._id }).toArray();
    found.push({
      shopId: shop._id,
      name: shop.name,
      currency: shop.currency,
      timeZone: shop.timeZone,
      connections: connections.map((one) => ({
        installationId: one._id,
        platform: one.platform,
        domain: one.domain,
        state: one.state,
        webhookUrl: webhookUrl(place, one),
      })),
    });
  }
  const lines = found.flatMap((shop) => [
    `${shop.shopId}  ${shop.name}  ${shop.currency}  ${shop.timeZone}`,
    ...shop.connections.map((one) => `        ${one.platform} ${one.domain} (${one.state})  ${one.webhookUrl}`),
  ]);
  answer(values.json, found, lines.length === 0 ? ['no shops yet'] : lines);
  return 0;
}

async function rotate(place: Workplace, values: Values): Promise<number> {
  const [platform, domain] = [platformOf(values), required(values, 'domain')];
  const installation = await place.database.store.system.installations.findOne({
    platform,
    domain: domain.toLowerCase(),
  });
  if (!installation) throw new AppError('shop_unknown', `there is no ${platform} connection "${domain}"`);
  const webhookSecret = await rotateSecret(place.database.store, place.box, installation, values.secret);
  return show(values, {
    shopId: installation.shop,
    installationId: installation._id,
    webhookUrl: webhookUrl(place, installation),
    webhookSecret,
  });
}

/** The address names the connection, so that hosts which do not say whose a delivery is can use it too. */
function webhookUrl({ config }: Workplace, installation: InstallationDocument): string {
  return `${config.publicUrl ?? `http://localhost:${config.port}`}/webhooks/${installation.platform}/${installation._id}`;
}

function platformOf(values: Values): Platform {
  const name = required(values, 'platform');
  const found = adapters.find((adapter) => adapter.platform === name);
  if (!found)
    throw new AppError('bad_request', `--platform is one of ${adapters.map((adapter) => adapter.platform).join(', ')}`);
  return found.platform;
}

function required(values: Values, name: 'platform' | 'domain' | 'currency' | 'time-zone'): string {
  const value = values[name];
  if (value === undefined || value.trim() === '') throw new AppError('bad_request', `--${name} is missing`);
  return value;
}

function show(values: Values, made: Readonly<Record<string, string>>): number {
  answer(
    values.json,
    made,
    Object.entries(made).map(([name, value]) => `${name.padEnd(15)}${value}`),
  );
  return 0;
}
