import { ONLINE } from '../model.ts';
import { quoted, type Wording } from './wording.ts';

/** "tại “Hà Nội” hoặc qua kênh online" */
export function storesInWords(locations: readonly string[], wording: Wording, join: 'or' | 'and' = 'or'): string {
  const places = [...new Set(locations)].map((id) => {
    if (id === ONLINE) return wording.say('qua kênh online', 'online');
    const name = quoted(wording.names.location?.(id) ?? id);
    return wording.say(`tại ${name}`, `at ${name}`);
  });
  return wording[join](places);
}
