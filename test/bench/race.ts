import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { createHost } from '../../engine/host/index.ts';
import { CNIConfig, networkConfFromBytes, type RuntimeConf } from '../../engine/libcni/index.ts';
import { buildGo } from '../conformance/oracle.ts';
import { ratio, summarize, type Samples, type Summary } from './samples.ts';

const ROUNDS = Number(process.env['CNI_WORKBENCH_BENCH_ROUNDS'] ?? 40);
const PER_ROUND = 10;

/** How many ADDs, and DELs, each contender makes. */
export const SAMPLES = ROUNDS * PER_ROUND;

/** What is added and deleted, again and again. */
export interface Course {
  /** A directory for the files of the race. */
  readonly place: string;
  readonly pluginDir: string;
  /** The network configuration list. */
  readonly list: string;
  readonly netNS: string;
  readonly capabilityArgs: RuntimeConf['capabilityArgs'];
  /** Whether the plugins are started with nothing around them, too. */
  readonly alsoBare: boolean;
}

/** How the contenders did with one verb, in ms. */
interface Outcome {
  readonly ours: Summary;
  readonly goLibcni: Summary;
  readonly oursToLibcni: number;
  readonly bareExec?: Summary;
}

/** By verb. */
export type Outcomes = Readonly<Record<'add' | 'del', Outcome>>;

/** Go's part of the race, as a process that is asked for rounds. */
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
    if (done === true) {
      throw new Error("Go's part of the benchmark ended.");
    }
    const got: Samples = JSON.parse(value);
    to.add.push(...got.add.map((ns) => ns / 1e6));
    to.del.push(...got.del.map((ns) => ns / 1e6));
  }

  close(): void {
    this.#process.stdin.end();
  }
}

function goProgram(): string {
  const built = buildGo('bench', './bench');
  if ('program' in built) {
    return built.program;
  }
  throw new Error(`There is nothing to compare with: ${built.obstacle}.`);
}

async function timed(times: number[], work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  times.push(performance.now() - from);
}

async function measureOurs(cni: CNIConfig, text: string, rt: RuntimeConf, to: Samples): Promise<void> {
  const list = networkConfFromBytes(new TextEncoder().encode(text));
  for (let turn = 0; turn < PER_ROUND; turn++) {
    await timed(to.add, () => cni.addNetworkList(list, rt));
    await timed(to.del, () => cni.delNetworkList(list, rt));
  }
}

const none = (): Samples => ({ add: [], del: [] });

/**
 * ADD and DEL of a list: our engine over the local host, and Go's libcni in the same manner of processes. The contenders
 * take turns, so that the load of the machine falls on all alike; the first turn of each is left out.
 */
export async function race({ place, pluginDir, list, netNS, capabilityArgs, alsoBare }: Course): Promise<Outcomes> {
  const listFile = join(place, 'bench.conflist');
  writeFileSync(listFile, list);
  const goArgs = [pluginDir, join(place, 'cache-go'), listFile, netNS, JSON.stringify(capabilityArgs)];
  const go = new GoBench(goProgram(), goArgs);
  const host = createHost({ kind: 'local' }, { env: process.env, pluginDirs: [pluginDir] });
  const cni = new CNIConfig({
    pluginDirs: [pluginDir],
    cacheDir: join(place, 'cache-ours'),
    exec: host.exec,
    store: host.store,
  });
  const rt: RuntimeConf = { containerID: 'c', netNS, ifName: 'eth0', args: [], capabilityArgs };
  const [ours, libcni, bare] = [none(), none(), none()];
  try {
    for (let turn = -1; turn < ROUNDS; turn++) {
      const [a, b, c] = turn < 0 ? [none(), none(), none()] : [ours, libcni, bare];
      await measureOurs(cni, list, rt, a);
      await go.measure('libcni', b);
      if (alsoBare) {
        await go.measure('bare', c);
      }
    }
  } finally {
    go.close();
    await host.dispose();
  }
  const of = (verb: 'add' | 'del'): Outcome => {
    const [mine, theirs] = [summarize(ours[verb]), summarize(libcni[verb])];
    const outcome = { ours: mine, goLibcni: theirs, oursToLibcni: ratio(mine, theirs) };
    return alsoBare ? { ...outcome, bareExec: summarize(bare[verb]) } : outcome;
  };
  return { add: of('add'), del: of('del') };
}

/** The rounds of ADD and DEL as one row shows them: the sum of both. */
export function addAndDel({ add, del }: Outcomes): { readonly ours: number; readonly goLibcni: number } {
  return { ours: add.ours.p50 + del.ours.p50, goLibcni: add.goLibcni.p50 + del.goLibcni.p50 };
}
