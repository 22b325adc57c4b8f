import type { Frame } from 'playwright-core';

/** Resolves when what was asked for has been drawn: no skeleton stands, nothing says that it is busy. */
export async function settled(frame: Frame): Promise<void> {
  await frame.waitForFunction(
    () => !document.querySelector('[class*=Skeleton-root], [aria-busy=true], [data-loading=true], [data-old=true]'),
  );
  await frame.evaluate(
    () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
  );
}
