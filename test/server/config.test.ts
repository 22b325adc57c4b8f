import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { AppError } from '../../src/errors.ts';
import { loadConfig } from '../../src/server/config.ts';
import { encryptionKey } from '../../src/server/key.ts';

function refusal(env: Record<string, string>): string {
  try {
    loadConfig(env);
    return 'accepted';
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  }
}

t.test('everything has a default', async (t) => {
  t.match(loadConfig({}), {
    port: 3000,
    host: '127.0.0.1',
    dataDir: '.data',
    mongodbUri: null,
    demo: true,
    trustProxy: false,
  });
  t.match(loadConfig({ PORT: '', DATA_DIR: ' ' }), { port: 3000, dataDir: '.data' }, 'empty is not set');
});

t.test('text becomes what the program works with', async (t) => {
  const env = {
    PORT: '0',
    PUBLIC_URL: 'https://crm.example/',
    TRUST_PROXY: '10.0.0.1, ::1',
    DEMO: '0',
    MONGOD_CACHE_GB: '1.5',
  };
  t.match(loadConfig(env), {
    port: 0,
    publicUrl: 'https://crm.example',
    trustProxy: ['10.0.0.1', '::1'],
    demo: false,
    mongodCacheGb: 1.5,
  });
  t.equal(loadConfig({ TRUST_PROXY: '2' }).trustProxy, 2);
  t.same(loadConfig({ TESSERA_KEY: Buffer.alloc(32, 7).toString('base64') }).key, Buffer.alloc(32, 7));
});

t.test('a wrong value is refused by name, with what is wrong, what it is and the default', async (t) => {
  t.equal(
    refusal({ PORT: '80a' }),
    'setting_invalid: PORT must be a whole number from 0 to 65535 (it is "80a"). The default is 3000.',
  );
  for (const [variable, value] of [
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3.5'],
    ['PORT', '1e3'],
    ['PUBLIC_URL', 'crm.example'],
    ['TRUST_PROXY', 'yes'],
    ['MONGODB_DATABASE', 'a.b'],
    ['LOG_LEVEL', 'loud'],
    ['WEBHOOK_BODY_LIMIT_BYTES', '17000000'],
    ['WORKERS', '0'],
    ['DEMO', 'maybe'],
    ['MONGOD_CACHE_GB', '0.1'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://x'],
  ] as const) {
    t.match(
      refusal({ [variable]: value }),
      new RegExp(`^setting_invalid: ${variable} must .*"${value}"`),
      `${variable}=${value}`,
    );
  }
});

t.test('the value of a secret is never shown', async (t) => {
  t.match(refusal({ TESSERA_KEY: 'hunter2' }), /^setting_invalid: TESSERA_KEY must/);
  t.notMatch(refusal({ TESSERA_KEY: 'hunter2' }), 'hunter2');
  t.match(refusal({ MONGODB_URI: 'me:hunter2@db' }), /^setting_invalid: MONGODB_URI must/);
  t.notMatch(refusal({ MONGODB_URI: 'me:hunter2@db' }), 'hunter2');
});

t.test('a key is made once, for its owner only, and kept', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tessera-key-'));
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }));
  const made = encryptionKey({ key: null, dataDir });
  t.match(made, { isNew: true });
  t.equal(made.key.length, 32);
  t.equal(statSync(join(dataDir, 'key')).mode & 0o777, 0o600);
  t.same(encryptionKey({ key: null, dataDir }), { key: made.key, isNew: false });
  t.equal(readFileSync(join(dataDir, 'key'), 'utf8'), `${made.key.toString('base64')}\n`);
  t.same(encryptionKey({ key: Buffer.alloc(32), dataDir }).key, Buffer.alloc(32), 'the given one goes first');
  writeFileSync(join(dataDir, 'key'), 'damaged');
  t.throws(() => encryptionKey({ key: null, dataDir }), { code: 'key_missing' });
});
