/** Text as it is searched: no accents, lower case ("Đào" → "dao"). The server folds names in the same way (src/model/text.ts). */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
