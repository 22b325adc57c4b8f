import { AppError } from '../../errors.ts';
import type { BackTestDocument } from '../store/back-test-document.ts';
import type { ShopStore } from '../store/index.ts';

/** As many as a page shows. */
const LISTED = 20;

/** The last back-tests of the shop, newest first, without their reports. */
export async function lastBackTests(scope: ShopStore): Promise<BackTestDocument[]> {
  return scope.backTests
    .find({}, { projection: { report: 0, segments: 0 } })
    .sort({ shop: 1, at: -1, _id: -1 })
    .limit(LISTED)
    .toArray();
}

export async function findBackTest(scope: ShopStore, id: string): Promise<BackTestDocument> {
  const document = await scope.backTests.findOne({ _id: `${scope.shop}/${id}` });
  if (!document) throw new AppError('not_found', 'no such back-test; reports are kept for seven days');
  return document;
}
