import type { HostSpec } from './host.ts';
import type { Launcher } from './launcher.ts';
import { missingTool } from './missing-tool.ts';

/** Ours win over the user's configuration: each shell is a connection of its own that only carries that shell. */
const settings = [
  'ControlMaster=no',
  'ControlPath=none',
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=3',
];
const options = ['-T', '-x', ...settings.flatMap((setting) => ['-o', setting])];

/** A host reached by the user's own OpenSSH: its configuration, agent, jump hosts and known hosts. */
export function sshLauncher(
  spec: Extract<HostSpec, { kind: 'ssh' }>,
  { name = spec.destination }: { readonly name?: string },
): Launcher {
  const label = `${name} over ssh`;
  return {
    label,
    prepare: (env) => {
      const config = spec.configFile === undefined ? [] : ['-F', spec.configFile];
      const argv = ['ssh', ...options, ...config, '--', spec.destination, 'exec /bin/sh'] as const;
      return Promise.resolve({ argv, env, detached: process.platform !== 'win32' });
    },
    explain: (error) =>
      error.errno === 'ENOENT'
        ? missingTool('ssh', 'on this machine')
        : {
            code: 'unreachable',
            message: `There is no connection to ${label}: ${error.stderr.trim() || error.message}.`,
            cure: `Try "ssh ${spec.destination}" in a terminal.`,
          },
    dispose: () => Promise.resolve(),
    killNow: () => undefined,
  };
}
