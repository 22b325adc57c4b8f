import type { App, AppParts } from '../../app-parts.ts';
import { adjustInBulk } from '../../loyalty/bulk.ts';
import { BulkGiven, BulkJson, bulkJson, rowsOf } from './loyalty-bulk-json.ts';

/** 5 MB of a file in base64, and what stands around it. */
const BODY_LIMIT = 7_200_000;

/** `/loyalty/bulk-adjustments`: points given and taken by a sheet, and opening balances. */
export function registerLoyaltyBulk(app: App, parts: AppParts): void {
  app.post(
    '/loyalty/bulk-adjustments',
    {
      config: { scope: 'loyalty:write' },
      bodyLimit: BODY_LIMIT,
      schema: {
        tags: ['loyalty'],
        summary: 'Give and take points by a sheet',
        description:
          'By phone. Shows first what would happen; with `dryRun: false` rows without a problem are carried out, each once.',
        body: BulkGiven,
        response: { 200: BulkJson },
      },
    },
    async (request) => {
      const { kind, currency, ranks, lastDay, reason, dryRun } = request.body;
      const asked = { rows: await rowsOf(request.body), kind, currency, ranks, lastDay, reason, dryRun };
      return bulkJson(await adjustInBulk(parts, request.scope.shop, asked, request.actor));
    },
  );
}
