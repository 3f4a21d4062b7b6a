import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fromBlob, toBlob, type Blob } from './wire.ts';

/** What one run of a cnitool did, as far as anyone can see. */
export interface Run {
  readonly status: number | null;
  readonly stdout: Blob;
  readonly stderr: Blob;
  /** Each plugin execution: its environment, arguments, working directory and stdin. */
  readonly calls: readonly Blob[];
  /** Files below /var/lib/cni afterwards, with their modes. */
  readonly cache: Readonly<Record<string, Blob>>;
}

/** One call of cnitool. */
export interface CnitoolStep {
  readonly args: readonly string[];
  /** What starts the program: words before it. */
  readonly through?: readonly string[];
  /** An additional argument, with octal escapes as for printf's %b, for bytes that are not text. */
  readonly lastArgument?: string;
  /** Added to a small environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Files, plugins and calls. */
export interface CnitoolCase {
  /** Below the network configuration directory. */
  readonly files?: Readonly<Record<string, Blob>>;
  /** Symbolic links below the network configuration directory, by path: to what. */
  readonly links?: Readonly<Record<string, string>>;
  /** Files that are below /var/lib before the first call; a path that ends in / is a directory. */
  readonly lib?: Readonly<Record<string, Blob>>;
  /** Shell text that plugins run when they have recorded their call, by plugin and command ("a ADD"). */
  readonly acts?: Readonly<Record<string, string>>;
  /** Files below the plugin directory, by name, besides the recording plugins a and b. */
  readonly binaries?: Readonly<Record<string, { readonly text: Blob; readonly mode: number }>>;
  readonly steps: readonly CnitoolStep[];
}

/** Set by the shells on the way, never by cnitool. */
const SHELL_VARIABLES = new Set(['PWD', 'OLDPWD', 'SHLVL', '_', 'RECORD']);

const RECORDER = (acts: string): string => `#!/bin/sh
n=$(ls "$RECORD" | wc -l)
here="$RECORD/$(printf %03d "$n")"
{ echo "argc $#"; echo "cwd $(pwd)"; env | LC_ALL=C sort; echo "stdin:"; cat; } > "$here"
act="${acts}/$(basename "$0") $CNI_COMMAND"
if [ -e "$act" ]; then . "$act"; fi
`;

/** Runs its arguments with a directory of the test in the place of /var/lib, so that the machine's own cache is untouched. */
const PRIVATE = 'mount --bind "$0" /var/lib && exec "$@"';
const PRIVATE_WITH_ONE_MORE = 'mount --bind "$0" /var/lib && exec "$@" "$(printf %b "$LAST_ARGUMENT")"';

function unshareArgv(): string[] {
  return process.getuid?.() === 0 ? ['unshare', '-m'] : ['unshare', '-U', '-r', '-m'];
}

/** Why these runs cannot be made here, or undefined. */
export function cannotRun(): string | undefined {
  if (process.platform !== 'linux') {
    return 'this is not Linux';
  }
  const place = mkdtempSync(join(tmpdir(), 'cni-private-'));
  const [command = '', ...args] = unshareArgv();
  const tried = spawnSync(command, [...args, 'sh', '-c', PRIVATE, place, 'true'], { encoding: 'utf8' });
  rmSync(place, { recursive: true });
  return tried.status === 0 ? undefined : `no private mount namespace: ${tried.error?.message ?? tried.stderr.trim()}`;
}

function put(path: string, bytes: Blob, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, fromBlob(bytes));
  chmodSync(path, mode);
}

/** A place for one case: configuration and plugins, the same for all who play it. */
export class CnitoolStage {
  readonly #root = mkdtempSync(join(tmpdir(), 'cni-conformance-'));
  readonly #case: CnitoolCase;
  #players = 0;

  constructor(played: CnitoolCase) {
    this.#case = played;
    const acts = join(this.#root, 'acts');
    mkdirSync(acts);
    mkdirSync(this.netDir);
    mkdirSync(this.binDir);
    for (const [path, bytes] of Object.entries(played.files ?? {})) {
      put(join(this.netDir, path), bytes);
    }
    for (const [path, target] of Object.entries(played.links ?? {})) {
      symlinkSync(target, join(this.netDir, path));
    }
    for (const name of ['a', 'b']) {
      put(join(this.binDir, name), RECORDER(acts), 0o755);
    }
    for (const [name, { text, mode }] of Object.entries(played.binaries ?? {})) {
      put(join(this.binDir, name), text, mode);
    }
    for (const [act, text] of Object.entries(played.acts ?? {})) {
      put(join(acts, act), text);
    }
  }

  get netDir(): string {
    return join(this.#root, 'net.d');
  }

  get binDir(): string {
    return join(this.#root, 'bin');
  }

  /** Runs the steps of the case with the program, on a separate cache. */
  play(program: readonly [string, ...string[]]): Run[] {
    const own = join(this.#root, String(this.#players++));
    const lib = join(own, 'lib');
    mkdirSync(lib, { recursive: true });
    for (const [path, bytes] of Object.entries(this.#case.lib ?? {})) {
      if (path.endsWith('/')) {
        mkdirSync(join(lib, path), { recursive: true });
      } else {
        put(join(lib, path), bytes);
      }
    }
    return this.#case.steps.map((step, index) => {
      const record = join(own, `record-${String(index)}`);
      mkdirSync(record);
      return this.#run(program, step, lib, record);
    });
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #run(program: readonly [string, ...string[]], step: CnitoolStep, lib: string, record: string): Run {
    const script = step.lastArgument === undefined ? PRIVATE : PRIVATE_WITH_ONE_MORE;
    const [command = '', ...args] = [...unshareArgv(), 'sh', '-c', script, lib, ...(step.through ?? []), ...program];
    const env = {
      PATH: process.env['PATH'],
      HOME: '/root',
      RECORD: record,
      CNI_PATH: this.binDir,
      NETCONFPATH: this.netDir,
      ODD: 'two\nlines $HOME "\'',
      ...(step.lastArgument !== undefined && { LAST_ARGUMENT: step.lastArgument }),
      ...step.env,
    };
    const named = step.args.map((arg) => arg.replace('$ROOT', this.#root));
    const kept = Object.fromEntries(
      Object.entries(env).map(([key, value]) => [key, value?.replaceAll('$ROOT', this.#root)]),
    );
    const ran = spawnSync(command, [...args, ...named], { env: kept, cwd: this.#root, maxBuffer: 1 << 28 });
    const hide = (bytes: Uint8Array): Blob => toBlob(bytes).replaceAll(record, '$RECORD');
    return {
      status: ran.status,
      stdout: hide(ran.stdout),
      stderr: hide(ran.stderr),
      calls: readdirSync(record).map((name) => withoutShell(toBlob(readFileSync(join(record, name))))),
      cache: readCache(join(lib, 'cni')),
    };
  }
}

function withoutShell(call: Blob): Blob {
  const lines = call.split('\n').filter((line) => !SHELL_VARIABLES.has(line.split('=')[0] ?? ''));
  return lines.join('\n');
}

function readCache(dir: string): Record<string, Blob> {
  const files: Record<string, Blob> = {};
  const listed = spawnSync('find', [dir, '-printf', '%P\\t%y %m\\n'], { encoding: 'utf8' }).stdout;
  for (const line of listed.split('\n').filter((one) => one !== '')) {
    const [path = '', kind = ''] = line.split('\t');
    files[path] = kind.startsWith('f') ? `${kind} ${toBlob(readFileSync(join(dir, path)))}` : kind;
  }
  return files;
}
