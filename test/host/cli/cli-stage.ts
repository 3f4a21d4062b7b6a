import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle, pluginDir } from '../machine.ts';

/** What a run of a program left. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What may differ between runs: who runs it, and variables. */
export interface RunOptions {
  readonly uid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Stub plugins: each fails in its own way, whatever it is asked, but `chatty`, which does well. */
const stubs: Readonly<Record<string, string>> = {
  silent: '#!/bin/sh\nexit 3\n',
  garbage: '#!/bin/sh\necho "<html>this is no CNI plugin</html>"\n',
  cross: '#!/bin/sh\necho "<html>" ; exit 1\n',
  complaining: '#!/bin/sh\necho "went wrong" >&2; exit 1\n',
  spec: `#!/bin/sh\necho '{"cniVersion":"1.0.0","code":11,"msg":"try again","details":"later"}'; exit 1\n`,
  chatty: `#!/bin/sh\necho "by the way" >&2; echo '{"cniVersion":"1.0.0"}'\n`,
  text: 'echo no interpreter\n',
  unmarked: '#!/bin/sh\n',
};

/** Our cnitool as a bundle that any user may run, with a directory of stub plugins and one of networks of the same names. */
export class CliStage {
  readonly directory: string;
  readonly plugins: string;
  /** Node, where any user may run it. */
  readonly node: string;
  readonly program: string;

  private constructor(program: string) {
    this.program = program;
    this.directory = path.dirname(program);
    this.plugins = path.join(this.directory, 'plugins');
    this.node = path.join(this.directory, 'node');
  }

  /** Builds it; the caller disposes of it. */
  static async build(): Promise<CliStage> {
    const stage = new CliStage(await bundle('cli/main.ts'));
    const networks = path.join(stage.directory, 'net.d');
    mkdirSync(stage.plugins);
    mkdirSync(networks);
    cpSync(process.execPath, stage.node);
    for (const [name, text] of Object.entries(stubs)) {
      writeFileSync(path.join(stage.plugins, name), text);
      chmodSync(path.join(stage.plugins, name), name === 'unmarked' ? 0o644 : 0o755);
    }
    for (const name of pluginDir === undefined ? [] : ['ptp', 'host-local']) {
      cpSync(path.join(pluginDir ?? '', name), path.join(stage.plugins, name));
    }
    for (const type of [...Object.keys(stubs), 'missing', 'ptp']) {
      const plugin = { type, ...(type === 'ptp' && { ipam: { type: 'host-local', subnet: '10.77.0.0/24' } }) };
      const list = { cniVersion: '1.0.0', name: type, plugins: [plugin] };
      writeFileSync(path.join(networks, `${type}.conflist`), JSON.stringify(list));
    }
    return stage;
  }

  /** Runs a program with cnitool's variables set to this stage. */
  run(file: string, args: readonly string[], options: RunOptions = {}): Run {
    const env = {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      CNI_PATH: this.plugins,
      NETCONFPATH: path.join(this.directory, 'net.d'),
      ...options.env,
    };
    const who = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid, cwd: '/' };
    const { status, stdout, stderr } = spawnSync(file, args, { env, encoding: 'utf8', ...who });
    return { status, stdout, stderr };
  }

  /** Runs our cnitool. */
  ours(args: readonly string[], options?: RunOptions): Run {
    return this.run(this.node, [this.program, ...args], options);
  }

  dispose(): void {
    rmSync(this.directory, { recursive: true });
  }
}
