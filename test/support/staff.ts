import type { ShopId } from '../../src/model.ts';
import { HANDOFF_PLATFORMS, type HostUser, mintHandoff } from '../../src/server/staff/handoff.ts';
import type { Role } from '../../src/server/staff/roles.ts';
import type { TestApp } from './app.ts';

/**
 * Signs somebody in as a plugin of the shop's host does, through the shop's first active connection that can; the answer of `POST
 * /session`. A shop of tills gets a web store for it.
 */
export async function signIn(
  { app, house, parts }: Pick<TestApp, 'app' | 'house' | 'parts'>,
  shop: ShopId,
  user: HostUser,
): Promise<{ readonly token: string; readonly expiresAt: string; readonly next: string }> {
  const find = () =>
    house.store.system.installations.findOne({ shop, state: 'active', platform: { $in: [...HANDOFF_PLATFORMS] } });
  if (!(await find())) await house.connect(shop, 'woocommerce', `staff-of-${shop}.example.vn`);
  const connection = await find();
  if (!connection) throw new Error('the shop has no connection');
  const handoff = await mintHandoff(house.box, connection, user, parts.now());
  const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { handoff } });
  if (answer.statusCode !== 200) throw new Error(`not signed in: ${answer.body}`);
  return answer.json();
}

/** A session token of a staff member with this role: the same person for the same role and name. */
export async function staffToken(
  server: Pick<TestApp, 'app' | 'house' | 'parts'>,
  shop: ShopId,
  role: Role,
  name: string = role,
): Promise<string> {
  const sub = `test-${name}`;
  const { token } = await signIn(server, shop, { sub, name });
  const { store } = server.house;
  const id = (await store.forShop(shop).staff.findOne({ userId: sub }))?._id ?? '';
  // Past the rule that the first is owner and the last owner stays, which is not what the caller tests.
  await store.forShop(shop).staff.updateOne({ _id: id }, { $set: { role } });
  server.parts.principals.members.forget(id);
  return token;
}
