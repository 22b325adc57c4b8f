import type { Programme } from '../../../src/loyalty/index.ts';
import { TIKME } from '../../../src/loyalty/index.ts';
import type { TestApp } from '../app.ts';
import { member, type Till, till } from '../till.ts';

/** A shop with a till and the seed's programme since the beginning of the year, and An, who has bought nothing yet. */
export interface PointsShop extends Till {
  /** Id of An. */
  readonly an: string;
  /** Of An, or of somebody else. */
  points(customer?: string): Promise<any>;
}

export const PHONE = '0912345671';

export async function pointsShop(server: TestApp, domain: string, programme: Programme = TIKME): Promise<PointsShop> {
  const shop = await till(server, domain);
  await shop.send('customer.saved', member({ phone: PHONE, name: 'Nguyễn Văn An' }));
  const published = await shop.ask('POST', '/loyalty/programme', { programme, from: '2026-01-01T00:00:00Z', after: 0 });
  if (published.status !== 201) throw new Error(JSON.stringify(published.body));
  const { body } = await shop.ask('GET', `/customers?search=${PHONE}`);
  const an: string = body.items[0].id;
  return {
    ...shop,
    an,
    async points(customer = an) {
      const { body } = await shop.ask('GET', `/customers/${customer}/loyalty`);
      return body;
    },
  };
}

/** A cart of one line. */
export const cart = (amountMinor: number, more: object = {}) => ({ lines: [{ amountMinor }], ...more });
