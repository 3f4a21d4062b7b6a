import type { PluginCommand } from '../libcni/exec.ts';
import type { Command } from './host.ts';
import { quote, quoteAssignments, quoteForPrintf, type ShellText } from './quote.ts';

/** A fresh pipe holds at least a page without a reader. */
const pipeRoom = 4096;

/** Descriptors of the shell's own that no command may inherit; stderr is the frame's. */
const closeOurs = '2>&3 3>&- 6<&- 7<&-';

/**
 * Shell text that runs `invocation` with exactly `stdin`, sets $? to its status. Small input goes through a pipe that
 * the shell itself fills beforehand, which saves the fork that a pipeline costs.
 */
function withStdin(invocation: ShellText, stdin: Uint8Array | undefined, quick: boolean): ShellText {
  if (stdin === undefined || stdin.length === 0) {
    return `${invocation} </dev/null ${closeOurs}`;
  }
  if (quick && stdin.length <= pipeRoom) {
    return `cni_stdin; printf ${quoteForPrintf(stdin)} >&8; exec 8>&-; ${invocation} <&9 9<&- ${closeOurs}`;
  }
  return `printf ${quoteForPrintf(stdin)} | ${invocation} ${closeOurs}`;
}

/** The script of one {@link Command}. */
export function commandScript(command: Command, quick: boolean): ShellText {
  const words = command.argv.map((word) => quote(word)).join(' ');
  return `${withStdin(quoteAssignments(command.env ?? {}) + words, command.stdin, quick)}; cni_end $?; exec 9<&-`;
}

/** The script that looks for a plugin among `candidates` and runs it, in one go; `thenRemove` goes when it ends with 0. */
export function pluginScript(
  candidates: readonly string[],
  { env, stdin, thenRemove }: Pick<PluginCommand, 'env' | 'stdin' | 'thenRemove'>,
  quick: boolean,
): ShellText {
  const paths = candidates.map((path) => quote(path)).join(' ');
  const run = withStdin(`${quoteAssignments(env)}"$cni_path"`, stdin, quick);
  const end = thenRemove === undefined ? 'cni_end $?' : `cni_end_without $? ${quote(thenRemove)}`;
  return `if cni_find ${paths}; then ${run}; ${end}; exec 9<&-; else cni_end 0; fi`;
}
