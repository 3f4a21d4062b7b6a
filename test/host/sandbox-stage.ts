import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { bundle, isRoot } from './machine.ts';
import type { SandboxEvents, SandboxScenario } from './sandbox-process.ts';

/** Somebody who makes a sandbox. */
export interface SandboxUser {
  readonly name: string;
  readonly uid: number;
}

/** Who can make sandboxes here: as root we can also be an ordinary user. */
export const sandboxUsers: readonly SandboxUser[] = isRoot
  ? [
      { name: 'root', uid: 0 },
      { name: 'an ordinary user', uid: 65_534 },
    ]
  : [{ name: 'an ordinary user', uid: process.getuid?.() ?? 0 }];

/** The program of sandbox-process.ts, where any user may run it, and a home directory for the user. */
export class SandboxStage {
  readonly directory: string;
  readonly home: string;
  readonly user: SandboxUser;
  readonly #program: string;
  readonly #node: string;
  readonly #directories: string[] = [];

  private constructor(user: SandboxUser, program: string) {
    this.user = user;
    this.#program = program;
    this.directory = path.dirname(program);
    this.#node = path.join(this.directory, 'node');
    // Root has one, and who is neither root nor made by root can make none.
    const homes = user.uid === 0 ? '/root' : isRoot ? '/home' : this.directory;
    this.home = mkdtempSync(path.join(homes, 'cni-sandbox-home-'));
  }

  /** Builds it; the caller disposes of it. */
  static async build(user: SandboxUser): Promise<SandboxStage> {
    const stage = new SandboxStage(user, await bundle('test/host/sandbox-process.ts'));
    cpSync(process.execPath, stage.#node);
    stage.#give(stage.home);
    return stage;
  }

  /** A directory of the user. */
  makeDirectory(directory: string, mode: number): string {
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, mode);
    this.#give(directory);
    return directory;
  }

  /** A new directory of the user in another; in the user's home where that is "home", or not ours to write to. */
  makeDirectoryIn(parent: string, mode: string): string {
    const directory = mkdtempSync(path.join(isRoot && parent !== 'home' ? parent : this.home, 'cni sandbox '));
    this.#directories.push(directory);
    return this.makeDirectory(directory, Number.parseInt(mode, 8));
  }

  /** A file of the user. */
  write(file: string, text: string, mode: number): string {
    writeFileSync(file, text);
    chmodSync(file, mode);
    this.#give(file);
    return file;
  }

  /** Runs plugins in one sandbox of the user; `before` is put in front of the program's words. */
  run(scenario: SandboxScenario, before: readonly string[] = []): SandboxEvents {
    const { status, stdout, stderr } = this.start(scenario, before);
    if (status !== 0) {
      throw new Error(`exit status ${status}: ${stderr}`);
    }
    return JSON.parse(stdout);
  }

  start(
    scenario: SandboxScenario,
    before: readonly string[],
  ): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const file = this.write(path.join(this.directory, 'scenario.json'), JSON.stringify(scenario), 0o644);
    const become = before.length === 0 && isRoot ? { uid: this.user.uid, gid: this.user.uid } : {};
    const [program, ...args] = [...before, this.#node, this.#program, file];
    // A program may start ours with more descriptors. Node hides only low ones from its own children.
    const root = openSync('/', 'r');
    const further = [...Array.from({ length: 37 }, () => 'ignore' as const), root];
    try {
      return spawnSync(program ?? '', args, {
        ...become,
        cwd: '/',
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: this.home, PLANTED: 'a secret of the environment' },
        stdio: ['pipe', 'pipe', 'pipe', ...further],
      });
    } finally {
      closeSync(root);
    }
  }

  dispose(): void {
    for (const directory of [...this.#directories, this.directory, this.home]) {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  #give(file: string): void {
    if (isRoot) {
      chownSync(file, this.user.uid, this.user.uid);
    }
  }
}
