/** What has come is read from its heading on, with eyes and with a screen reader. */
export function readFrom(heading: HTMLElement | null): void {
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}
