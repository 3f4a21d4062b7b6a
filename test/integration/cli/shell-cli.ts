import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { runCli } from '../../../cli/command-line/cnitool.ts';
import { MadeUpProcess } from '../../unit/cli/made-up-process.ts';

/** A plugin that records its commands, and fails for the one in the file `failing` next to it. */
const plugin = `#!/bin/sh
dir=\${0%/*}/.. name=\${0##*/}
cat >/dev/null
[ "$CNI_COMMAND" = VERSION ] && { echo '{"cniVersion":"1.1.0","supportedVersions":["0.4.0","1.0.0","1.1.0"]}'; exit 0; }
echo "$CNI_COMMAND $name" >>"$dir/ran"
[ -e "$dir/slow" ] && sleep 30
if [ "$(cat "$dir/failing" 2>/dev/null)" = "$CNI_COMMAND $name" ]; then
  echo '{"cniVersion":"1.0.0","code":100,"msg":"no room"}'; exit 1
fi
echo "$name is here" >&2
[ "$CNI_COMMAND" = ADD ] && echo '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}'
exit 0
`;

/** What a command left. */
interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly questions: readonly string[];
}

/** cnitool in this process, on a host that is a shell of this machine. */
export interface ShellCli {
  readonly at: (...names: readonly string[]) => string;
  /** Runs cnitool there; \`answer\` is typed at its questions. */
  readonly run: (args: readonly string[], options?: { answer?: string; env?: NodeJS.ProcessEnv }) => Promise<Run>;
  /** What the plugins were asked since the last call, as \`COMMAND type\`. */
  readonly ran: () => readonly string[];
  /** Lets this command of this plugin fail, as in \`DEL bridge\`. */
  readonly fail: (command: string) => void;
  /** A process on which nothing ran yet, to stop it in between. */
  readonly processOf: (args: readonly string[]) => MadeUpProcess;
}

/** Gives each test of this file its {@link ShellCli}. */
export function useShellCli(): ShellCli {
  let directory = '';
  const at = (...names: readonly string[]): string => path.join(directory, ...names);
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'cni-workbench-cli-'));
    for (const name of ['bin', 'plugins', 'net.d', 'cache']) {
      mkdirSync(at(name));
    }
    // Whoever runs the tests: the shell is taken for root's.
    writeFileSync(at('bin', 'id'), '#!/bin/sh\necho 0\n', { mode: 0o755 });
    for (const name of ['bridge', 'portmap']) {
      writeFileSync(at('plugins', name), plugin, { mode: 0o755 });
    }
    const plugins = [{ type: 'bridge' }, { type: 'portmap', capabilities: { portMappings: true } }];
    writeFileSync(at('net.d', 'web.conflist'), JSON.stringify({ cniVersion: '1.1.0', name: 'web', plugins }));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const processOf = (args: readonly string[], answer?: string, env: NodeJS.ProcessEnv = {}): MadeUpProcess => {
    const variables = {
      PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`,
      CNI_PATH: at('plugins'),
      NETCONFPATH: at('net.d'),
      ...env,
    };
    return new MadeUpProcess([...args, '--host', 'exec:env', '--cache-dir', at('cache')], variables, answer);
  };
  return {
    at,
    processOf,
    run: async (args, { answer, env } = {}) => {
      const made = processOf(args, answer, env);
      const code = await runCli(made);
      return { code, out: made.out, err: made.err, questions: made.questions };
    },
    ran: () => {
      try {
        return readFileSync(at('ran'), 'utf8').trim().split('\n');
      } catch {
        return [];
      } finally {
        rmSync(at('ran'), { force: true });
      }
    },
    fail: (command) => writeFileSync(at('failing'), command),
  };
}
