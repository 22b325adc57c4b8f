import type { App, AppParts } from '../../app-parts.ts';
import { registerLoyaltyBulk } from './loyalty-bulk.ts';
import { registerCustomerLoyalty } from './loyalty-customer.ts';
import { registerLoyaltyHolds } from './loyalty-holds.ts';
import { registerProgramme } from './loyalty-programme.ts';
import { registerLoyaltyQuotes } from './loyalty-quotes.ts';
import { registerLoyaltyReports } from './loyalty-reports.ts';

/** `/loyalty`: the programme, and what becomes of points. A customer's own are at `/customers/:id/loyalty`. */
export function registerLoyalty(app: App, parts: AppParts): void {
  registerProgramme(app, parts);
  registerCustomerLoyalty(app, parts);
  registerLoyaltyQuotes(app, parts);
  registerLoyaltyHolds(app, parts);
  registerLoyaltyBulk(app, parts);
  registerLoyaltyReports(app, parts);
}
