import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packRelease, tagRelease } from '../../../scripts/release/release.mjs';

/** Directory of the project. */
export const project = fileURLToPath(new URL('../../../', import.meta.url));

/** Why there can be no release here, or undefined. */
export const obstacle: string | undefined = existsSync(join(project, 'dist/cnitool.js'))
  ? undefined
  : 'dist/cnitool.js is not built (npm run build)';

const tag = 'v1.2.3';

const identity = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };

/** A local Git repository with a tag that holds a release of what is built. */
export class ReleaseTag {
  readonly #directory = mkdtempSync(join(tmpdir(), 'cni-release-'));
  /** A directory for what a test writes. */
  readonly scratch = mkdtempSync(join(tmpdir(), 'cni-release-'));

  /** Packs the release and tags it. */
  static async create(): Promise<ReleaseTag> {
    const release = new ReleaseTag();
    Object.assign(process.env, identity);
    release.#git('init', '--quiet');
    release.#git('commit', '--quiet', '--allow-empty', '--message', 'Sources');
    const archive = await packRelease(release.scratch);
    await tagRelease(archive, { repository: release.#directory, tag });
    return release;
  }

  /** Checks the tag out as CI systems do: without history. */
  checkOut(): string {
    const directory = mkdtempSync(join(this.scratch, 'clone-'));
    run('git', ['clone', '--quiet', '--depth=1', `--branch=${tag}`, `file://${this.#directory}`, directory]);
    return directory;
  }

  /** Text of a file in the tag. */
  read(file: string): string {
    return this.#git('show', `${tag}:${file}`);
  }

  /** Paths of all files in the tag. */
  files(): string[] {
    return this.#git('ls-tree', '-r', '--name-only', tag).trim().split('\n');
  }

  /** Removes the repository and the scratch directory. */
  remove(): void {
    for (const directory of [this.#directory, this.scratch]) {
      rmSync(directory, { recursive: true });
    }
  }

  #git(...args: readonly string[]): string {
    return run('git', args, { cwd: this.#directory }).stdout;
  }
}

/** Runs a command that must succeed. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): SpawnSyncReturns<string> {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 50_000,
    maxBuffer: 16 * 1024 * 1024,
    ...options,
  });
  if (result.status === 0) {
    return result;
  }
  throw new Error(`${command} ${args.join(' ')} ended with ${String(result.status)}: ${result.stdout}${result.stderr}`);
}

/** Text of a file of the project. */
export const textOf = (file: string): string => readFileSync(join(project, file), 'utf8');
