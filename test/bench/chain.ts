import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { createHost } from '../../engine/host/index.ts';
import { CNIConfig, networkConfFromBytes, type RuntimeConf } from '../../engine/libcni/index.ts';
import { buildGo } from '../conformance/oracle.ts';
import { ratio, summarize, type Samples, type Summary } from './samples.ts';
import type { Absent, Row } from './table.ts';

const ROUNDS = Number(process.env['CNI_WORKBENCH_BENCH_ROUNDS'] ?? 40);
const PER_ROUND = 10;
const BUDGET = 0.85;
const PLUGINS = ['noop-1', 'noop-2', 'noop-3'];
const LIST = JSON.stringify({ cniVersion: '1.0.0', name: 'bench', plugins: PLUGINS.map((type) => ({ type })) });
const C_SOURCE = '#include <unistd.h>\nint main(void){return write(1,"{\\"cniVersion\\":\\"1.0.0\\"}",22)!=22;}\n';

function builtGo(name: string, goPackage: string): string {
  const built = buildGo(name, goPackage);
  if ('program' in built) return built.program;
  throw new Error(`There is nothing to compare with: ${built.obstacle}.`);
}

/** The plugin in C, the smallest there is, where a compiler is at hand. */
function builtC(place: string): string | undefined {
  const program = join(place, 'noop-c');
  const compiled = spawnSync('cc', ['-Os', '-static', '-x', 'c', '-', '-o', program], { input: C_SOURCE });
  return compiled.status === 0 ? program : undefined;
}

/** Go's side of the bench, as a process that is asked for rounds. */
class GoBench {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(program: string, args: readonly string[]) {
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async measure(what: 'libcni' | 'bare', to: Samples): Promise<void> {
    this.#process.stdin.write(`${what} ${String(PER_ROUND)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("Go's side of the bench ended.");
    const got: Samples = JSON.parse(value);
    to.add.push(...got.add.map((ns) => ns / 1e6));
    to.del.push(...got.del.map((ns) => ns / 1e6));
  }

  close(): void {
    this.#process.stdin.end();
  }
}

async function timed(times: number[], work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  times.push(performance.now() - from);
}

async function measureOurs(cni: CNIConfig, rt: RuntimeConf, to: Samples): Promise<void> {
  const list = networkConfFromBytes(new TextEncoder().encode(LIST));
  for (let turn = 0; turn < PER_ROUND; turn++) {
    await timed(to.add, () => cni.addNetworkList(list, rt));
    await timed(to.del, () => cni.delNetworkList(list, rt));
  }
}

const none = (): Samples => ({ add: [], del: [] });

/** How the contenders did with one verb. */
interface Outcome {
  readonly ours: Summary;
  readonly goLibcni: Summary;
  readonly bareExec: Summary;
  readonly oursToLibcni: number;
  readonly bareToLibcni: number;
}

type Outcomes = Readonly<Record<string, Outcome>>;

async function race(place: string, plugin: string): Promise<Outcomes> {
  const dir = join(place, 'bin');
  const listFile = join(place, 'bench.conflist');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  for (const name of PLUGINS) copyFileSync(plugin, join(dir, name));
  writeFileSync(listFile, LIST);
  const go = new GoBench(builtGo('bench', './bench'), [dir, join(place, 'cache-go'), listFile]);
  const host = createHost({ kind: 'local' }, { env: process.env, pluginDirs: [dir] });
  const cni = new CNIConfig({
    pluginDirs: [dir],
    cacheDir: join(place, 'cache-ours'),
    exec: host.exec,
    store: host.store,
  });
  const rt: RuntimeConf = { containerID: 'c', netNS: '/n', ifName: 'eth0', args: [], capabilityArgs: {} };
  const [ours, libcni, bare] = [none(), none(), none()];
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const [a, b, c] = round < 0 ? [none(), none(), none()] : [ours, libcni, bare];
      await measureOurs(cni, rt, a);
      await go.measure('libcni', b);
      await go.measure('bare', c);
    }
  } finally {
    go.close();
    await host.dispose();
  }
  return table({ ours, libcni, bare });
}

function table(contenders: { readonly ours: Samples; readonly libcni: Samples; readonly bare: Samples }): Outcomes {
  const rows = (['add', 'del'] as const).map((verb) => {
    const [ours, libcni, bare] = [contenders.ours, contenders.libcni, contenders.bare].map((samples) =>
      summarize(samples[verb]),
    );
    if (ours === undefined || libcni === undefined || bare === undefined) throw new Error('a contender is missing');
    return [
      verb,
      { ours, goLibcni: libcni, bareExec: bare, oursToLibcni: ratio(ours, libcni), bareToLibcni: ratio(bare, libcni) },
    ];
  });
  return Object.fromEntries(rows);
}

const holds = (outcomes: Outcomes): boolean =>
  Object.values(outcomes).every(({ oursToLibcni }) => oursToLibcni <= BUDGET);

/**
 * ADD and DEL of a chain of three plugins that do nothing; our engine over the local host, Go's libcni in the same
 * process manner, and the plugins started with nothing around them. The contenders take turns, so that the machine's
 * moods fall on all alike.
 */
export async function chainOfPlugins(): Promise<readonly (Row | Absent)[]> {
  const what = `ADD and DEL of a chain of ${String(PLUGINS.length)} plugins that do nothing, ms`;
  const noop = buildGo('noop', './noop');
  if ('obstacle' in noop) return [{ what, skipped: `there is nothing to compare with: ${noop.obstacle}` }];
  const place = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  try {
    const inC = builtC(place);
    const pluginsInGo = await race(place, noop.program);
    const pluginsInC = inC === undefined ? undefined : await race(place, inC);
    return [
      {
        what,
        measured: { samples: ROUNDS * PER_ROUND, pluginsInGo, ...(pluginsInC === undefined ? {} : { pluginsInC }) },
        budget: `oursToLibcni ≤ ${String(BUDGET)}`,
        holds: holds(pluginsInGo) && (pluginsInC === undefined || holds(pluginsInC)),
      },
    ];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
