import { Answers } from './answers.ts';
import type { Askpass } from './askpass.ts';
import { HostError, type SudoUse } from './host.ts';
import type { Launcher } from './launcher.ts';
import { logIn } from './login.ts';
import { missingTool, notLinux } from './missing-tool.ts';
import { bootScript } from './prelude.ts';

/** What decides how this machine gives a root shell; from `process`, or made up by a test. */
export interface LocalMachine {
  readonly platform: string;
  /** Numeric user id; undefined where there is none (Windows). */
  readonly uid: number | undefined;
}

const otherWays =
  'Use the sandbox, which needs no root; or run this as root; or let sudo do without a password (NOPASSWD in sudoers).';

/** How root is come by on this machine, and who is asked for a password. */
interface LocalOptions {
  readonly sudo?: SudoUse;
  readonly askpass?: Askpass;
}

/** This machine, its network included: `sh` when we are root, else a shell by sudo. */
export function localLauncher(
  { sudo = 'auto', askpass }: LocalOptions = {},
  machine: LocalMachine = { platform: process.platform, uid: process.getuid?.() },
): Launcher {
  const isRoot = machine.uid === 0;
  const isPlain = sudo === 'never' || (isRoot && sudo === 'auto');
  const label = `this machine ${isPlain ? `as ${isRoot ? 'root' : `uid ${machine.uid ?? 'unknown'}`}` : 'with sudo'}`;
  const answers = askpass === undefined ? undefined : new Answers(askpass, 'this machine');
  return {
    label,
    prepare: (env) => {
      if (machine.platform !== 'linux') {
        return Promise.reject(new HostError(notLinux(machine.platform)));
      }
      if (isPlain) {
        return Promise.resolve({ argv: ['/bin/sh', '-c', bootScript()], env, detached: true });
      }
      const attempt = answers?.attempt();
      return Promise.resolve({
        argv: ['/bin/sh'],
        env,
        // In the terminal's session sudo finds the password that was typed there before.
        detached: false,
        logIn: (child, signal) => logIn(child, { label, place: 'on this machine', otherWays, sudo, attempt }, signal),
      });
    },
    explain: (error) =>
      /setsid: not found/.test(error.stderr)
        ? missingTool('setsid', 'on this machine')
        : {
            code: 'noShell',
            message: `The shell /bin/sh of this machine did not start: ${error.stderr.trim() || error.message}.`,
            cure: 'Check that /bin/sh is a POSIX shell.',
          },
    dispose: () => {
      answers?.forget();
      return Promise.resolve();
    },
    killNow: () => undefined,
  };
}
