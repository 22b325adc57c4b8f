/** Short, because a run leaves a timer of half of it behind (stack.md §5); a job that takes longer touches its lock. */
export const LOCK_MS = 60_000;

/** How far a job is, is written no more often than this. */
const TELL_MS = 1000;

/** What a run of Agenda's is to us. */
export interface Touched {
  touch(percent?: number): Promise<unknown>;
}

/** Keeps the lock of a run until it is released, and says how far it is. */
export function heldLock(run: Touched) {
  let percent: number | undefined;
  let toldAt = 0;
  let touching: Promise<unknown> = Promise.resolve();
  const touch = () => {
    touching = touching.then(() => run.touch(percent)).catch(() => undefined);
  };
  const alive = setInterval(touch, LOCK_MS / 3);
  return {
    /** 0 to 1. */
    tell(share: number): void {
      percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
      if (Date.now() - toldAt < TELL_MS) return;
      toldAt = Date.now();
      touch();
    },
    /** Waits for the last touch: one that came after the end of the run would lock the job again. */
    async release(): Promise<void> {
      clearInterval(alive);
      await touching;
    },
  };
}
