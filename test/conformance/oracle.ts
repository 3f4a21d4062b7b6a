import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Request } from './wire.ts';

/** Outside of the repository, and kept between runs: Go's own build cache makes a second build cheap. */
export const goPrograms = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cni-workbench', 'go');

/** What `go build` says when it may not or cannot reach its modules; then nothing can be compared here. */
const OFFLINE =
  /403 Forbidden|dial tcp|no such host|i\/o timeout|connection refused|TLS handshake|module lookup disabled|GOPROXY=off|toolchain not available/u;
const TOO_OLD = /requires go >=|module requires Go|invalid go version/u;

/** A program to compare with, or why there is none. */
export type GoProgram = { readonly program: string } | { readonly obstacle: string };

/**
 * Builds a Go package of the oracle's module, the oracle itself by default, with $CNI_WORKBENCH_GO or the `go` on the
 * PATH. Throws with Go's words when its own code does not build.
 */
export function buildGo(name = 'oracle', goPackage = '.'): GoProgram {
  return buildIn(join(import.meta.dirname, 'oracle'), name, ['-mod=readonly', goPackage]);
}

/** Builds a Go package in a directory; the last argument is the package. Throws as {@link buildGo}. */
export function buildIn(directory: string, name: string, args: readonly string[]): GoProgram {
  const go = process.env['CNI_WORKBENCH_GO'] ?? 'go';
  if (spawnSync(go, ['version']).status !== 0) {
    return { obstacle: 'there is no `go` on the PATH and $CNI_WORKBENCH_GO is not set' };
  }
  mkdirSync(goPrograms, { recursive: true, mode: 0o700 });
  const program = join(goPrograms, name);
  const build = spawnSync(go, ['build', '-trimpath', '-o', program, ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '-buildvcs=false', CGO_ENABLED: '0' },
  });
  if (build.status === 0) {
    return { program };
  }
  if (OFFLINE.test(build.stderr)) {
    return { obstacle: `go cannot fetch the modules of ${name}: ${build.stderr.trim()}` };
  }
  if (TOO_OLD.test(build.stderr)) {
    return {
      obstacle: `this go is too old (encoding/json words its errors as it does since Go 1.24): ${build.stderr.trim()}`,
    };
  }
  throw new Error(`go build of ${name} failed: ${build.stderr}`);
}

/** Go's cnitool v1.3.0: $CNI_WORKBENCH_GO_CNITOOL, else built from the oracle's modules. */
export function buildGoCnitool(): GoProgram {
  const given = process.env['CNI_WORKBENCH_GO_CNITOOL'];
  return given === undefined ? buildGo('cnitool', 'github.com/containernetworking/cni/cnitool') : { program: given };
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
      for (const waiter of this.#waiting.splice(0)) {
        waiter.reject(new Error(`the oracle ended: ${this.#stderr}`));
      }
    });
    // A write after its end is reported by 'close'.
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
