import {
  IconBuildingStore,
  IconClockPlay,
  IconHistory,
  IconKey,
  type IconProps,
  IconShieldLock,
  IconTransferIn,
  IconUsersGroup,
} from '@tabler/icons-react';
import { type ComponentType, lazy } from 'react';
import type { Me } from '../../session/admin.tsx';

/** The parts of the settings, each a chunk of its own. One that somebody may not read is not in their list. */
export const SECTIONS = [
  section('shop', 'settings:read', IconBuildingStore, () => import('./shop/index.tsx')),
  section('connections', 'settings:read', IconTransferIn, () => import('./connections/index.tsx')),
  section('staff', 'staff:read', IconUsersGroup, () => import('./staff/index.tsx')),
  section('keys', 'keys:write', IconKey, () => import('./keys/index.tsx')),
  section('privacy', 'privacy:write', IconShieldLock, () => import('./privacy/index.tsx')),
  section('jobs', 'jobs:read', IconClockPlay, () => import('./jobs/index.tsx')),
  section('audit', 'settings:read', IconHistory, () => import('./audit/index.tsx')),
] as const;

export type SettingsSection = (typeof SECTIONS)[number];

export function sectionsOf({ principal }: Me): SettingsSection[] {
  const scopes: readonly string[] = principal.scopes;
  return SECTIONS.filter(({ scope }) => scopes.includes(scope) || scopes.includes('*'));
}

function section<Id extends string>(
  id: Id,
  scope: string,
  icon: ComponentType<IconProps>,
  load: () => Promise<{ Section: ComponentType }>,
) {
  return { id, scope, icon, Section: lazy(async () => ({ default: (await load()).Section })) } as const;
}
