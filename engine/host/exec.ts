import type { HostSpec } from './host.ts';
import type { Launcher } from './launcher.ts';
import { missingTool } from './missing-tool.ts';

/** A host reached by any command that runs another: `docker exec -i NAME`, `kubectl exec -i POD --`, `wsl -u root --`. */
export function execLauncher(
  spec: Extract<HostSpec, { kind: 'exec' }>,
  { name = spec.argv.join(' ') }: { readonly name?: string },
): Launcher {
  return {
    label: name,
    prepare: (env) => Promise.resolve({ argv: [...spec.argv, '/bin/sh'], env, detached: process.platform !== 'win32' }),
    explain: (error) =>
      error.errno === 'ENOENT'
        ? missingTool(spec.argv[0], 'on this machine')
        : {
            code: 'unreachable',
            message: `"${spec.argv.join(' ')}" gave no shell: ${error.stderr.trim() || error.message}.`,
            cure: 'Try it in a terminal, with "sh" behind it.',
          },
    dispose: () => Promise.resolve(),
    killNow: () => undefined,
  };
}
