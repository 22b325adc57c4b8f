import { OUTSIDE_NAMES, RFM_LABELS } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import { newestModel } from './current.ts';

/** What the labels of a shop's model, and what stands outside of its grid, are called, in both languages: "Đã rời bỏ · Lost". */
export async function rfmLabelNames(scope: ShopStore): Promise<ReadonlyMap<string, string>> {
  const labels = (await newestModel(scope))?.model.labels ?? RFM_LABELS;
  const outside = Object.entries(OUTSIDE_NAMES).map(([id, name]) => ({ id, name }));
  return new Map(
    [...labels, ...outside].map(({ id, name }) => [id, name.vi === name.en ? name.vi : `${name.vi} · ${name.en}`]),
  );
}
