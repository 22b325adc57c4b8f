import { pino } from 'pino';
import type { Test } from 'tap';
import { SegmentBuilder } from '../../src/server/segments/build.ts';
import { house } from './house.ts';
import { sampleOf, sign } from './samples.ts';
import { invoice } from './till.ts';

/** A shop of one till, by the clock of the test, and who builds its segments. */
export async function shopWithBuilder(t: Test, now: () => number = Date.now) {
  const opened = await house(t, { now });
  const shop = await opened.addShop({ platform: 'pos', domain: `tills-${Math.random()}` });
  const { store, states } = opened;
  const builder = new SegmentBuilder({ store, states, logger: pino({ level: 'silent' }), owner: 'first', now });
  t.teardown(() => builder.stop());
  let invoices = 0;
  const sell = async (phone: string, amount: number, at = Date.now()) => {
    const id = `HD${invoices++}`;
    const sample = sampleOf('pos', 'invoice.saved', invoice({ id, amount, phone, at: new Date(at).toISOString() }));
    const request = sign('pos', { ...sample, headers: { ...sample.headers, 'x-tessera-delivery': id } }, shop.secret);
    const receipt = await opened.receive('pos', request, shop.installation);
    if (receipt.kind !== 'stored') throw new Error('refused');
    await opened.settled();
  };
  return { opened, shop, builder, sell };
}
