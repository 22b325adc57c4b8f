import type { Field } from '../../../../../src/segments/form.ts';

/** What each kind of field is given. Its value is the argument as it stands in the condition; undefined is empty. */
export interface FieldProps<Type extends Field['type']> {
  readonly field: Extract<Field, { type: Type }>;
  readonly value: unknown;
  /** In the language of the page. */
  readonly label: string;
  /** The label is read to who cannot see that it stands above already. */
  readonly isLabelHidden: boolean;
  readonly isWrong: boolean;
  /** The id of the lines under the form that say what is wrong and what it means. */
  readonly describedBy: string;
  onChange(value: unknown): void;
}

/** The label of a Mantine input, shown or only read. */
export function labelled({ label, isLabelHidden }: { label: string; isLabelHidden: boolean }) {
  return isLabelHidden ? { 'aria-label': label } : { label };
}

/** Of lists that drop down: in the page's own landmark, and themselves what scrolls, which is what screen readers expect. */
export const LIST = {
  openOnFocus: false,
  withScrollArea: false,
  styles: { options: { maxHeight: 300, overflowY: 'auto' } },
  comboboxProps: { withinPortal: false },
} as const;

export function marked({ isWrong, describedBy }: { isWrong: boolean; describedBy: string }) {
  return { error: isWrong, 'aria-describedby': describedBy };
}
