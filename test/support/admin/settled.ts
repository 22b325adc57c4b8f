import type { Frame } from 'playwright-core';

/** Resolves when what was asked for has been drawn: no skeleton stands, nothing says that it is busy, nothing moves or changes its colour. */
export async function settled(frame: Frame): Promise<void> {
  await frame.waitForFunction(
    () => !document.querySelector('[class*=Skeleton-root], [aria-busy=true], [data-loading=true], [data-old=true]'),
  );
  await frame.evaluate(async () => {
    await new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())));
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
