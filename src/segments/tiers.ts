import { quoted, type Wording } from './wording.ts';

/** “Vàng”; a tier that no version of the programme has, by its id. */
export function tierInWords(id: string, wording: Wording): string {
  const name = wording.names.tier?.(id);
  return quoted(name === undefined ? id : wording.say(name.vi, name.en));
}

/** “Bạc” hoặc “Vàng”, each once. */
export function tiersInWords(ids: readonly string[], wording: Wording): string {
  return wording.or([...new Set(ids)].map((id) => tierInWords(id, wording)));
}
