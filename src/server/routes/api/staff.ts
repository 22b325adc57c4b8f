import { z } from 'zod';
import { checkGrant } from '../../api-keys.ts';
import type { App, AppParts } from '../../app-parts.ts';
import { staffIdOf } from '../../principal.ts';
import { changeRole, listStaff, removeMember } from '../../staff/people.ts';
import { ROLE_NAMES, ROLES } from '../../staff/roles.ts';
import type { StaffDocument } from '../../store/documents.ts';
import { IdParams, isoTime, isoTimeOrNull, Time } from './schemas.ts';

const tags = ['staff'];
const write = { scope: 'staff:write' } as const;

const RoleName = z
  .enum(ROLE_NAMES)
  .describe(
    'What they may do: `owner` everything, `manager` everything but staff, keys, settings and erasing people, `viewer` reads, `cashier` customers and their orders.',
  );
const MemberJson = z
  .object({
    id: z.string(),
    name: z.string().describe('As the host calls them; `#<user id>` where it does not say.'),
    email: z.string().nullable(),
    role: RoleName,
    connection: z.string().nullable().describe('Through whose host they come; null: by a link of `crm staff link`.'),
    createdAt: Time.describe('When they first came.'),
    lastSeenAt: Time.describe('To the minute.'),
    removedAt: Time.nullable().describe('Refused since then; another role lets them in again.'),
  })
  .meta({ id: 'StaffMember' });

/** `/staff`: who of the shop's people gets in, and what they may do. */
export function registerStaff(app: App, parts: AppParts): void {
  const { store, principals, now } = parts;

  app.get(
    '/staff',
    {
      config: { scope: 'staff:read' },
      schema: {
        tags,
        summary: 'Everybody who has opened the admin',
        description:
          'The first who opened it is the owner. Who comes new is a viewer, or a manager where the host says that they administer the store.',
        response: { 200: z.object({ items: z.array(MemberJson) }) },
      },
    },
    async (request) => ({ items: (await listStaff(request.scope)).map(memberJson) }),
  );

  app.patch(
    '/staff/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Give somebody a role',
        description:
          'It acts within a second, also where they are signed in. Who was removed is let in again. The last owner stays one (`last_owner`).',
        params: IdParams,
        body: z.strictObject({ role: RoleName }).meta({ id: 'StaffEdit' }),
        response: { 200: MemberJson },
      },
    },
    async ({ scope, principal, actor, params, body }) => {
      checkGrant(principal.scopes, ROLES[body.role]);
      const member = await changeRole(store, scope.shop, params.id, body.role, { actor, now: now() });
      principals.members.forget(member._id);
      return memberJson(member);
    },
  );

  app.delete(
    '/staff/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Remove somebody',
        description: 'They are refused within a second, also where they are signed in, until they get a role again.',
        params: IdParams,
        response: { 204: z.null().describe('Removed.') },
      },
    },
    async ({ scope, actor, params }, reply) => {
      await removeMember(store, scope.shop, params.id, { actor, now: now() });
      principals.members.forget(`${scope.shop}/${params.id}`);
      return reply.code(204).send(null);
    },
  );
}

function memberJson(member: StaffDocument): z.infer<typeof MemberJson> {
  const { name, email, role, installation, createdAt, lastSeenAt, removedAt } = member;
  return {
    id: staffIdOf(member),
    name,
    email: email ?? null,
    role,
    connection: installation,
    createdAt: isoTime(createdAt),
    lastSeenAt: isoTime(lastSeenAt),
    removedAt: isoTimeOrNull(removedAt),
  };
}
