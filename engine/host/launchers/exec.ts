import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { Answers } from '../login/answers.ts';
import type { Askpass } from '../login/askpass.ts';
import type { HostSpec } from '../host.ts';
import type { Launcher } from './launcher.ts';
import { logIn } from '../login/login.ts';
import { missingHere } from './missing-tool.ts';
import { withTerminal } from './with-terminal.ts';
import { lastWords } from '../clean-text.ts';

/** Interval that keeps a connection open through servers and proxies, which end idle streams after minutes. */
const keepAliveMs = 30_000;

const shells = new Set(['sh', 'ash', 'bash', 'dash', 'ksh', 'zsh']);

/** Returns true if a command ends with a shell and its options: `bash`, `/bin/sh`, `bash -l`. */
function endsWithShell(argv: readonly string[]): boolean {
  const last = argv.findLast(
    (word, index) => index === 0 || !/^(?:-[a-z]+|--(?:login|norc|noprofile|posix))$/.test(word),
  );
  // A prefix may end with `--` or an argument; `docker exec -i` is incomplete.
  return last !== undefined && shells.has(path.posix.basename(last));
}

/** Returns the launcher of a host that is reached by any command that runs another one: `docker exec -i NAME`, `kubectl exec -i POD --`, `wsl -u root --`. */
export function execLauncher(
  spec: Extract<HostSpec, { kind: 'exec' }>,
  {
    name = spec.argv.join(' '),
    askpass,
  }: { readonly name?: string | undefined; readonly askpass?: Askpass | undefined },
): Launcher {
  const answers = askpass === undefined ? undefined : new Answers(askpass, name);
  // One word without spaces, which is also safe for a prefix that passes it to a shell.
  const argv: readonly [string, ...string[]] = endsWithShell(spec.argv) ? spec.argv : [...spec.argv, '/bin/sh'];
  return {
    label: name,
    keepAliveMs,
    isCostly: () => answers?.asksAgain ?? false,
    prepare: (env) => {
      const attempt = answers?.attempt();
      return Promise.resolve({
        argv,
        // Otherwise wsl.exe reports its own errors in UTF-16.
        env: process.platform === 'win32' ? { WSL_UTF8: '1', ...env } : env,
        detached: process.platform !== 'win32',
        logIn: (child, signal) => logIn(child, { label: name, sudo: spec.sudo ?? 'auto', attempt }, signal),
      });
    },
    terminal: (file) => Promise.resolve({ argv: [...withTerminal(argv), file] }),
    explain: ({ how, printed, errno }) =>
      errno === 'ENOENT'
        ? missingHere(spec.argv[0])
        : {
            code: 'unreachable',
            message: failureText(argv.join(' '), how, lastWords(printed)),
            remedy: l10n.t(
              'Run the command in a terminal and type "id". It must forward stdin without a terminal ("docker exec -i", not "-it") and stay until its shell ends ("setsid --wait").',
            ),
          },
    dispose: () => {
      answers?.forget();
      return Promise.resolve();
    },
    killNow: () => undefined,
  };
}

function failureText(command: string, how: string, output: string): string {
  return output === ''
    ? l10n.t('Could not start a shell with "{0}" ({1}).', command, how)
    : l10n.t('Could not start a shell with "{command}" ({how}): {output}.', { command, how, output });
}
