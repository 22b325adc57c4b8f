import { useBridge } from '../session/admin.tsx';

/** Short messages, in the host's manner. `done('Đã gỡ thẻ', () => putBack())` offers Undo while it stands. */
export function useToast() {
  const bridge = useBridge();
  return {
    done: (message: string, undo?: () => void) => bridge.toast(undo ? { message, undo } : { message }),
    failed: (message: string) => bridge.toast({ message, isError: true }),
  };
}
