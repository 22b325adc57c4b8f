import type { Answer } from '../../../api/client.ts';

export type Resolved = Answer<'/api/v1/segments/{id}/paste', 'post'>;
export type Line = Resolved['lines'][number];

/** What stands in the form. */
export interface Wish {
  readonly from: 'paste' | 'file';
  readonly pasted: string;
  readonly file: File | null;
  readonly as: 'pin' | 'ban';
}

/** As the server has them. */
const FILE_MAX_BYTES = 5 << 20;
const LINES_MAX = 5000;

export type Fault = 'noLines' | 'tooManyLines' | 'noFile' | 'wrongFile' | 'fileTooLarge';

/** Why the wish cannot be sent. */
export function faultOf({ from, pasted, file }: Wish): Fault | null {
  if (from === 'paste') {
    const lines = pasted.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').length;
    return lines === 0 ? 'noLines' : lines > LINES_MAX ? 'tooManyLines' : null;
  }
  if (file === null) return 'noFile';
  if (!/\.(xlsx|csv)$/i.test(file.name)) return 'wrongFile';
  return file.size > FILE_MAX_BYTES ? 'fileTooLarge' : null;
}

/** Whom people have chosen where a line may mean several: ids by line. */
export type Chosen = Readonly<Record<number, string>>;

/** Who would be added: whom lines name, and who was chosen. Once each. */
export function peopleOf(lines: readonly Line[], chosen: Chosen): string[] {
  return [
    ...new Set(
      lines.flatMap(({ line, outcome, customer }) =>
        outcome === 'found' && customer ? [customer.id] : outcome === 'ambiguous' ? chosen[line] || [] : [],
      ),
    ),
  ];
}
