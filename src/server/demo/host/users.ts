import type { ShopId } from '../../../model.ts';
import type { HostUser } from '../../staff/handoff.ts';
import { addMember } from '../../staff/members.ts';
import type { Role } from '../../staff/roles.ts';
import type { Store } from '../../store/index.ts';
import { WEB_STORE } from './web-store.ts';

/** Who can be at the demo store's desk; one for each role, so that a visitor sees what each may do. */
export const DEMO_USERS: readonly (HostUser & { readonly name: string; readonly role: Role })[] = [
  { sub: '1', name: 'Lan', role: 'owner', email: 'lan@tiem-mau.example', admin: true },
  { sub: '2', name: 'Minh', role: 'manager', email: 'minh@tiem-mau.example', admin: true },
  { sub: '3', name: 'Hương', role: 'viewer', email: 'huong@tiem-mau.example' },
  { sub: '4', name: 'Tuấn', role: 'cashier', email: 'tuan@tiem-mau.example' },
];

/** Puts them in with their roles. Whoever is there already stays as they are: roles are a visitor's to change. */
export async function addDemoUsers(store: Store, shop: ShopId, now: number): Promise<void> {
  for (const { sub, name, role, email } of DEMO_USERS) {
    await addMember(store, {
      _id: `${shop}/${WEB_STORE.id}:${sub}`,
      shop,
      installation: WEB_STORE.id,
      userId: sub,
      name,
      ...(email === undefined ? {} : { email }),
      role,
      createdAt: now,
      lastSeenAt: now,
    });
  }
}
