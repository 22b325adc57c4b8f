import type { Customer, DayNumber } from '../../model.ts';
import { CHOICES_MAX } from '../fields.ts';
import type { Field } from '../form.ts';
import type { Reading } from '../reading.ts';
import { quoted, type Wording } from '../wording.ts';
import { labelOn, scoresOf } from './scores.ts';
import { labelName, scoresInWords } from './words.ts';

/** What the conditions on labels share: the field, and their words. */
export const RFM_LABELS_FIELD: Field = {
  name: 'labels',
  type: 'lookup',
  of: 'rfm_labels',
  max: CHOICES_MAX,
  required: true,
  label: { vi: 'Nhóm', en: 'Labels' },
};

export function labelsInWords(labels: readonly string[], wording: Wording): string {
  return wording.or([...new Set(labels)].map((id) => quoted(labelName(id, wording.context.rfm, wording))));
}

/** Label and scores on a day. What was on a past day nobody can change. */
export function placeReading(customer: Customer, day: DayNumber, wording: Wording): Reading {
  const { rfm, timeZone } = wording.context;
  const scores = scoresOf(customer, rfm, day);
  if (scores) return { value: scores.label, shown: scoresInWords(scores, rfm, wording), change: null };
  const label = labelOn(customer, rfm, day, timeZone);
  const shown = label === '' ? wording.say('chưa có điểm', 'not scored yet') : labelName(label, rfm, wording);
  return { value: label === '' ? null : label, shown, change: null };
}

/** The same of today, with an order as what would turn the verdict, if one of any amount does. */
export function labelReading(labels: readonly string[], customer: Customer, wording: Wording): Reading {
  const { rfm, today } = wording.context;
  const reading = placeReading(customer, today, wording);
  const before = labels.includes(String(reading.value));
  const after = scoresOf(withOrder(customer, today, 0), rfm, today);
  if (labels.includes(after?.label ?? '') === before) return reading;
  return { ...reading, change: { by: null, text: wording.say('mua thêm một đơn', 'place one more order') } };
}

/** The customer as they would be after an order today. */
export function withOrder<C extends Pick<Customer, 'facts'>>(customer: C, day: DayNumber, netMinor: number): C {
  const order = { d: day, t: 0, o: '', n: netMinor, c: '', l: '', i: [] };
  return { ...customer, facts: [order, ...customer.facts] };
}
