/**
 * Runs at once, or when the mouse or finger that is down has come up. What a field says when it is left moves what is below it:
 * between pressing a button and letting it go, that button would be somewhere else.
 */
export function afterPress(run: () => void): void {
  if (!isDown) run();
  else window.addEventListener('pointerup', () => setTimeout(run), { once: true });
}

let isDown = false;
for (const [event, down] of [
  ['pointerdown', true],
  ['pointerup', false],
  ['pointercancel', false],
] as const)
  window.addEventListener(
    event,
    () => {
      isDown = down;
    },
    true,
  );
