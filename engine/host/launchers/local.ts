import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { Answers } from '../login/answers.ts';
import type { Askpass } from '../login/askpass.ts';
import type { SudoUse } from '../host.ts';
import type { Launcher } from './launcher.ts';
import { logIn } from '../login/login.ts';
import { missingTool, notLinux } from './missing-tool.ts';
import { bootArguments } from '../shell/boot.ts';

/** How this machine provides a root shell; from `process`, or from a test. */
export interface LocalMachine {
  readonly platform: string;
  /** Numeric user ID; undefined on Windows. */
  readonly uid: number | undefined;
}

const otherWays = (): string =>
  l10n.t(
    'Use the sandbox, which needs no root, or run this as root, or allow sudo without a password (NOPASSWD in sudoers).',
  );

/** How to become root on this machine, and how to prompt for a password. */
interface LocalOptions {
  readonly sudo?: SudoUse;
  readonly askpass?: Askpass | undefined;
}

/** Returns the launcher for this machine with its network: `sh` for root, otherwise a shell through sudo. */
export function localLauncher(
  { sudo = 'auto', askpass }: LocalOptions = {},
  machine: LocalMachine = { platform: process.platform, uid: process.getuid?.() },
): Launcher {
  const isRoot = machine.uid === 0;
  const isPlain = sudo === 'never' || (isRoot && sudo === 'auto');
  const label = labelOf(machine, isPlain);
  const answers = askpass === undefined ? undefined : new Answers(askpass, l10n.t('this machine'));
  return {
    label,
    prepare: (env) => {
      if (machine.platform !== 'linux') {
        return Promise.reject(new WorkbenchError(notLinux(machine.platform)));
      }
      if (isPlain) {
        return Promise.resolve({ argv: bootArguments(), env, detached: true });
      }
      const attempt = answers?.attempt();
      const options = { label, isHere: true, otherWays: otherWays(), sudo, asker: 'localSudo' } as const;
      return Promise.resolve({
        argv: ['/bin/sh'],
        env,
        // In the session of the terminal sudo accepts a recent authentication.
        detached: false,
        logIn: (child, signal) => logIn(child, { ...options, attempt }, signal),
      });
    },
    terminal: (file) => Promise.resolve({ argv: ['/bin/sh', file] }),
    explain: ({ how, printed }) =>
      /setsid: not found/.test(printed)
        ? missingTool('setsid')
        : {
            code: 'noShell',
            message: l10n.t('The shell /bin/sh of this machine did not start: {0}.', printed.trim() || how),
            remedy: l10n.t('Check that /bin/sh is a POSIX shell.'),
          },
    dispose: () => {
      answers?.forget();
      return Promise.resolve();
    },
    killNow: () => undefined,
  };
}

function labelOf({ uid }: LocalMachine, isPlain: boolean): string {
  if (!isPlain) {
    return l10n.t('this machine with sudo');
  }
  return uid === 0 ? l10n.t('this machine as root') : l10n.t('this machine as uid {0}', uid ?? '?');
}
