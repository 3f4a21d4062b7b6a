import { execFileSync } from 'node:child_process';
import { chmodSync, constants, mkdirSync, openSync, readdirSync, readSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CliStage } from './cli-stage.ts';

/**
 * A plugin that records its command in the pipe `calls`, and then does as `act` says for a command. The sandbox, in which
 * no file of this machine can be written, lets a plugin write to a pipe in its own directory.
 */
const recorder = (act: string): string => `#!/bin/sh
echo "$CNI_COMMAND $(basename "$0")" >"$(dirname "$0")/calls"
case $CNI_COMMAND in
${act}
VERSION) echo '{"cniVersion":"1.1.0","supportedVersions":["0.4.0","1.0.0","1.1.0"]}' ;;
ADD) echo '{"cniVersion":"1.1.0","ips":[{"address":"10.1.2.3/24"}]}' ;;
esac
`;
const plugins: Readonly<Record<string, string>> = {
  good: recorder(''),
  bad: recorder(`ADD) printf '\\377no'; exit 7 ;;`),
  stuck: recorder('DEL) exit 9 ;;'),
  old: recorder('VERSION) echo \'{"code":4,"msg":"unknown CNI_COMMAND: VERSION"}\'; exit 1 ;;'),
  mute: recorder('VERSION) exit 3 ;;'),
  slow: recorder('ADD|DEL) sleep 600 ;;'),
};
const networks: Readonly<Record<string, readonly string[]>> = {
  fine: ['good'],
  half: ['good', 'bad'],
  worse: ['stuck', 'bad'],
  first: ['nowhere'],
  hanging: ['good', 'slow'],
  mixed: ['good', 'old', 'mute', 'nowhere'],
};

/** Our cnitool with plugins that record what they are asked, and networks of them. */
export class RecordingStage {
  readonly cli: CliStage;
  /** Both ends of the pipe, so that neither ever waits for the other. */
  readonly #calls: number;

  private constructor(cli: CliStage) {
    this.cli = cli;
    const pipe = this.plugin('calls');
    execFileSync('mkfifo', ['-m', '666', pipe]);
    chmodSync(pipe, 0o666);
    this.#calls = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
  }

  /** Builds it; the caller disposes of its `cli`. */
  static async build(): Promise<RecordingStage> {
    const stage = new RecordingStage(await CliStage.build());
    for (const [name, text] of Object.entries(plugins)) {
      writeFileSync(stage.plugin(name), text);
      chmodSync(stage.plugin(name), 0o755);
    }
    for (const [name, types] of Object.entries(networks)) {
      const chain = types.map((type) => ({ type, capabilities: { mac: true } }));
      writeFileSync(stage.network(name), JSON.stringify({ cniVersion: '1.1.0', name, plugins: chain }));
    }
    return stage;
  }

  plugin(name: string): string {
    return path.join(this.cli.plugins, name);
  }

  /** The file of a network. */
  network(name: string): string {
    return path.join(this.cli.directory, 'net.d', `${name}.conflist`);
  }

  /** What plugins were asked since the last time. */
  newCalls(): readonly string[] {
    const bytes = Buffer.alloc(65_536);
    try {
      return bytes.subarray(0, readSync(this.#calls, bytes)).toString().split('\n').filter(Boolean);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') {
        return [];
      }
      throw error;
    }
  }

  /** A cache directory that outlives the sandbox. */
  cache(name: string): string {
    return path.join(this.cli.directory, `cache-${name}`);
  }

  /** The names of the cached results. */
  cached(name: string): readonly string[] {
    const results = path.join(this.cache(name), 'results');
    mkdirSync(results, { recursive: true });
    return readdirSync(results);
  }
}
