import { type CustomerKey, customerIdOf, customerKey, fold, phoneIdentity } from '../../src/model.ts';
import { arranged, newCustomer } from '../../src/server/ingest/person.ts';
import type { CustomerDocument } from '../../src/server/store/documents.ts';
import type { Till } from './till.ts';

/** Many customers at once, past ingest: `+84900000000` and so on, without an order. */
export async function crowd(
  { shop, scope }: Pick<Till, 'shop' | 'scope'>,
  count: number,
  given: (index: number) => Partial<CustomerDocument> = () => ({}),
): Promise<CustomerKey[]> {
  const customers = Array.from({ length: count }, (_, index) => {
    const phone = `+84${900_000_000 + index}`;
    const identity = phoneIdentity(phone);
    const name = `Khách ${index}`;
    const known = { ids: [identity], phone, name, nameFolded: fold(name) };
    return arranged({
      ...newCustomer(customerKey(shop, customerIdOf(shop, identity)), Date.UTC(2026, 0, 1) + index),
      ...known,
      claims: ['name', 'phone'].map((field) => ({ field, own: { at: 1, value: field === 'name' ? name : phone } })),
      ...given(index),
    });
  });
  for (let i = 0; i < count; i += 1000) {
    const part = customers.slice(i, i + 1000);
    await scope.customers.insert(part);
    await scope.identities.insert(
      part.map(({ _id, ids }) => ({ _id: `${shop}/${ids[0]}`, shop, customer: _id, since: 1 })),
    );
  }
  return customers.map(({ _id }) => _id);
}

/** Resolves when the members of a segment have been found. */
export async function segmentReady({ ask }: Pick<Till, 'ask'>, id: string): Promise<void> {
  for (;;) {
    const { body } = await ask('GET', `/segments/${id}`);
    if (body.state === 'ready' && body.version === body.shownVersion) return;
    if (body.state === 'failed') throw new Error(body.error);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** The answer of an address as soon as its state is one of these. */
export async function untilState({ ask }: Pick<Till, 'ask'>, path: string, ...states: string[]): Promise<any> {
  for (;;) {
    const { body, status } = await ask('GET', path);
    if (status !== 200) throw new Error(JSON.stringify(body));
    if (states.includes(body.state)) return body;
    if (body.state === 'failed') throw new Error(body.error);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
