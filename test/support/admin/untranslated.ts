import type { Frame } from 'playwright-core';
import type { Locale } from '../browser.ts';
import { pattern, tables } from './texts.ts';

/** What the server says in both languages: names of conditions, templates and the like. */
export interface Pair {
  readonly vi: string;
  readonly en: string;
}

/** Finds what stands in the wrong language on a page: a key instead of its text, or a text of the other language. */
export class Language {
  readonly #keys = new Set<string>();
  readonly #texts: Readonly<Record<Locale, Wording>>;
  readonly #data: ReadonlySet<string>;

  /** `data`: what people have written themselves, which is in the language that it is in. */
  constructor(pairs: readonly Pair[], data: Iterable<string>) {
    const all = { vi: pairs.map(({ vi }) => vi), en: pairs.map(({ en }) => en) };
    for (const [room, { vi, en }] of tables) {
      for (const key of Object.keys(vi))
        for (const name of [key, `${room}.${key}`, `${room}:${key}`]) this.#keys.add(name);
      all.vi.push(...Object.values(vi));
      all.en.push(...Object.values(en));
    }
    this.#texts = { vi: new Wording(all.vi), en: new Wording(all.en) };
    this.#data = new Set(data);
  }

  /** Every text of the frame that is not in `locale`. */
  async wrong(frame: Frame, locale: Locale): Promise<string[]> {
    const [right, other] = locale === 'vi' ? [this.#texts.vi, this.#texts.en] : [this.#texts.en, this.#texts.vi];
    return (await frame.evaluate(textsOf)).filter(
      (text) => !this.#data.has(text) && !right.has(text) && (this.#keys.has(text) || other.has(text)),
    );
  }

  /** Every text of ours that its element is too narrow for. */
  async cut(frame: Frame, locale: Locale): Promise<string[]> {
    return (await frame.evaluate(cutTexts)).filter((text) => this.#texts[locale].has(text));
  }
}

/** Fewer letters tell no languages apart. */
const LETTERS_MIN = 4;

class Wording {
  readonly #exact = new Set<string>();
  readonly #patterns: RegExp[] = [];

  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      if (!text.includes('{{')) this.#exact.add(text.trim());
      else if (text.replaceAll(/\{\{\w+\}\}|[^\p{L}]/gu, '').length >= LETTERS_MIN) this.#patterns.push(pattern(text));
    }
  }

  has(text: string): boolean {
    return this.#exact.has(text) || this.#patterns.some((known) => known.test(text));
  }
}

/** What is read or heard in the page; not what is quoted (`code`, `pre`), nor what says itself that it is in another language. */
function textsOf(): string[] {
  const found = new Set<string>();
  const isQuoted = (element: Element) => {
    if (element.closest('code, pre, script, style, textarea')) return true;
    const language = element.closest('[lang]')?.getAttribute('lang');
    return language !== document.documentElement.lang;
  };
  const add = (element: Element | null, text: string | null) => {
    const words = text?.replaceAll(/\s+/g, ' ').trim();
    if (words && element?.checkVisibility() && !isQuoted(element)) found.add(words);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) add(node.parentElement, node.textContent);
  for (const name of ['aria-label', 'aria-description', 'aria-roledescription', 'placeholder', 'title', 'alt'])
    for (const element of document.querySelectorAll(`[${name}]`)) add(element, element.getAttribute(name));
  return [...found];
}

/** Texts whose end is hidden because their element, or a field that they are the placeholder of, is too narrow. */
function cutTexts(): string[] {
  const found = new Set<string>();
  const isSeen = (element: Element) => element.clientWidth > 2 && element.checkVisibility();
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const text = own
      .map(({ textContent }) => textContent)
      .join('')
      .replaceAll(/\s+/g, ' ')
      .trim();
    if (!text || !isSeen(element)) continue;
    for (const box of [element, element.parentElement])
      if (box && getComputedStyle(box).overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1)
        found.add(text);
  }
  const pen = document.createElement('canvas').getContext('2d');
  for (const input of document.querySelectorAll<HTMLInputElement>('input[placeholder], textarea[placeholder]')) {
    if (!pen || !isSeen(input) || input.value !== '') continue;
    const { font, paddingLeft, paddingRight } = getComputedStyle(input);
    pen.font = font;
    const room = input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    const lines = input.placeholder.split('\n').map((line) => pen.measureText(line).width);
    if (Math.max(...lines) > room + 1) found.add(input.placeholder);
  }
  return [...found];
}
