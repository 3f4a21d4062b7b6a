import type * as vscode from 'vscode';
import { markdownText } from '../../engine/text/edges.ts';

/** Returns a Markdown link that runs a command with JSON values as arguments. Works in pages (webviews/markdown-pages.ts). */
export function commandLink({ title, tooltip, command, arguments: args = [] }: vscode.Command): string {
  const hint = tooltip === undefined ? '' : ` '${markdownText(tooltip.replaceAll("'", '’'))}'`;
  return `[${markdownText(title)}](<${commandAddress(command, args)}>${hint})`;
}

/** Returns the address of a link that runs a command. */
export function commandAddress(command: string, args: readonly unknown[]): string {
  return `command:${command}${args.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(args))}`}`;
}
