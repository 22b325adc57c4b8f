import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import type { Command } from './command.ts';

const PROGRAM = join(import.meta.dirname, '../../../test/bench/main.ts');

export const bench: Command = {
  name: 'bench',
  usage: 'crm bench [--only ingest|segments|growth] [--customers 100000] [--rounds 3] [--quick]',
  about: 'Measures this machine against what one would write by hand, as ratios; the same as `npm run bench`.',
  async run(args) {
    // It measures against the tests' own servers, which the published package does not carry.
    if (!existsSync(PROGRAM)) throw new AppError('bad_request', 'crm bench runs in a checkout of the repository');
    const child = spawn(process.execPath, [PROGRAM, ...args.filter((arg) => arg !== '--json')], { stdio: 'inherit' });
    return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  },
};
