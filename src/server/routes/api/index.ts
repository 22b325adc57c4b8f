import type { App, AppParts } from '../../app-parts.ts';
import { registerApiKeys } from './api-keys.ts';
import { registerAudit } from './audit.ts';
import { registerBackTests } from './back-tests.ts';
import { registerConnections } from './connections.ts';
import { registerCustomer } from './customer.ts';
import { registerCustomers } from './customers.ts';
import { registerDeliveries } from './deliveries.ts';
import { registerEvents } from './events.ts';
import { registerJobs } from './jobs.ts';
import { registerLoyalty } from './loyalty.ts';
import { registerMe } from './me.ts';
import { registerOrders } from './orders.ts';
import { registerOverview } from './overview.ts';
import { registerPrivacyRequests } from './privacy-requests.ts';
import { registerRfm } from './rfm.ts';
import { registerSegments } from './segments.ts';
import { registerSession } from './session.ts';
import { registerSettings } from './settings.ts';
import { registerStaff } from './staff.ts';

/** Every resource of /api/v1. Whoever asks is checked before any of them is reached (http/auth.ts). */
export function registerApi(app: App, parts: AppParts): void {
  registerSession(app, parts);
  registerMe(app, parts);
  registerCustomers(app, parts);
  registerCustomer(app, parts);
  registerOrders(app);
  registerSegments(app, parts);
  registerRfm(app, parts);
  registerDeliveries(app, parts);
  registerSettings(app, parts);
  registerConnections(app, parts);
  registerApiKeys(app, parts);
  registerStaff(app, parts);
  registerAudit(app);
  registerPrivacyRequests(app, parts);
  registerEvents(app, parts);
  registerOverview(app, parts);
  registerJobs(app, parts);
  registerLoyalty(app, parts);
  registerBackTests(app, parts);
}
