import { type Answer, type Api, got } from '../../../api/client.ts';

/** What a hand does to customers of a segment: the last word about somebody holds, and a pin lifts a ban. */
export type HandAct = 'pin' | 'unpin' | 'ban' | 'unban';
export type Handled = Answer<'/api/v1/segments/{id}/pins'>['items'][number];

/** Each request is some transactions of fifty; ids of two hundred fit into an address. */
const BATCH = 200;

/** Carries it out for any number of customers. Answers with the ids of those of whom it was not so before, and how many are not there. */
export async function layHands(
  api: Api,
  segment: string,
  act: HandAct,
  customers: readonly string[],
  onProgress: (done: number) => void = () => {},
): Promise<{ changed: string[]; notFound: number }> {
  const changed: string[] = [];
  let notFound = 0;
  for (let i = 0; i < customers.length; i += BATCH) {
    const batch = customers.slice(i, i + BATCH);
    const answer = await laid(api, segment, act, batch);
    changed.push(...answer.changed);
    notFound += answer.notFound.length;
    onProgress(i + batch.length);
  }
  return { changed, notFound };
}

function laid(api: Api, id: string, act: HandAct, customers: string[]) {
  const path = { id };
  const query = { customer: customers };
  switch (act) {
    case 'pin':
      return got(api.POST('/api/v1/segments/{id}/pins', { params: { path }, body: { customers } }));
    case 'ban':
      return got(api.POST('/api/v1/segments/{id}/bans', { params: { path }, body: { customers } }));
    case 'unpin':
      return got(api.DELETE('/api/v1/segments/{id}/pins', { params: { path, query } }));
    case 'unban':
      return got(api.DELETE('/api/v1/segments/{id}/bans', { params: { path, query } }));
  }
}
