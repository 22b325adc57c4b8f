import type { App, AppParts } from '../../app-parts.ts';
import { registerApiKeys } from './api-keys.ts';
import { registerAudit } from './audit.ts';
import { registerConnections } from './connections.ts';
import { registerCustomers } from './customers.ts';
import { registerDeliveries } from './deliveries.ts';
import { registerOrders } from './orders.ts';
import { registerPrivacyRequests } from './privacy-requests.ts';
import { registerSegments } from './segments.ts';
import { registerSettings } from './settings.ts';

/** Every resource of /api/v1. Keys are checked before any of them is reached (http/auth.ts). */
export function registerApi(app: App, parts: AppParts): void {
  registerCustomers(app, parts);
  registerOrders(app);
  registerSegments(app, parts);
  registerDeliveries(app, parts);
  registerSettings(app, parts);
  registerConnections(app, parts);
  registerApiKeys(app, parts);
  registerAudit(app);
  registerPrivacyRequests(app, parts);
}
