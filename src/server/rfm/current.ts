import { fixedModel, type Rfm, type RfmCuts, type RfmModel, scoresOfModel } from '../../segments/index.ts';
import type { ShopStore } from '../store/index.ts';
import type { RfmCutsDocument, RfmModelDocument } from '../store/rfm-documents.ts';

/** A shop's model in force with the cut points that are kept. */
export interface ShopRfm extends Rfm {
  /** 0: the preset of the shop's currency, because it has chosen none. */
  readonly version: number;
}

export function newestModel(scope: ShopStore): Promise<RfmModelDocument | null> {
  return scope.rfmModels.findOne({}, { sort: { shop: -1, version: -1 } });
}

/**
 * Quantiles of a day without cut points of its own are those of the last day before it: so events are decided between midnight and
 * the run of the job. What counts a definition makes them first ({@link withCuts}).
 */
export async function readRfm(scope: ShopStore, currency: string): Promise<ShopRfm> {
  const document = await newestModel(scope);
  const model = document?.model ?? fixedModel(currency);
  const version = document?.version ?? 0;
  return { model, version, cutsOn: model.kind === 'fixed' ? () => null : lookUp(await readCuts(scope, model)) };
}

/** As many days as are kept in memory; older ones are read by their day. Five years. */
const CUTS_MAX = 1830;

async function readCuts(scope: ShopStore, model: RfmModel): Promise<RfmCutsDocument[]> {
  return scope.rfmCuts
    .find({ scores: scoresOfModel(model), spentWindow: model.spentWindow }, { projection: { _id: 0, shop: 0, at: 0 } })
    .sort({ shop: -1, day: -1 })
    .limit(CUTS_MAX)
    .toArray();
}

function lookUp(newestFirst: readonly RfmCuts[]): Rfm['cutsOn'] {
  const byDay = new Map(newestFirst.map((cuts) => [cuts.day, cuts]));
  return (day) => byDay.get(day) ?? newestFirst.find((cuts) => cuts.day <= day) ?? null;
}
