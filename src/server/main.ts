import closeWithGrace from 'close-with-grace';
import { AppError, ERRORS } from '../errors.ts';
import { loadConfig } from './config.ts';
import { welcome } from './demo/welcome.ts';
import { startServer } from './server.ts';

/** The process: settings, start, signals, exit codes. Whatever goes wrong at the start is one line and a non-zero exit. */
const STOP_WITHIN_MS = 9_500;
const say = (line: string) => console.log(`tessera: ${line}`);

try {
  const config = loadConfig();
  const server = await startServer(config, say, (detail) => {
    console.error(`tessera: ${detail}. Stopping; start again to recover.`);
    process.exit(1);
  });
  const stopped = new AbortController();
  // Agenda leaves timers behind (stack.md §5), so the end is said and not waited for; close-with-grace exits when this returns.
  closeWithGrace({ delay: STOP_WITHIN_MS, logger: false }, async ({ err, signal }) => {
    if (err)
      console.error(
        `tessera: stopping after an unexpected error: ${err.name} ${(err.stack ?? '').split('\n')[1]?.trim() ?? ''}`,
      );
    else say(`${signal ?? 'end'}: finishing what is in flight`);
    stopped.abort();
    await server.stop();
    say('stopped');
  });
  await welcome(server, config, say, stopped.signal);
} catch (error) {
  console.error(`tessera: ${oneLine(error)}`);
  process.exit(1);
}

function oneLine(error: unknown): string {
  if (error instanceof AppError)
    return `${error.code}: ${error.message.replace(/\.$/, '')}. ${ERRORS[error.code].advice}`;
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
}
