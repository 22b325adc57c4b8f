#!/usr/bin/env node
import { AppError, ERRORS } from '../errors.ts';
import { bench } from './commands/bench.ts';
import type { Command } from './commands/command.ts';
import { demo } from './commands/demo.ts';
import { keys } from './commands/keys.ts';
import { privacy } from './commands/privacy.ts';
import { replay } from './commands/replay.ts';
import { serve } from './commands/serve.ts';
import { shops } from './commands/shops.ts';
import { staff } from './commands/staff.ts';
import { verify } from './commands/verify.ts';

/** `crm <command>`: each command is one file. Progress goes to standard error, so that standard output is the answer alone. */
const COMMANDS: readonly Command[] = [serve, shops, keys, staff, demo, replay, verify, privacy, bench];

const [name = 'help', ...rest] = process.argv.slice(2);
const command = COMMANDS.find((one) => one.name === name);
try {
  if (!command) {
    console.log(help());
    process.exitCode = name === 'help' || name === '--help' ? 0 : 2;
  } else if (rest.includes('--help')) {
    console.log(`${command.usage}\n\n${command.about}`);
  } else {
    process.exitCode = await command.run(rest);
  }
} catch (error) {
  console.error(`crm: ${oneLine(error)}`);
  process.exitCode = 1;
}
// Database drivers and job timers may linger; what the command had to do is done.
if (name !== 'serve') process.exit();

function help(): string {
  return [
    'crm <command> [options]',
    '',
    ...COMMANDS.map((one) => `  ${one.usage}\n      ${one.about}`),
    '',
    '  Every command takes --json and --help. Settings: docs/settings.md.',
  ].join('\n');
}

function oneLine(error: unknown): string {
  if (error instanceof AppError)
    return `${error.code}: ${error.message.replace(/\.$/, '')}. ${ERRORS[error.code].advice}`;
  if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'))
    return `${(error as Error).message.split('\n')[0]} See crm ${name} --help.`;
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
}
