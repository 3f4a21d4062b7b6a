import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { terminal as program } from '../../../generated/shell-programs.js';
import { lastWords } from '../clean-text.ts';
import type { Host, Namespace, TerminalCommand } from '../host.ts';
import { badAnswer, runToEnd } from '../run-to-end.ts';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { quoteAssignments, sh } from '../shell/quote.ts';

/** A shell in a namespace, for a terminal of the user. */
export interface NamespaceShell {
  readonly command: TerminalCommand;
  /** Removes the file of the shell, if the command has not done so. Call it when the terminal is closed. Never rejects. */
  remove(): Promise<void>;
}

/**
 * Prepares a shell in a namespace. The command of a terminal passes through the login shells of remote hosts, which quote
 * differently, so it only names a file of the host, which is written here and removes itself. Rejects with HostError.
 * @param place name of the host, for the first line of the shell
 */
export async function namespaceShell(
  host: Pick<Host, 'label' | 'run' | 'spec' | 'terminal'>,
  namespace: Namespace,
  place: string,
  signal?: AbortSignal,
): Promise<NamespaceShell> {
  const file = `/tmp/.cni-workbench-${randomBytes(12).toString('hex')}`;
  const variables = quoteAssignments({
    cni_netns: namespace.path,
    cni_sudo: 'sudo' in host.spec ? (host.spec.sudo ?? 'auto') : 'auto',
    cni_hello: l10n.t('Shell in namespace "{0}" on "{1}". Type "exit" to leave it.', namespace.name, place),
    cni_no_root: l10n.t('A shell in a namespace needs root, but sudo is not installed on "{0}".', place),
    cni_gone: l10n.t('The namespace "{0}" no longer exists on "{1}".', namespace.name, place),
  });
  // Another user may log in at the terminal than in the shell of the host, but both read /tmp.
  const writing = 'umask 022; set -C; cat >"$1"';
  const stdin = Buffer.from(sh`${variables}\n${program}`, 'latin1');
  const { exitCode, stderr } = await runToEnd(
    host,
    { argv: ['/bin/sh', '-c', writing, 'sh', file], stdin },
    { signal },
  );
  if (exitCode !== 0) {
    throw new WorkbenchError(badAnswer(host.label, lastWords(stderr.toString()) || String(exitCode)));
  }
  return {
    command: await host.terminal(file),
    remove: async () => {
      await host.run({ argv: ['rm', '-f', file] }).catch(() => undefined);
    },
  };
}
