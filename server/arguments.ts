import { version } from '../package.json';

/** Name and version of the program, for `--version` and `initialize`. */
export const serverInfo = { name: 'cni-language-server', version } as const;

const usage = `cni-language-server: the language server for CNI network configurations

Usage:
  cni-language-server [--stdio | --node-ipc | --socket=PORT | --pipe=NAME] [--clientProcessId=PID]
  cni-language-server --version | --help

The server speaks LSP over standard input and output unless you select another channel. With --socket and
--pipe, it connects to the client, which listens.
`;

const known = /^--(?:stdio|node-ipc|(?:socket|pipe|clientProcessId)(?:=|$))/;
const takesValue = /^--(?:socket|pipe|clientProcessId)$/;

/** The request of the command line: to print a text, or to serve. */
export type ServerRequest =
  | { readonly kind: 'print'; readonly text: string; readonly exitCode: 0 | 2 }
  | { readonly kind: 'serve'; readonly hasChannel: boolean };

/** Reads the arguments of `cni-language-server`. */
export function readArguments(args: readonly string[]): ServerRequest {
  if (args.includes('--help') || args.includes('-h')) {
    return { kind: 'print', text: usage, exitCode: 0 };
  }
  if (args.includes('--version')) {
    return { kind: 'print', text: `${serverInfo.name} ${version}\n`, exitCode: 0 };
  }
  const unknown = args.find((one, index) => !known.test(one) && !takesValue.test(args[index - 1] ?? ''));
  if (unknown !== undefined) {
    return { kind: 'print', text: `cni-language-server: unknown argument "${unknown}"\n\n${usage}`, exitCode: 2 };
  }
  return { kind: 'serve', hasChannel: args.some((one) => /^--(?:stdio|node-ipc|socket|pipe)/.test(one)) };
}
