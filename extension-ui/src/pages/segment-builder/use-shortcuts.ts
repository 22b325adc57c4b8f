import { useEffect, useEffectEvent } from 'react';

interface Shortcuts {
  /** Null: the browser's own. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  save(): void;
}

/** Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y, Ctrl+S; with Cmd on a Mac. They work in fields as well: what is typed is in the same history. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const run = {
      z: event.shiftKey ? shortcuts.redo : shortcuts.undo,
      y: shortcuts.redo,
      s: shortcuts.save,
    }[key];
    if (!run) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
