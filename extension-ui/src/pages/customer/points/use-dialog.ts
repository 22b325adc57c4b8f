import { useState } from 'react';

/** Which of several dialogs is open; none at first. */
export function useDialog<Name extends string>(): readonly [Name | null, (name: Name) => void, () => void] {
  const [dialog, setDialog] = useState<Name | null>(null);
  return [dialog, setDialog, () => setDialog(null)];
}
