import * as l10n from '@vscode/l10n';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { sandboxFile as program } from '../../../generated/shell-programs.js';
import type { PluginCommand } from '../../libcni/plugin/exec.ts';
import type { Host } from '../host.ts';
import { limits } from '../limits.ts';
import { ownRoot, type FilePlace, type SandboxView } from './sandbox-view.ts';

/** Directories whose files are never copied. */
const excluded = ['/dev/', '/proc/', '/run/netns/', '/sys/', '/var/run/netns/'];

/** Copies the files that configurations name by absolute paths into a running sandbox. */
export class SandboxFiles {
  readonly #view: SandboxView;
  readonly #report: (message: string) => void;
  /** The copied files by path, with their location and version. */
  readonly #copied = new Map<string, { readonly place: FilePlace; readonly version: string }>();
  readonly #reported = new Set<string>();

  constructor(view: SandboxView, report: (message: string) => void) {
    this.#view = view;
    this.#report = report;
  }

  /** Prepares the files for a plugin. What cannot be made readable is reported once. */
  async prepare(command: PluginCommand, run: Host['run']): Promise<void> {
    for (const dir of command.pluginDirs) {
      if (await this.#view.lacksDirectory(dir)) {
        this.#reportOnce(
          dir,
          l10n.t(
            'The sandbox cannot use the plugin directory {0}, which was added after the sandbox started. Disconnect the sandbox; a new one can use it.',
            dir,
          ),
        );
      }
    }
    for (const file of pathsIn(command.stdin)) {
      await this.#copy(file, run);
    }
  }

  async #copy(file: string, run: Host['run']): Promise<void> {
    try {
      const given = this.#copied.get(file);
      const place = given?.place ?? (await this.#view.placeOf(file));
      if (place === undefined || (given !== undefined && place.target === undefined)) {
        return;
      }
      const { version, bytes } =
        place.target === undefined
          ? { version: '', bytes: Buffer.alloc(0) }
          : await readBounded(place.real, given?.version);
      if (bytes === undefined) {
        return;
      }
      const { target = '', over = '', cover = '', link = '' } = given === undefined ? place : { target: place.target };
      const outcome = await run({
        argv: ['/bin/sh', '-c', program, 'sh', ownRoot, target, over, cover, link, place.real],
        env: { LC_ALL: 'C' },
        stdin: bytes,
      });
      // The plugin is aborted as well.
      if (outcome.kind === 'aborted') {
        return;
      }
      if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
        throw new Error('stderr' in outcome ? Buffer.from(outcome.stderr).toString().trim() : outcome.reason);
      }
      this.#copied.set(file, { place, version });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT' || code === 'ENOTDIR') {
        return;
      }
      const reason =
        code === 'EACCES'
          ? l10n.t('you have no permission to read it')
          : error instanceof Error
            ? error.message
            : String(error);
      this.#reportOnce(
        file,
        l10n.t('The sandbox cannot provide the file {0} that the configuration uses: {1}.', file, reason),
      );
    }
  }

  #reportOnce(subject: string, message: string): void {
    if (this.#reported.has(subject)) {
      return;
    }
    this.#reported.add(subject);
    this.#report(message);
  }
}

/** Reads a regular file with its version; returns no bytes for the known version. */
async function readBounded(
  file: string,
  known: string | undefined,
): Promise<{ readonly version: string; readonly bytes?: Uint8Array }> {
  // This does not block on a pipe that has replaced the file.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    const version = `${found.ino} ${found.size} ${found.mtimeMs}`;
    if (version === known) {
      return { version };
    }
    if (!found.isFile()) {
      throw new Error(l10n.t('it is not a regular file'));
    }
    if (found.size > limits.sandboxFile) {
      throw new Error(l10n.t('it has {0} bytes, but the limit is {1}', found.size, limits.sandboxFile));
    }
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(found.size) });
    return { version, bytes: buffer.subarray(0, bytesRead) };
  } finally {
    await handle.close();
  }
}

/** Returns the absolute paths in a plugin's configuration without duplicates. */
function pathsIn(stdin: Uint8Array): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (found.size >= limits.sandboxPaths) {
      return;
    }
    if (typeof value === 'string') {
      if (/^\/[^\0]+$/.test(value) && !excluded.some((dir) => value.startsWith(dir))) {
        found.add(value);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) {
        if (key !== 'prevResult') {
          visit(each);
        }
      }
    }
  };
  try {
    visit(JSON.parse(Buffer.from(stdin).toString()));
  } catch {
    // Invalid JSON or nested too deeply, which the plugin reports.
  }
  return [...found];
}
