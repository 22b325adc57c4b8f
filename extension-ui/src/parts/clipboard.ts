/** False when neither way worked. A frame may not be allowed the clipboard; the older way of copying a selection still is. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    // Beside what has the focus: a dialog takes it back from anywhere else.
    (document.activeElement?.parentElement ?? document.body).append(area);
    const before = document.activeElement;
    area.select();
    const isDone = document.execCommand('copy');
    area.remove();
    if (before instanceof HTMLElement) before.focus();
    return isDone;
  }
}
