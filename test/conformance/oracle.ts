import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Request } from './wire.ts';

const HERE = import.meta.dirname;
/** Outside of the repository, and kept between runs: Go's own build cache makes a second build cheap. */
const OUT = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cni-workbench', 'go');

/** The `go` command: $CNI_WORKBENCH_GO, else the one on the PATH, else undefined. */
export function findGo(): string | undefined {
  const candidate = process.env['CNI_WORKBENCH_GO'] ?? 'go';
  return spawnSync(candidate, ['version']).status === 0 ? candidate : undefined;
}

/** Builds a Go package of the oracle's module (the oracle itself by default) and returns the program's path. Throws with Go's words when it does not build. */
export function buildGo(go: string, name = 'oracle', goPackage = '.'): string {
  mkdirSync(OUT, { recursive: true, mode: 0o700 });
  const program = join(OUT, name);
  const build = spawnSync(go, ['build', '-trimpath', '-o', program, goPackage], {
    cwd: join(HERE, 'oracle'),
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-mod=readonly -buildvcs=false', CGO_ENABLED: '0' },
  });
  if (build.status !== 0) throw new Error(`go build ${goPackage} failed: ${build.stderr}`);
  return program;
}

/** Go's cnitool v1.3.0: $CNI_WORKBENCH_GO_CNITOOL, else built from the oracle's modules. */
export function buildGoCnitool(go: string): string {
  const given = process.env['CNI_WORKBENCH_GO_CNITOOL'];
  if (given !== undefined && statSync(given).isFile()) return given;
  return buildGo(go, 'cnitool', 'github.com/containernetworking/cni/cnitool');
}

interface Waiter {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** A running oracle. Requests may be asked without waiting for each other; answers come in order. */
export class Oracle {
  readonly #process;
  readonly #waiting: Waiter[] = [];
  #stderr = '';

  constructor(program: string) {
    this.#process = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    createInterface({ input: this.#process.stdout, crlfDelay: Infinity }).on('line', (line) => {
      this.#waiting.shift()?.resolve(readAnswer(line));
    });
    this.#process.on('close', () => {
      for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error(`the oracle ended: ${this.#stderr}`));
    });
    // A write after its end is told by 'close'.
    this.#process.stdin.on('error', () => {});
  }

  /** Go and module versions that answer. */
  about(): Promise<Answer> {
    return this.#send({ op: 'about' });
  }

  ask(request: Request): Promise<Answer> {
    return this.#send(request);
  }

  /** All answers, in the order of the requests. */
  askAll(requests: readonly Request[]): Promise<Answer[]> {
    return Promise.all(requests.map((request) => this.#send(request)));
  }

  /** Lets it end by itself, so that it tidies up. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.stdin.end();
    await ended;
  }

  #send(request: Request | { readonly op: 'about' }): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }
}

function readAnswer(line: string): Answer {
  const parsed: Answer & { id?: number } = JSON.parse(line);
  return {
    ...(parsed.value === undefined ? {} : { value: parsed.value }),
    ...(parsed.error ? { error: parsed.error } : {}),
  };
}
