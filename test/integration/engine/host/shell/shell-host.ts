import { existsSync } from 'node:fs';
import type { Launcher } from '../../../../../engine/host/launchers/launcher.ts';
import { bootArguments } from '../../../../../engine/host/shell/boot.ts';
import { ShellHost, type ShellHostOptions } from '../../../../../engine/host/shell-host.ts';

/** A POSIX shell that hosts may have as their `sh`. */
export interface ShellKind {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
}

const kinds: readonly ShellKind[] = [
  { name: 'dash', argv: ['/bin/dash'] },
  { name: 'bash', argv: ['/bin/bash', '--posix'] },
  { name: 'bash in its own mode', argv: ['/bin/bash'] },
  { name: 'busybox ash', argv: ['/bin/busybox', 'ash'] },
];

/** Those of the shells that this machine has; says which it lacks. */
export const shellKinds: readonly ShellKind[] = kinds.filter(({ name, argv }) => {
  const isThere = existsSync(argv[0]);
  if (!isThere) {
    console.log(`not tried: ${name}, as there is no ${argv[0]}`);
  }
  return isThere;
});

/** A host on this machine, as the user we are, whose shell is of the given kind. It needs no privilege. */
export function shellHost(kind: ShellKind, options: Partial<ShellHostOptions> = {}): ShellHost {
  const launcher: Launcher = {
    label: kind.name,
    prepare: (env) => Promise.resolve({ argv: bootArguments({ shell: kind.argv }), env, detached: true }),
    explain: ({ how, printed }) => ({ code: 'noShell', message: how, remedy: printed }),
    terminal: (file) => Promise.resolve({ argv: ['/bin/sh', file] }),
    dispose: () => Promise.resolve(),
    killNow: () => undefined,
  };
  return new ShellHost({ kind: 'local' }, launcher, { env: process.env, ...options });
}

/** The bytes as UTF-8 text. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
