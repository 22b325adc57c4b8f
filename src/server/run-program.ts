import { spawn } from 'node:child_process';

export interface RunOptions {
  /** Default: that of this process. */
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Record<string, string>;
  readonly timeoutMs: number;
  /** What to do when the program, or pip, is not there. */
  readonly hint?: string;
}

/** Runs a program and gives its standard output; rejects with its last line of complaint. */
export async function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const env = options.env === undefined ? [] : Object.entries(options.env).map(([name, value]) => `${name}=${value}`);
  // By way of `env`, which adds to what is inherited: nothing here has to read the environment.
  const child = spawn('env', [...env, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMs,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk).slice(-4_000)));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code === 0) return output;
  const lines = complaint.trim().split('\n');
  // Node puts the error above the stack and its version last; pip puts it last.
  const last = lines.findLast((line) => /error:/i.test(line)) ?? lines.at(-1) ?? '';
  const isMissing = code === 127 || /No module named pip/.test(complaint);
  const hint = isMissing && options.hint !== undefined ? ` (${options.hint})` : '';
  throw new Error(`${program} failed: ${last.slice(0, 200) || `exit ${code ?? 'by timeout'}`}${hint}`);
}
