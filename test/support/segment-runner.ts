import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { SecretBox } from '../../src/server/secrets.ts';
import { BulkActions } from '../../src/server/segments/actions.ts';
import { SegmentBuilder } from '../../src/server/segments/build.ts';
import { ShopStates } from '../../src/server/shop-state.ts';
import { openStore } from '../../src/server/store/index.ts';

/** A process that takes up what is left of builds and of actions on segments, for a test to kill: `<uri> <database> <clock ahead, ms>`. */
const [, , uri = '', database = '', ahead = '0'] = process.argv;
const store = await openStore(await new MongoClient(uri).connect(), database);
const logger = pino({ level: 'silent' });
const now = () => Date.now() + Number(ahead);
const parts = { store, states: new ShopStates(store), logger, owner: `${process.pid}`, now };
const actions = new BulkActions({
  ...parts,
  box: new SecretBox(Buffer.alloc(32, 7)),
  mail: null,
  publicUrl: 'http://x',
});
const builder = new SegmentBuilder(parts);
await builder.resume();
await Promise.all([builder.idle(), actions.resume()]);
await actions.idle();
process.exit(0);
