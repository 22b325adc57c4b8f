// Two commands at the same moment (`npm start` in one terminal, `npm test` in another) must not do one thing over each other: the
// second waits. Node's built-ins only: it is used before anything is installed.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ASK_MS = 500;
/** A lock folder that has had no owner for so long was left by a process that was killed between two lines. */
const ORPHAN_MS = 5_000;

/**
 * Waits for the turn that `folder` stands for, and returns the function that gives it back. A lock whose process is gone is taken
 * over. `onWait` is called now and then. Rejects when the folder cannot be made.
 */
export async function takeTurn(folder, onWait) {
  const owner = join(folder, 'pid');
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(folder, owner)) rmSync(folder, { recursive: true, force: true });
    else if (waited % 20 === 0) onWait();
    await sleep(ASK_MS);
  }
}

function isAbandoned(folder, owner) {
  try {
    process.kill(Number(readFileSync(owner, 'utf8')), 0);
    return false;
  } catch (error) {
    if (error.code === 'EPERM') return false;
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    return error.code === 'ESRCH' || Date.now() - made > ORPHAN_MS;
  }
}
