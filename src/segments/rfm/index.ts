/** Recency, frequency, money (spec §4): a model, its two implementations, and what people read of it. */
export { problemsOfModel, type RfmProblem, rfmModel } from './check.ts';
export { type Counted, cutsFrom } from './cuts.ts';
export {
  cellExpression,
  cellFilter,
  figuresExpression,
  hasBought,
  hasOrdered,
  labelFilter,
  spentExpression,
  sumOf,
} from './filter.ts';
export {
  cellsOf,
  NO_PURCHASE,
  NOT_KNOWN,
  type Rfm,
  type RfmCuts,
  type RfmLabel,
  type RfmModel,
  scoresOfModel,
} from './model.ts';
export { fixedModel, OUTSIDE_NAMES, quantileModel, RFM_LABELS, type RfmPreset, rfmPresets } from './presets.ts';
export { type RfmScale, scaleOf, scaleOn } from './scale.ts';
export {
  figuresOf,
  labelled,
  labelOn,
  NEW_DAYS,
  type RfmFigures,
  type RfmFlag,
  type RfmScores,
  scoresOf,
} from './scores.ts';
export { scoresInWords } from './words.ts';
