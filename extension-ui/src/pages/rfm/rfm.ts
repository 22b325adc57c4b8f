import type { RfmColor, RfmLabel, RfmModel } from '../../../../src/segments/rfm/model.ts';
import type { Answer } from '../../api/client.ts';

export type Model = RfmModel;
export type FixedModel = Extract<Model, { kind: 'fixed' }>;
export type Label = RfmLabel;
export type Care = Label['care'];
export const CARES = ['message', 'voucher', 'channel'] as const satisfies readonly (keyof Care)[];
export type Colour = RfmColor;
/** The version in force, and the presets. The model itself is opaque in the API's description. */
export type Version = Omit<Answer<'/api/v1/rfm/model'>, 'model' | 'presets'> & {
  readonly model: Model;
  readonly presets: readonly { readonly id: string; readonly name: Label['name']; readonly model: Model }[];
};
export type Distribution = Answer<'/api/v1/rfm/distribution'>;
export type LabelCount = Distribution['labels'][number];
export type Matrix = Answer<'/api/v1/rfm/matrix'>;
export type Move = Matrix['cells'][number];
export type Snapshot = Answer<'/api/v1/rfm/snapshots'>['items'][number];

/** Outside of the grid: known, without an order. */
export const NO_PURCHASE = 'no_purchase';

/** As the server has them (RFM_COLORS), each of which rfm.module.css draws for light and for dark. */
export const COLOURS = [
  'green',
  'teal',
  'blue',
  'purple',
  'yellow',
  'orange',
  'red',
  'grey',
] as const satisfies readonly Colour[];

export function isColour(name: string | undefined): name is Colour {
  return COLOURS.some((colour) => colour === name);
}

/** Who has a label today, or had it at the end of a day that has passed. */
export function labelDefinition(label: string, day: string, today: string) {
  const condition =
    day >= today ? { kind: 'rfm_label', labels: [label] } : { kind: 'rfm_label_at', labels: [label], day };
  return { include: [{ all: [condition] }], exclude: [] };
}

export interface Flagged {
  /** At risk, and bought often or much. */
  readonly saveFirst: number;
  /** First order at most 30 days ago, where the label tells them apart. */
  readonly isNew: number;
}

/** How many of a label are worth a word of their own. */
export function flaggedOf(label: string, cells: Distribution['cells']): Flagged {
  const own = cells.filter((cell) => cell.label === label);
  return {
    saveFirst: sum(own.filter(({ flags }) => flags.includes('save_first')).map(({ customers }) => customers)),
    isNew: sum(own.filter(({ flags }) => flags.includes('new')).map(({ newcomers }) => newcomers)),
  };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
