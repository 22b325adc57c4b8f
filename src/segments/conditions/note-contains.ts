import { z } from 'zod';
import { defineCondition } from '../condition.ts';
import { foldedPattern, holdsFolded, SOUGHT_LENGTH_MAX, soughtText } from '../folded-text.ts';
import { unknownReading } from '../reading.ts';
import { quoted } from '../wording.ts';

/** Notes are read by people; of a long one its beginning says which it is. */
const SHOWN_MAX = 120;

export const noteContains = defineCondition({
  kind: 'note_contains',
  specRows: ['§2b'],
  args: z.strictObject({ text: soughtText }),
  form: {
    group: 'profile',
    label: { vi: 'Ghi chú chứa', en: 'Note contains' },
    fields: [
      {
        name: 'text',
        type: 'text',
        maxLength: SOUGHT_LENGTH_MAX,
        required: true,
        label: { vi: 'Từ khoá', en: 'Text' },
        placeholder: { vi: 'Ví dụ: dị ứng', en: 'For example: allergy' },
      },
    ],
  },
  docs: {
    vi: 'Khách hàng có ghi chú chứa từ khoá, không phân biệt chữ hoa và dấu: “di ung” tìm được “Dị ứng”. Chỉ xét ghi chú trên hồ sơ của nơi bán.',
    en: 'Customers whose note contains the text, whatever its case and accents: “di ung” finds “Dị ứng”. Only the note on the profile at the host is read.',
  },
  examples: [
    {
      args: { text: 'di ung' },
      matches: [{ note: 'Khách DỊ  ỨNG hải sản' }, { note: 'Dị\nứng' }],
      misses: [{ note: 'dị' }, {}],
    },
    { args: { text: '.*' }, matches: [{ note: 'a.*b' }], misses: [{ note: 'Gọi lại sau' }] },
  ],
  compile: ({ text }) => ({ note: { $regex: foldedPattern(text) } }),
  evaluate: ({ text }, { note }) => note !== undefined && holdsFolded(note, text),
  sentence: ({ text }, wording) =>
    wording.say(`có ghi chú chứa ${quoted(text)}`, `have a note that contains ${quoted(text)}`),
  read({ text }, { note }, wording) {
    const add = wording.say(`ghi thêm ${quoted(text)} vào ghi chú`, `add ${quoted(text)} to the note`);
    if (note === undefined) return unknownReading(wording.say('chưa có ghi chú', 'no note'), add);
    const letters = Array.from(note);
    const shown = letters.length > SHOWN_MAX ? `${letters.slice(0, SHOWN_MAX).join('')}…` : note;
    const remove = wording.say(`bỏ ${quoted(text)} khỏi ghi chú`, `take ${quoted(text)} out of the note`);
    return { value: note, shown: quoted(shown), change: { by: null, text: holdsFolded(note, text) ? remove : add } };
  },
  word: 'note',
  missing: { label: { vi: 'chưa có ghi chú', en: 'have no note' }, filter: { note: { $exists: false } } },
});
