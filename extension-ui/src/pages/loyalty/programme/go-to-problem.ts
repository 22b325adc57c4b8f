import type { Path } from './paths.ts';

/** Puts the focus to the first field that is wrong, in the order of the page. */
export function goToProblem(wrong: readonly Path[]): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-path]')) {
    const path = place.dataset['path'] ?? '';
    // The fields of a rule are the server's: they are found within its card.
    const isRule = path.startsWith('earning.rules[');
    if (!wrong.some((one) => one === path || (isRule && one.startsWith(path)))) continue;
    const field =
      place.querySelector<HTMLElement>('[aria-invalid="true"]') ?? place.querySelector<HTMLElement>('input, select');
    field?.focus();
    return;
  }
}
