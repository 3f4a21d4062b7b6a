import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHost, type Host } from '../../../engine/host/index.ts';
import type { PluginCall, PluginOutcome } from '../../../engine/libcni/index.ts';

/** What a plugin wrote and how it ended. */
export interface Observed {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

/** A sandbox with a directory of plugins that the test writes. */
export class CallsStage {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'cni calls '));
  readonly host: Host;

  constructor() {
    chmodSync(this.dir, 0o755);
    // The sandbox shows the directory as it is, so programs can be added later.
    this.host = createHost({ kind: 'sandbox' }, { pluginDirs: [this.dir], env: { PATH: process.env['PATH'] } });
  }

  /** Writes a shell program. */
  script(name: string, text: string, mode = 0o755): void {
    this.write(name, `#!/bin/sh\n${text}\n`, mode);
  }

  write(name: string, data: string | Uint8Array, mode = 0o755): void {
    writeFileSync(path.join(this.dir, name), data);
    chmodSync(path.join(this.dir, name), mode);
  }

  /** Copies a program of this machine. */
  copy(program: string, name: string): void {
    copyFileSync(realpathSync(program), path.join(this.dir, name));
    chmodSync(path.join(this.dir, name), 0o755);
  }

  /** Runs a plugin, whose calls are recorded. */
  async recorded(type: string, stdin = '{}', signal?: AbortSignal): Promise<PluginOutcome> {
    const command = { type, pluginDirs: [this.dir], env: { CNI_COMMAND: 'ADD' }, stdin: Buffer.from(stdin) };
    return this.host.exec.execPlugin(command, signal);
  }

  /** Runs the same program as a command, whose calls are not recorded. */
  async plain(type: string, stdin = '{}'): Promise<Observed> {
    const program = path.join(this.dir, type);
    return observed(await this.host.run({ argv: [program], env: { CNI_COMMAND: 'ADD' }, stdin: Buffer.from(stdin) }));
  }

  async dispose(): Promise<void> {
    await this.host.dispose();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Returns what an outcome of {@link CallsStage.recorded} or of a command has in common. */
export function observed(outcome: object): Observed {
  const { stdout, stderr, exitCode } = {
    stdout: Buffer.alloc(0),
    stderr: Buffer.alloc(0),
    exitCode: undefined,
    ...outcome,
  };
  return { stdout: Buffer.from(stdout).toString('latin1'), stderr: Buffer.from(stderr).toString('latin1'), exitCode };
}

/** Returns the calls of an outcome. */
export function callsOf(outcome: PluginOutcome): readonly PluginCall[] {
  return 'calls' in outcome ? (outcome.calls ?? []) : [];
}
