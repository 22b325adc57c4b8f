import { AppError } from '../../errors.ts';
import type { Shop } from '../../model.ts';
import { recordAudit } from '../audit.ts';
import { staffIdOf } from '../principal.ts';
import { randomId } from '../random.ts';
import { addMember } from '../staff/members.ts';
import { changeRole, listStaff } from '../staff/people.ts';
import { ROLE_NAMES, type Role } from '../staff/roles.ts';
import { mintSignInLink } from '../staff/sessions.ts';
import type { StaffDocument } from '../store/documents.ts';
import { answer, type Command, findShop, readOptions, type Workplace, withDatabase } from './command.ts';

const ROLE = ROLE_NAMES.join('|');

export const staff: Command = {
  name: 'staff',
  usage: `crm staff link [--shop <id or domain>] --name <n> [--role <${ROLE}>]
      crm staff list [--shop <id or domain>]
      crm staff role [--shop <id or domain>] --id <id> --role <${ROLE}>`,
  about:
    'Who gets into the admin. `link` prints an address that signs somebody in, once, within ten minutes, where no host does; the first is the owner, others are viewers unless --role says more. `role` also lets in again who was removed.',
  async run([action, ...rest]) {
    const actions = { link, list, role } as const;
    if (action !== 'link' && action !== 'list' && action !== 'role')
      throw new AppError('bad_request', `crm staff link, list or role; not "${action ?? ''}"`);
    const { values } = readOptions(rest, {
      shop: { type: 'string' },
      name: { type: 'string' },
      id: { type: 'string' },
      role: { type: 'string' },
    });
    return withDatabase(async (place) => actions[action](place, await findShop(place, values.shop), values));
  },
};

type Values = Readonly<Partial<Record<'name' | 'id' | 'role', string>>> & { readonly json: boolean };

const by = () => ({ actor: 'cli', now: Date.now() });

async function link(place: Workplace, shop: Shop, values: Values): Promise<number> {
  const { store } = place.database;
  const name = values.name?.trim() ?? '';
  if (name === '' || name.length > 100) throw new AppError('bad_request', '--name has 1 to 100 characters');
  const member = await named(place, shop, name, values.role === undefined ? 'viewer' : roleOf(values));
  const id = staffIdOf(member);
  const { role } = values.role === undefined ? member : await changeRole(store, shop._id, id, roleOf(values), by());
  await recordAudit(store.forShop(shop._id), {
    at: Date.now(),
    actor: 'cli',
    action: 'staff.link_made',
    target: `staff ${id}`,
  });
  const publicUrl = place.config.publicUrl ?? `http://localhost:${place.config.port}`;
  const address = await mintSignInLink({ box: place.box, publicUrl }, shop._id, id, Date.now());
  answer(values.json, { shopId: shop._id, id, name, role, link: address }, [address]);
  return 0;
}

/** The same name is the same person, so that a second link does not make a second one. */
async function named({ database: { store } }: Workplace, shop: Shop, name: string, role: Role): Promise<StaffDocument> {
  const scope = store.forShop(shop._id);
  const known = await scope.staff.findOne({ installation: null, name });
  const [now, userId] = [Date.now(), randomId(8)];
  const member =
    known ??
    (await addMember(store, {
      _id: `${shop._id}/own:${userId}`,
      shop: shop._id,
      installation: null,
      userId,
      name,
      role,
      createdAt: now,
      lastSeenAt: now,
    }));
  if (!member || member.removedAt !== undefined)
    throw new AppError('conflict', `${name} was removed; crm staff role lets them in again`);
  return member;
}

async function list(place: Workplace, shop: Shop, values: Values): Promise<number> {
  const found = await listStaff(place.database.store.forShop(shop._id));
  const shown = found.map((member) => ({
    id: staffIdOf(member),
    name: member.name,
    role: member.role,
    lastSeenAt: new Date(member.lastSeenAt).toISOString(),
    removed: member.removedAt !== undefined,
  }));
  const lines = shown.map(
    ({ id, name, role, lastSeenAt, removed }) =>
      `${id.padEnd(24)}${(removed ? 'removed' : role).padEnd(10)}${lastSeenAt.slice(0, 10)}  ${name}`,
  );
  answer(values.json, shown, lines.length === 0 ? ['nobody has opened the admin yet'] : lines);
  return 0;
}

async function role(place: Workplace, shop: Shop, values: Values): Promise<number> {
  if (values.id === undefined) throw new AppError('bad_request', '--id is missing; see crm staff list');
  const given = roleOf(values);
  await changeRole(place.database.store, shop._id, values.id, given, by());
  answer(values.json, { shopId: shop._id, id: values.id, role: given }, [`${values.id} is ${given}`]);
  return 0;
}

function roleOf({ role: given }: Values): Role {
  const found = ROLE_NAMES.find((one) => one === given);
  if (!found) throw new AppError('bad_request', `--role is one of ${ROLE_NAMES.join(', ')}`);
  return found;
}
