import { Link } from 'react-router';
import { useMe } from '../../../session/admin.tsx';
import { type Entry, TARGETS, type TargetKind, targetOf } from './entry.ts';
import { useTexts } from './texts.ts';

const TEXTS = {
  settings: 't_settings',
  segment: 't_segment',
  customer: 't_customer',
  delivery: 't_delivery',
  connection: 't_connection',
  staff: 't_staff',
  key: 't_key',
  'privacy request': 't_privacy_request',
  'all parked deliveries': 't_all_parked_deliveries',
  job: 't_job',
} as const satisfies Record<TargetKind, string>;

/** Who may not read what an act was about gets its name without a link. */
const NEEDS = {
  settings: 'settings:read',
  segment: 'segments:read',
  customer: 'customers:read',
  delivery: 'deliveries:read',
  connection: 'settings:read',
  staff: 'staff:read',
  key: 'keys:write',
  'privacy request': 'privacy:write',
  'all parked deliveries': 'deliveries:read',
  job: 'jobs:read',
} as const satisfies Record<TargetKind, string>;

/** What an act was about, by its name where it has one. */
export function Target({ entry }: { entry: Entry }) {
  const t = useTexts();
  const scopes: readonly string[] = useMe().principal.scopes;
  const target = targetOf(entry.target);
  if (!target) return entry.target;
  const { kind, id } = target;
  const name = entry.targetName === null ? t(TEXTS[kind]) : `${t(TEXTS[kind])}: ${entry.targetName}`;
  const path = TARGETS[kind](id);
  return path !== null && scopes.includes(NEEDS[kind]) ? <Link to={path}>{name}</Link> : name;
}
