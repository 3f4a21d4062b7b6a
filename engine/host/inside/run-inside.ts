import { inside } from '../../../generated/shell-programs.js';
import { isNamespaceMissing, missingNamespace } from '../facts/namespaces.ts';
import type { Command, CommandRun, Host, Namespace } from '../host.ts';
import { missingToolError } from '../launchers/missing-tool.ts';
import { runToEnd, type RunToEndOptions } from '../run-to-end.ts';

/**
 * Runs a command in a namespace that is given by its path. One round trip. Rejects with NamespaceError (namespaceMissing),
 * with HostError (for example for a missing program), and with the signal's reason.
 */
export function runInside(
  host: Pick<Host, 'label' | 'run'>,
  namespace: Namespace,
  command: Command,
  options: RunToEndOptions = {},
): Promise<CommandRun & { readonly exitCode: number; readonly stdout: Buffer; readonly stderr: Buffer }> {
  const argv: Command['argv'] = ['/bin/sh', '-c', inside, 'sh', namespace.path, ...command.argv];
  return runProgram(host, namespace, { ...command, argv }, options);
}

/** Runs a program that enters a namespace (enter-namespace.sh). Rejects as {@link runInside}. */
export async function runProgram(
  host: Pick<Host, 'label' | 'run'>,
  namespace: Namespace,
  command: Command,
  options: RunToEndOptions = {},
): Promise<CommandRun & { readonly exitCode: number; readonly stdout: Buffer; readonly stderr: Buffer }> {
  const run = await runToEnd(host, { ...command, env: { LC_ALL: 'C', ...command.env } }, options);
  const missing = missingToolError(host, run);
  if (missing !== undefined) {
    throw missing;
  }
  if (isNamespaceMissing(run)) {
    throw missingNamespace(host, namespace.name);
  }
  return run;
}

/** Returns the names of the interfaces in a namespace. Rejects as {@link runInside}. */
export async function interfacesInside(
  host: Pick<Host, 'label' | 'run'>,
  namespace: Namespace,
): Promise<readonly string[]> {
  const { stdout } = await runInside(host, namespace, { argv: ['ip', '-o', 'link'] });
  return [...stdout.toString().matchAll(/^\d+: ([^:@\s]+)/gm)].map(([, name = '']) => name);
}
