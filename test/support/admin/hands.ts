import type { Locator, Page } from 'playwright-core';

/** How somebody works: by what they point at, or by keys alone. What they do is the same. */
export interface Hands {
  /** A link, a button, a tab, a choice of a list that is open. */
  press(target: Locator): Promise<void>;
  /** Replaces what stands in a field. */
  write(field: Locator, text: string): Promise<void>;
}

/** A mouse, or on a phone a finger. */
export function pointer(page: Page, isFinger: boolean): Hands {
  const press = (target: Locator) => (isFinger ? target.tap() : target.click());
  return {
    press,
    async write(field, text) {
      await press(field);
      await replace(page, text);
    },
  };
}

/** Keys alone: Tab and Shift+Tab go to things, Enter presses them, arrows go along an open list. Nothing is focused by the test. */
export function keyboard(page: Page): Hands {
  return {
    async press(target) {
      if (await isChoice(target)) await arrowTo(page, target);
      else await tabTo(page, target);
      await page.keyboard.press('Enter');
    },
    async write(field, text) {
      await tabTo(page, field);
      await replace(page, text);
    },
  };
}

async function replace(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  if (text === '') await page.keyboard.press('Delete');
  else await page.keyboard.type(text);
}

/** More than any page of ours has of them. */
const STEPS_MAX = 150;

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let step = 0; step < STEPS_MAX; step++) {
    const way = await target.evaluate(wayTo);
    if (way === 'here') return;
    await page.keyboard.press(way);
  }
  throw new Error(`Tab does not come to ${String(target)}`);
}

/** Which key leads to the element from where the focus is; in the page around it, which has the frame after its own things, Tab. */
function wayTo(element: Element): 'here' | 'Tab' | 'Shift+Tab' {
  const { activeElement } = document;
  if (activeElement === element) return 'here';
  if (!activeElement || !document.hasFocus()) return 'Tab';
  return activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING ? 'Shift+Tab' : 'Tab';
}

function isChoice(target: Locator): Promise<boolean> {
  return target.evaluate((element) => ['option', 'menuitem'].includes(element.getAttribute('role') ?? ''));
}

/** The list keeps the focus where it is and marks the choice, or moves the focus to it. */
async function arrowTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < STEPS_MAX; step++) {
    const isThere = await target.evaluate(
      (element) => document.activeElement === element || element.getAttribute('data-combobox-selected') === 'true',
    );
    if (isThere) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrows do not come to ${String(target)}`);
}
