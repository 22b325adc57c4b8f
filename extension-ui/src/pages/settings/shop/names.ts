/** `Việt Nam đồng (VND)`: money and countries as people of the locale call them. */
export function currencyName(locale: string, currency: string): string {
  return named(locale, 'currency', currency);
}

export function regionName(locale: string, countryCode: string): string {
  return named(locale, 'region', countryCode);
}

function named(locale: string, type: 'currency' | 'region', code: string): string {
  try {
    const name = new Intl.DisplayNames(locale, { type }).of(code);
    return name === undefined || name === code ? code : `${name} (${code})`;
  } catch {
    return code; // `ZZ` and other codes that stand for no country
  }
}
