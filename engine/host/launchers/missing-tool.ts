import * as l10n from '@vscode/l10n';
import { scriptExitCodes } from '../../../generated/shell-programs.js';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import type { HostError, HostProblem } from '../host.ts';
import { type Distribution, distributionOf, installCommand, packageOf } from './packages.ts';

/** Returns the problem of a program that is missing on a host, or without `host` on this machine, with its package. */
export function missingTool(tool: string, host?: string, distribution: Distribution = 'debian'): HostProblem {
  const name = packageOf(tool, distribution);
  return {
    code: 'missingTool',
    message:
      host === undefined
        ? l10n.t('The program "{0}" is missing on this machine.', tool)
        : l10n.t('The program "{0}" is missing on {1}.', tool, host),
    remedy: name === undefined ? installTool(tool) : packageRemedy(name, distribution),
  };
}

function packageRemedy(name: string, distribution: Distribution): string {
  return distribution === 'debian'
    ? l10n.t(
        'Install the package "{0}" (on Debian and Ubuntu: sudo apt-get install {0}), or add the directory of the program to the PATH.',
        name,
      )
    : l10n.t(
        'Install the package "{0}" (sudo {1} {0}), or add the directory of the program to the PATH.',
        name,
        installCommand[distribution],
      );
}

/**
 * Returns the error of a host's program that stopped because another one is missing: exit code cni_missing_tool, and on stderr
 * `cni-workbench-missing PROGRAM ID…` (require-tool.sh); undefined for another end.
 */
export function missingToolError(
  host: { readonly label: string },
  { exitCode, stderr }: { readonly exitCode: number; readonly stderr: Uint8Array },
): HostError | undefined {
  const [, tool, ids = ''] = /^cni-workbench-missing (\S+)(?: (.*))?\n$/.exec(Buffer.from(stderr).toString()) ?? [];
  return exitCode === scriptExitCodes.missingTool && tool !== undefined
    ? new WorkbenchError(missingTool(tool, host.label, distributionOf(ids)))
    : undefined;
}

/** Returns {@link missingTool} for this machine, with the remedy for its platform. */
export function missingHere(tool: string, platform: NodeJS.Platform = process.platform): HostProblem {
  const problem = missingTool(tool);
  return platform === 'win32' ? { ...problem, remedy: remedyOnWindows(tool) } : problem;
}

const installTool = (tool: string): string => l10n.t('Install "{0}", or add its directory to the PATH.', tool);

function remedyOnWindows(tool: string): string {
  return tool === 'ssh'
    ? l10n.t('Add "OpenSSH Client" (Settings > System > Optional features), or add the directory of ssh to the PATH.')
    : installTool(tool);
}

/** Returns the problem of a machine without network namespaces. */
export function notLinux(platform: string): HostProblem {
  const name = platform === 'darwin' ? 'macOS' : platform === 'win32' ? 'Windows' : platform;
  return {
    code: 'notLinux',
    message: l10n.t('CNI plugins run only on Linux, but this machine runs {0}.', name),
    remedy: l10n.t(
      'Choose a Linux host ("Add Host…" in the view "Hosts", or --host ssh:NAME), or open the folder on one (WSL, Remote - SSH, a dev container).',
    ),
  };
}
