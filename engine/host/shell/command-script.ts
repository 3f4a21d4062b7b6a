import type { PluginCommand } from '../../libcni/plugin/exec.ts';
import type { Command } from '../host.ts';
import { quote, quoteAssignments, quoteForPrintf, quoteWords, sh, type ShellText } from './quote.ts';

/** A new pipe holds at least a page without a reader. */
const pipeRoom = 4096;

/** Closes the shell's descriptors that no command may inherit; stderr is that of the frame. */
const closeOurs = sh`2>&3 3>&- 6<&- 7<&-`;

/**
 * Returns shell text that runs `invocation` with exactly `stdin` and sets $? to its status. Small input goes through a pipe
 * that the shell itself fills in advance, which saves the fork of a pipeline.
 */
function withStdin(invocation: ShellText, stdin: Uint8Array | undefined, quick: boolean): ShellText {
  if (stdin === undefined || stdin.length === 0) {
    return sh`${invocation} </dev/null ${closeOurs}`;
  }
  if (quick && stdin.length <= pipeRoom) {
    return sh`cni_stdin; printf ${quoteForPrintf(stdin)} >&8; exec 8>&-; ${invocation} <&9 9<&- ${closeOurs}`;
  }
  return sh`printf ${quoteForPrintf(stdin)} | ${invocation} ${closeOurs}`;
}

/** Returns the script of one {@link Command}. */
export function commandScript(command: Command, quick: boolean): ShellText {
  const invocation = sh`${quoteAssignments(command.env ?? {})}${quoteWords(command.argv)}`;
  return sh`${withStdin(invocation, command.stdin, quick)}; cni_end $?; exec 9<&-`;
}

/** Begins to record calls under a name, in the namespace for the plugin (calls-shell.sh). */
const enter = (calls: ShellText): ShellText =>
  sh`if cni_cover ${calls}; then set -- nsenter --target "$cni_holder" --mount "--wd=/proc/$cni_holder/root$PWD" --; else set --; fi`;

/**
 * Returns {@link pluginScript} for a host that records the calls of plugins. The third field of `how` is 1 if there are calls,
 * 0 if there are none, and empty if they could not be recorded.
 * @param calls name for cni_collect
 */
export function recordedPluginScript(
  candidates: readonly string[],
  { env, stdin, thenRemove }: Pick<PluginCommand, 'env' | 'stdin' | 'thenRemove'>,
  quick: boolean,
  calls: string,
): ShellText {
  const run = withStdin(sh`${quoteAssignments(env)}"$@" "$cni_path"`, stdin, quick);
  const end = thenRemove === undefined ? sh`cni_end $1` : sh`cni_end_without $1 ${quote(thenRemove)}`;
  return sh`if cni_find ${quoteWords(candidates)}; then ${enter(quote(calls))}; ${run}; set -- $?; cni_covered; ${end}; exec 9<&-; else cni_end 0; fi`;
}

/** Returns the script that finds a plugin among `candidates` and runs it in one step; `thenRemove` is removed after exit status 0. */
export function pluginScript(
  candidates: readonly string[],
  { env, stdin, thenRemove }: Pick<PluginCommand, 'env' | 'stdin' | 'thenRemove'>,
  quick: boolean,
): ShellText {
  const run = withStdin(sh`${quoteAssignments(env)}"$cni_path"`, stdin, quick);
  const end = thenRemove === undefined ? sh`cni_end $?` : sh`cni_end_without $? ${quote(thenRemove)}`;
  return sh`if cni_find ${quoteWords(candidates)}; then ${run}; ${end}; exec 9<&-; else cni_end 0; fi`;
}
