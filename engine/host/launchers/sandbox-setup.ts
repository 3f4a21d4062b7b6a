import { recorder, sandboxMounts, sandboxNetwork } from '../../../generated/shell-programs.js';
import { quoteText } from '../shell/quote.ts';
import { ownRoot, sharedDirs, type SandboxView } from './sandbox-view.ts';

/**
 * Returns the arguments for `sh` to set up the sandbox, in the outer mount and PID namespaces.
 * @param searchPath the PATH of the sandbox
 */
export function setupArguments(view: SandboxView, searchPath: string): readonly string[] {
  const lists = [view.directories, view.files, sharedDirs.map((dir) => `${ownRoot}${dir}`), view.pluginDirs];
  const operations = view.operations.flatMap(({ verb, source, target }) => [verb, source, target]);
  const recording = `#!/bin/sh\nPATH=${quoteText(searchPath)}\n${recorder}`;
  return ['-c', sandboxMounts, 'sh', sandboxNetwork, ownRoot, ...lists.map(words), recording, ...operations];
}

function words(paths: readonly string[]): string {
  return paths.map((path) => quoteText(path)).join(' ');
}
