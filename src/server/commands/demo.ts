import { AppError } from '../../errors.ts';
import { dayOf, parseDay } from '../../model.ts';
import { createApiKey } from '../api-keys.ts';
import { DEMO_CUSTOMERS, DEMO_SEED, DEMO_SHOP, makeDemoShop } from '../demo/index.ts';
import { InboxWriter } from '../inbox.ts';
import { Worker } from '../ingest/worker.ts';
import { createLogger } from '../logger.ts';
import { randomId } from '../random.ts';
import { Reception } from '../receive.ts';
import { ShopStates } from '../shop-state.ts';
import { answer, type Command, note, readOptions, withDatabase } from './command.ts';

export const demo: Command = {
  name: 'demo',
  usage: `crm demo [--customers ${DEMO_CUSTOMERS}] [--seed ${DEMO_SEED}] [--until <YYYY-MM-DD>]`,
  about:
    'Makes the demo shop with three years of orders: up to 10,000 customers through ingest, more in bulk. The same numbers make the same shop.',
  async run(args) {
    const { values } = readOptions(args, {
      customers: { type: 'string' },
      seed: { type: 'string' },
      until: { type: 'string' },
    });
    const customers = whole('customers', values.customers ?? String(DEMO_CUSTOMERS));
    const seed = whole('seed', values.seed ?? String(DEMO_SEED));
    const until = values.until === undefined ? dayOf(Date.now(), DEMO_SHOP.timeZone) : parseDay(values.until);
    if (until === null) throw new AppError('bad_request', '--until is a date such as 2026-11-22');
    return withDatabase(async ({ config, database, box }) => {
      const { store } = database;
      const states = new ShopStates(store);
      const logger = createLogger('error');
      const worker = new Worker({
        store,
        states,
        logger,
        owner: `demo ${randomId(6)}`,
        concurrency: config.workers,
        now: Date.now,
      });
      const reception = new Reception({ store, box, inbox: new InboxWriter(store), worker, now: Date.now });
      worker.start();
      try {
        const made = await makeDemoShop({
          store,
          box,
          states,
          reception,
          now: Date.now,
          log: note,
          mongodbUri: database.uri,
          customers,
          seed,
          until,
        });
        const { key } = await createApiKey(store.forShop(made.shopId), { name: 'crm demo', scopes: ['*'] }, Date.now());
        const shown = { shopId: made.shopId, customers, seed, isNew: made.isNew, apiKey: key };
        answer(values.json, shown, [
          `demo shop ${made.shopId} with ${customers} customers ${made.isNew ? 'made' : 'was there already'}`,
          key,
        ]);
        return 0;
      } finally {
        await worker.stop();
      }
    });
  },
};

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new AppError('bad_request', `--${name} is a whole number`);
  return Number(text);
}
