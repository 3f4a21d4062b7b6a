import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { ShellHost } from '../../../../engine/host/shell-host.ts';
import { shellHost, type ShellKind } from './shell/shell-host.ts';

/** What a test that works on files of this machine has: all of it is gone when the test ends. */
export interface Scratch {
  /** A path in a directory of the test's own, whose name a shell would make something of. */
  readonly at: (...names: readonly string[]) => string;
  /** A new host whose shell is of the given kind. */
  readonly open: (kind: ShellKind) => ShellHost;
}

/** Gives each test of this file its {@link Scratch}. */
export function useScratch(): Scratch {
  let directory = '';
  const opened: ShellHost[] = [];
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "cni files ' $(x) "));
  });
  afterEach(async () => {
    for (const host of opened.splice(0)) {
      await host.dispose();
    }
    rmSync(directory, { recursive: true });
  });
  return {
    at: (...names) => path.join(directory, ...names),
    open: (kind) => {
      const host = shellHost(kind);
      opened.push(host);
      return host;
    },
  };
}
