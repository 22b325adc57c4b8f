import { useTranslation } from 'react-i18next';
import { i18n } from './i18n.ts';

/** Texts of one room, by key. Plural keys end in `_other` (and in English `_one`): Vietnamese has one form. */
export type Table = Readonly<Record<string, string>>;

type Stem<Key extends string> = Key extends `${infer Name}_${'one' | 'other'}` ? Name : Key;
type Values = Readonly<Record<string, string | number>>;
export type Texts<Vi extends Table> = (key: Stem<keyof Vi & string>, values?: Values) => string;

/** Every table there is, for the test that compares the two languages. */
export const tables = new Map<string, { readonly vi: Table; readonly en: Table }>();

/**
 * Makes the hook that gives a room its texts in the language that the host chose: `t('count', { count: 3 })`. Both languages are in
 * one chunk with the page that uses them. Values are put in by i18next (`{{name}}`); React escapes them.
 */
export function defineTexts<const Vi extends Table>(
  name: string,
  languages: { readonly vi: Vi; readonly en: Table },
): () => Texts<Vi> {
  tables.set(name, languages);
  i18n.addResourceBundle('vi', name, languages.vi);
  i18n.addResourceBundle('en', name, languages.en);
  return function useTexts() {
    const { t } = useTranslation(name);
    return t as unknown as Texts<Vi>;
  };
}
