import { areaLabel } from '../model.ts';
import { CHOICES_MAX } from './fields.ts';
import type { Field } from './form.ts';
import { quoted, type Wording } from './wording.ts';

/** The field of every condition on coded units. */
export const AREAS_FIELD = {
  name: 'areas',
  type: 'lookup',
  of: 'areas',
  max: CHOICES_MAX,
  required: true,
  label: { vi: 'Tỉnh thành, quốc gia', en: 'Provinces and countries' },
} as const satisfies Field;

/** "“Hà Nội” hoặc “Huế”" */
export function areasInWords(areas: readonly string[], wording: Wording): string {
  return wording.or(namesOf([...new Set(areas)], wording));
}

/** What is known of a place, for people: a country alone is told only where nothing in it is known. */
export function placesInWords(areas: readonly string[], wording: Wording): string {
  const parts = areas.filter((area) => area.includes('.'));
  return wording.and(namesOf(parts.length > 0 ? parts : areas, wording));
}

function namesOf(areas: readonly string[], wording: Wording): string[] {
  return areas.map((area) => quoted(wording.say(areaLabel(area, 'vi'), areaLabel(area, 'en'))));
}
