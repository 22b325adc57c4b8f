import {
  IconAward,
  IconChartBar,
  IconFilter,
  type IconProps,
  IconSettings,
  IconTransferIn,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Me } from '../session/admin.tsx';

/** The main pages, in the order of the menu. One that the person may not read is not in their menu. */
export const PLACES = [
  { path: '/overview', text: 'overview', scope: 'overview:read', icon: IconChartBar },
  { path: '/customers', text: 'customers', scope: 'customers:read', icon: IconUsers },
  { path: '/segments', text: 'segments', scope: 'segments:read', icon: IconFilter },
  { path: '/loyalty', text: 'loyalty', scope: 'loyalty:read', icon: IconAward },
  { path: '/deliveries', text: 'deliveries', scope: 'deliveries:read', icon: IconTransferIn },
  { path: '/settings', text: 'settings', scope: 'settings:read', icon: IconSettings },
] as const satisfies readonly { path: string; text: string; scope: string; icon: ComponentType<IconProps> }[];

export function placesOf({ principal }: Me): (typeof PLACES)[number][] {
  const scopes: readonly string[] = principal.scopes;
  return PLACES.filter(({ scope }) => scopes.includes('*') || scopes.includes(scope));
}
