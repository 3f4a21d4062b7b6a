import path from 'node:path';

/** The option that requests a terminal, by program and the subcommand after which it is inserted. */
const options: Readonly<Record<string, { readonly subcommands: readonly string[]; readonly option: string }>> = {
  docker: { subcommands: ['exec'], option: '-t' },
  podman: { subcommands: ['exec'], option: '-t' },
  nerdctl: { subcommands: ['exec'], option: '-t' },
  crictl: { subcommands: ['exec'], option: '-t' },
  kubectl: { subcommands: ['exec', 'debug'], option: '--tty' },
  oc: { subcommands: ['exec', 'debug'], option: '--tty' },
  ssh: { subcommands: ['ssh'], option: '-t' },
};

/**
 * Returns a command that runs a shell without a terminal (`docker exec -i NAME sh`) as one with a terminal. Other commands
 * pass on the terminal that they are started at, and stay as they are.
 */
export function withTerminal(argv: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const at = argv.findIndex((word) => path.posix.basename(word) in options);
  const known = options[path.posix.basename(argv[at] ?? '')];
  const after = argv.findIndex(
    (word, index) => index >= at && known?.subcommands.includes(path.posix.basename(word)) === true,
  );
  if (known === undefined || after === -1) {
    return argv;
  }
  const [program, ...args] = argv;
  return [program, ...args.slice(0, after), known.option, ...args.slice(after)];
}
