import path from 'node:path';
import { Answers } from './answers.ts';
import type { Askpass } from './askpass.ts';
import type { HostSpec } from './host.ts';
import type { Launcher } from './launcher.ts';
import { logIn } from './login.ts';
import { missingHere } from './missing-tool.ts';
import { lastWords } from './shell-start-error.ts';

/** Servers and proxies between here and a container end streams on which nothing goes for minutes. */
const keepAliveMs = 30_000;

const shells = new Set(['sh', 'ash', 'bash', 'dash', 'ksh', 'zsh']);

/** Whether a command ends with a shell, options for it included: `bash`, `/bin/sh`, `bash -l`. */
function endsWithShell(argv: readonly string[]): boolean {
  const last = argv.findLast(
    (word, index) => index === 0 || !/^(?:-[a-z]+|--(?:login|norc|noprofile|posix))$/.test(word),
  );
  // `--` and what is no option end a prefix; `docker exec -i` asks for more.
  return last !== undefined && shells.has(path.posix.basename(last));
}

/** A host reached by any command that runs another: `docker exec -i NAME`, `kubectl exec -i POD --`, `wsl -u root --`. */
export function execLauncher(
  spec: Extract<HostSpec, { kind: 'exec' }>,
  { name = spec.argv.join(' '), askpass }: { readonly name?: string; readonly askpass?: Askpass },
): Launcher {
  const answers = askpass === undefined ? undefined : new Answers(askpass, name);
  // One word without blanks, so that a prefix which hands it to a shell of its own does no harm.
  const argv: readonly [string, ...string[]] = endsWithShell(spec.argv) ? spec.argv : [...spec.argv, '/bin/sh'];
  return {
    label: name,
    keepAliveMs,
    isCostly: () => answers?.asksAnew ?? false,
    prepare: (env) => {
      const attempt = answers?.attempt();
      return Promise.resolve({
        argv,
        // wsl.exe tells its own errors in UTF-16 else.
        env: process.platform === 'win32' ? { WSL_UTF8: '1', ...env } : env,
        detached: process.platform !== 'win32',
        logIn: (child, signal) => logIn(child, { label: name, sudo: spec.sudo ?? 'auto', attempt }, signal),
      });
    },
    explain: (error) =>
      error.errno === 'ENOENT'
        ? missingHere(spec.argv[0])
        : {
            code: 'unreachable',
            message: `"${argv.join(' ')}" gave no shell (${error.message}): ${lastWords(error.stderr) || 'it said nothing'}.`,
            cure: 'Try it in a terminal; type "id" there. A command that runs in a container must pass on its stdin and use no terminal (docker exec -i, not -it).',
          },
    dispose: () => {
      answers?.forget();
      return Promise.resolve();
    },
    killNow: () => undefined,
  };
}
