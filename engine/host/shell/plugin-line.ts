import { quote, quoteAssignments, quoteForPrintf, sh, type ShellText } from './quote.ts';

/** A plugin execution that happened. */
export interface PluginExecution {
  readonly pluginPath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array;
}

/**
 * Returns a line for a POSIX shell that runs a plugin again as it ran: the same variables (`CNI_*` and `PATH`) and the same
 * bytes on stdin. It is for the host where the plugin ran, as root.
 * @throws TypeError for a path or a value with a NUL, which no process can have
 */
export function pluginLine({ pluginPath, env, stdin }: PluginExecution): string {
  const variables = Object.entries(env).filter(([name]) => /^(?:CNI_[A-Z0-9_]+|PATH)$/.test(name));
  const call = sh`${quoteAssignments(Object.fromEntries(variables))}${quote(pluginPath)}`;
  return Buffer.from(sh`${print(stdin)} | ${call}`, 'latin1').toString();
}

/** Other bytes than UTF-8 would not survive the clipboard. */
function print(stdin: Uint8Array): ShellText {
  const text = Buffer.from(stdin);
  return Buffer.from(text.toString()).equals(text)
    ? sh`printf ${quoteForPrintf(stdin)}`
    : sh`printf %s ${quote(text.toString('base64'))} | base64 -d`;
}
