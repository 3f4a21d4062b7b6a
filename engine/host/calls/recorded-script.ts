import { callsShell, cover } from '../../../generated/shell-programs.js';
import { quote, quoteWords, sh, type ShellText } from '../shell/quote.ts';

/**
 * Returns the functions of calls-shell.sh for a shell in the sandbox.
 * @param ownRoot root of the sandbox's own directories
 * @param pluginDirs the directories whose plugins are recorded
 */
export function recordingFunctions(ownRoot: string, pluginDirs: readonly string[]): ShellText {
  const dirs = quote(Buffer.from(quoteWords(pluginDirs), 'latin1'));
  return sh`cni_own=${quote(ownRoot)} cni_cover_program=${quote(cover)} cni_plugin_dirs=${dirs}
${callsShell}`;
}
