import { invariant } from '../../errors.ts';
import type { CustomerRecord, IdentityKey } from '../../model.ts';
import { cleanText, emailIdentity, hostIdentity, memberIdentity, phoneIdentity } from '../../model.ts';
import type { CustomerDocument } from '../store/documents.ts';
import type { IngestContext } from './context.ts';
import { readEmail, readPhone } from './context.ts';
import type { Outcome } from './outcome.ts';
import { DONE, parked } from './outcome.ts';
import { identityOf, resolvePerson } from './people.ts';
import type { ClaimEffect, ClaimField } from './person.ts';
import { withClaim, withTags } from './person.ts';
import { recordEffect } from './record-effect.ts';
import type { Workspace } from './workspace.ts';

/** Takes in an account, a member or a staff edit. `source` names who speaks, so that their tags replace only their own. */
export async function applyRecord(
  workspace: Workspace,
  context: IngestContext,
  record: CustomerRecord,
  source?: string,
): Promise<Outcome & { customer?: CustomerDocument }> {
  const keys = recordIdentities(context, record);
  if (keys.length === 0) return parked('unreadable', 'no phone, e-mail, account or member code');
  const at = record.version.at;
  const person = await resolvePerson(workspace, context, keys, record.createdAt ?? at, { codeSuffices: true });
  invariant(person, 'a record with an identity is somebody');

  const effect: ClaimEffect[number][] = [];
  let customer = person;
  for (const [field, value] of claimsOf(context, record)) {
    if (value === undefined) continue;
    const from = field === 'source' || field === 'lastSource' ? (record.createdAt ?? at) : at;
    const claimed = withClaim(customer, field, 'own', from, value);
    customer = claimed.customer;
    effect.push(...claimed.effect);
  }
  if (record.tags) {
    const tagged = withTags(
      customer,
      source ?? keys.find((key) => key.startsWith('h:')) ?? keys[0] ?? '',
      at,
      record.tags.flatMap((tag) => cleanText(tag) ?? []),
    );
    customer = tagged.customer;
    effect.push(...tagged.effect);
  }
  workspace.putCustomer(customer);
  recordEffect(workspace, context, customer._id, effect);
  return { ...DONE, customer };
}

/** The host deleted an account. The person and what they bought stay; the account is marked as gone, whenever it came. */
export async function applyAccountDeletion(
  workspace: Workspace,
  context: IngestContext,
  hostId: string,
): Promise<Outcome> {
  const key = hostIdentity(context.installation, hostId);
  const known = (await workspace.identities([key])).get(key);
  if (known?.gone) return DONE;
  workspace.putIdentity({ ...(known ?? identityOf(context, key, null)), gone: true });
  const customer = known?.customer ? await workspace.customer(known.customer) : null;
  if (customer) {
    workspace.putCustomer({ ...customer, gone: [...new Set([...(customer.gone ?? []), key])].sort() });
    recordEffect(workspace, context, customer._id, [{ field: 'account_deleted', at: context.receivedAt, value: key }]);
  }
  return DONE;
}

/** The host says that two accounts are one person. */
export async function applyAccountMerge(
  workspace: Workspace,
  context: IngestContext,
  keptHostId: string,
  mergedHostId: string,
): Promise<Outcome> {
  const keys = [hostIdentity(context.installation, keptHostId), hostIdentity(context.installation, mergedHostId)];
  await resolvePerson(workspace, context, keys, context.receivedAt);
  return DONE;
}

export function recordIdentities(context: IngestContext, record: CustomerRecord): IdentityKey[] {
  const phone = readPhone(context, record.phone);
  const email = readEmail(context, record.email);
  return [
    ...(phone === null ? [] : [phoneIdentity(phone)]),
    ...(record.hostId === null ? [] : [hostIdentity(context.installation, record.hostId)]),
    ...(email === null ? [] : [emailIdentity(email)]),
    ...(cleanText(record.memberCode) === null ? [] : [memberIdentity(record.memberCode as string)]),
  ];
}

/** Undefined says nothing; null says "has none" and lets what orders told show through. */
function claimsOf(context: IngestContext, record: CustomerRecord): [ClaimField, unknown][] {
  const text = (value: string | null | undefined) => (value === undefined ? undefined : cleanText(value));
  return [
    ['name', text(record.name)],
    ['phone', record.phone === undefined ? undefined : readPhone(context, record.phone)],
    ['email', record.email === undefined ? undefined : readEmail(context, record.email)],
    ['gender', record.gender],
    ['birth', record.birthDate],
    ['emailConsent', record.emailConsent],
    ['smsConsent', record.smsConsent],
    ['source', text(record.source)?.toLowerCase() ?? undefined],
    // A card that does not say since when tells where they came from, but not that it was lately.
    ['lastSource', record.createdAt == null ? undefined : (text(record.source)?.toLowerCase() ?? undefined)],
    ['company', text(record.company)],
    ['groups', record.groups],
    ['debtMinor', record.debtMinor],
    ['addresses', record.addresses],
    ['note', text(record.note)],
  ];
}
