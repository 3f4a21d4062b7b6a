import { spawn } from 'node:child_process';

/**
 * Runs a command at a terminal of its own (util-linux' `script`). `type` gives what is typed for what came last on the
 * screen, if anything. Gives the exit status and all that was to be seen.
 */
export function atTerminal(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  type: (latest: string, seen: string) => string | undefined,
): Promise<readonly [number | null, string]> {
  const words = command.map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `exec ${words}`, '/dev/null'], { env });
  let seen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    const typed = type(text, seen);
    if (typed !== undefined) {
      child.stdin.write(typed);
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve([status, seen]));
  });
}
