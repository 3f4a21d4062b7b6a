import { HostError } from './host.ts';
import type { Launcher } from './launcher.ts';
import { missingTool, notLinux } from './missing-tool.ts';
import { bootScript } from './prelude.ts';

/** What decides how this machine gives a root shell; from `process`, or made up by a test. */
export interface LocalMachine {
  readonly platform: string;
  /** Numeric user id; undefined where there is none (Windows). */
  readonly uid: number | undefined;
}

/** This machine, its network included: `sh` when we are root, else `sudo -n sh`. */
export function localLauncher(
  machine: LocalMachine = { platform: process.platform, uid: process.getuid?.() },
): Launcher {
  const isRoot = machine.uid === 0;
  return {
    label: isRoot ? 'this machine as root' : 'this machine with sudo',
    prepare: (env) => {
      if (machine.platform !== 'linux') {
        return Promise.reject(new HostError(notLinux(machine.platform)));
      }
      return Promise.resolve(
        isRoot
          ? { argv: ['/bin/sh', '-c', bootScript()], env, detached: true }
          : { argv: ['sudo', '-n', '--', '/bin/sh', '-c', bootScript()], env, detached: false },
      );
    },
    explain: (error) => {
      if (/setsid: not found/.test(error.stderr)) {
        return missingTool('setsid', 'on this machine');
      }
      if (isRoot) {
        return {
          code: 'noShell',
          message: `The shell /bin/sh of this machine did not start: ${error.stderr.trim() || error.message}.`,
          cure: 'Check that /bin/sh is a POSIX shell.',
        };
      }
      const why =
        error.errno === 'ENOENT'
          ? 'there is no sudo'
          : `"sudo -n" was refused: ${error.stderr.trim() || error.message}`;
      return {
        code: 'noPrivilege',
        message: `Running plugins on this machine needs root. You are uid ${machine.uid ?? 'unknown'}, and ${why}.`,
        cure: 'Use the sandbox, which needs no root; or run this as root; or let sudo do without a password (NOPASSWD in sudoers).',
      };
    },
    dispose: () => Promise.resolve(),
    killNow: () => undefined,
  };
}
