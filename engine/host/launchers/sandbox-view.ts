import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** Root of the sandbox's own directories, which replace the hidden ones under the same path. */
export const ownRoot = '/run/cni-workbench';

/** Directories of the machine that the sandbox replaces with empty ones, besides the home directories of the user. */
const hiddenDirs = ['/dev', '/home', '/media', '/mnt', '/root', '/run', '/tmp', '/var'] as const;

/** Directories that are never hidden, even if one of them, or the root directory, is a home directory. */
const systemDirs = [
  '/bin',
  '/boot',
  '/etc',
  '/lib',
  '/lib64',
  '/nix',
  '/opt',
  '/proc',
  '/sbin',
  '/srv',
  '/sys',
  '/usr',
];

/** The sandbox's own directories that every user may write to. */
export const sharedDirs = ['/dev/shm', '/tmp', '/var/tmp'] as const;

/** The only writable directories besides /run, all of them the sandbox's own. */
const writableDirs: readonly string[] = [...sharedDirs, '/var/lib'];

const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'net/tun'];

const deviceLinks = [
  ['/proc/self/fd', 'fd'],
  ['/proc/self/fd/0', 'stdin'],
  ['/proc/self/fd/1', 'stdout'],
  ['/proc/self/fd/2', 'stderr'],
] as const;

/** Directories that NixOS needs to find programs. */
const alwaysShown = ['/run/current-system', '/run/wrappers'];

/** Maximum number of files of one directory that are shown individually. */
const mostFiles = 300;

/** One step to build the sandbox's directories. The setup script documents the verbs. */
export interface SandboxOperation {
  readonly verb: 'show' | 'copy' | 'link' | 'node' | 'cover' | 'keep';
  readonly source: string;
  readonly target: string;
}

/** The input for the plan of a view. */
export interface ViewNeeds {
  readonly pluginDirs: readonly string[];
  readonly workingDirectory: string;
  /** Home directories of the user. */
  readonly homes: readonly string[];
  /** Whether root in the sandbox is a user without files on this machine; otherwise it is the user of this process. */
  readonly isMapped: boolean;
}

/** Where to copy a file of a configuration, so that the sandbox can read it. */
export interface FilePlace {
  /** The file with links resolved. */
  readonly real: string;
  /** Path of the copy in the sandbox; absent if the sandbox sees the file itself. */
  readonly target?: string;
  /** File over which the target is mounted; absent if the target is visible without a mount. */
  readonly over?: string;
  /** Directory that must be replaced with an empty one first, because the sandbox cannot enter it. */
  readonly cover?: string;
  /** Path in the sandbox that must become a link to the file. */
  readonly link?: string;
}

/** The directories of this machine that a sandbox hides, and what it shows in them. */
export class SandboxView {
  /** Directories to create in the sandbox, and empty files as mount points. */
  readonly directories: string[] = [
    '/run/lock',
    '/run/netns',
    `${ownRoot}/dev/net`,
    `${ownRoot}/files`,
    ...writableDirs.map((dir) => ownPath(dir)),
  ];
  readonly files: string[] = [];
  /** The existing plugin directories, as given. */
  readonly pluginDirs: string[] = [];
  /** Plugin directories that this process cannot read. */
  readonly unreadable: string[] = [];
  readonly #hidden = new Set<string>();
  readonly #shown = new Set<string>();
  /** Directories whose files are shown individually. */
  readonly #rebuilt = new Set<string>();
  readonly #contents: SandboxOperation[] = [];
  readonly #isMapped: boolean;
  #overlays = 0;

  private constructor(isMapped: boolean) {
    this.#isMapped = isMapped;
  }

  /** Plans what a sandbox shows of this machine. */
  static async plan(needs: ViewNeeds): Promise<SandboxView> {
    const view = new SandboxView(needs.isMapped);
    const homes = needs.homes.filter((home) => home !== '/' && systemDirs.every((dir) => !isBelow(dir, home)));
    for (const dir of [...hiddenDirs, ...homes]) {
      const real = await realpath(dir).catch(() => undefined);
      if (real !== undefined && (await stat(real)).isDirectory()) {
        view.#hide(real);
      }
    }
    for (const device of devices) {
      await view.#showDevice(device);
    }
    await view.#coverClosed(needs.workingDirectory);
    if (view.#isHidden(needs.workingDirectory)) {
      view.directories.push(ownPath(needs.workingDirectory));
    }
    for (const dir of alwaysShown) {
      await view.#showDirectory(dir).catch(() => undefined);
    }
    for (const dir of needs.pluginDirs) {
      const given = withoutVarRun(path.resolve(needs.workingDirectory, dir));
      if (!view.pluginDirs.includes(given)) {
        await view.#showPlugins(given);
      }
    }
    return view;
  }

  /** All steps in order. */
  get operations(): readonly SandboxOperation[] {
    const hidden = [...this.#hidden].filter((dir) => this.#outermost(dir) === dir);
    return [
      ...this.#contents,
      ...deviceLinks.map(([source, name]): SandboxOperation => ({
        verb: 'link',
        source,
        target: `${ownRoot}/dev/${name}`,
      })),
      { verb: 'link', source: '/run', target: `${ownRoot}/var/run` },
      ...hidden.map((dir): SandboxOperation => ({ verb: 'cover', source: ownPath(dir), target: dir })),
      ...writableDirs.map((dir): SandboxOperation => ({ verb: 'keep', source: ownPath(dir), target: dir })),
    ];
  }

  /** Returns true for a plugin directory of this machine that the sandbox does not show, because it was added later. */
  async lacksDirectory(dir: string): Promise<boolean> {
    const real = await realpath(dir).catch(() => undefined);
    return (
      real !== undefined &&
      this.#isHidden(real) &&
      !this.#isShown(real) &&
      !this.#rebuilt.has(real) &&
      !isWritable(real)
    );
  }

  /**
   * Returns where to copy a file of a configuration; undefined if the sandbox already sees it or it is not a regular file.
   * Rejects if this process cannot access it.
   */
  async placeOf(file: string): Promise<FilePlace | undefined> {
    const real = await realpath(file);
    const found = await stat(real);
    if (!found.isFile()) {
      return undefined;
    }
    const link = file !== real && this.#isHidden(file) ? { link: ownPath(file) } : {};
    if (this.#isHidden(real) && !this.#isShown(real)) {
      return { real, target: ownPath(real), ...link };
    }
    const cover = await this.#closedAncestor(real);
    if (cover !== undefined) {
      this.#hidden.add(cover);
      return { real, target: ownPath(real), cover, ...link };
    }
    if (this.#isMapped && (found.mode & 0o4) === 0) {
      this.#overlays += 1;
      return { real, target: `${ownRoot}/files/${this.#overlays}`, over: real, ...link };
    }
    return 'link' in link ? { real, ...link } : undefined;
  }

  async #showPlugins(dir: string): Promise<void> {
    try {
      await this.#showDirectory(dir);
      this.pluginDirs.push(dir);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
        this.unreadable.push(dir);
      }
      // Otherwise it does not exist, which the search for a plugin reports.
    }
  }

  async #showDevice(name: string): Promise<void> {
    const source = `/dev/${name}`;
    if ((await stat(source).catch(() => undefined))?.isCharacterDevice() !== true) {
      return;
    }
    this.files.push(ownPath(source));
    this.#contents.push({ verb: 'node', source, target: ownPath(source) });
  }

  #hide(dir: string): void {
    this.#hidden.add(dir);
    this.directories.push(ownPath(dir));
  }

  #outermost(file: string): string | undefined {
    return [...this.#hidden].filter((dir) => isBelow(file, dir)).toSorted((a, b) => a.length - b.length)[0];
  }

  #isHidden(file: string): boolean {
    return this.#outermost(file) !== undefined;
  }

  #isShown(file: string): boolean {
    return [...this.#shown].some((dir) => isBelow(file, dir));
  }

  /** Returns the first visible ancestor directory of a file that the sandbox cannot enter. */
  async #closedAncestor(file: string): Promise<string | undefined> {
    if (!this.#isMapped || this.#isHidden(file)) {
      return undefined;
    }
    for (const dir of ancestorsOf(file)) {
      if (((await stat(dir)).mode & 0o1) === 0) {
        return dir;
      }
    }
    return undefined;
  }

  async #coverClosed(file: string): Promise<void> {
    const closed = await this.#closedAncestor(file).catch(() => undefined);
    if (closed !== undefined) {
      this.#hide(closed);
    }
  }

  /** Shows a directory. Rejects if it does not exist or this process cannot read it. */
  async #showDirectory(dir: string): Promise<void> {
    const real = await realpath(dir);
    const { mode } = await stat(real);
    const names = await readdir(real);
    await this.#coverClosed(real);
    const isOpen = !this.#isMapped || ((mode & 0o5) === 0o5 && !(await this.#hasClosed(real, names)));
    if (!isOpen && !this.#isHidden(real)) {
      this.#hide(real);
    }
    if (this.#isHidden(real) && !this.#isShown(real) && !this.#rebuilt.has(real)) {
      const isOwn = this.#hidden.has(real) || isWritable(real);
      if (isOpen && !isOwn) {
        this.#showWhole(real);
      } else {
        await this.#showFiles(real, names);
      }
      if (!isOpen && !isOwn) {
        this.#contents.push({ verb: 'cover', source: ownPath(real), target: ownPath(real) });
      }
    }
    if (dir !== real && this.#isHidden(dir)) {
      this.#link(real, dir);
    }
  }

  #showWhole(real: string): void {
    this.directories.push(ownPath(real));
    this.#shown.add(real);
    this.#contents.push({ verb: 'show', source: real, target: ownPath(real) });
  }

  /** Shows the programs of a directory that cannot be shown itself. Programs that only this process can read are copied. */
  async #showFiles(real: string, names: readonly string[]): Promise<void> {
    this.directories.push(ownPath(real));
    this.#rebuilt.add(real);
    for (const name of names.slice(0, mostFiles)) {
      const file = path.join(real, name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile() !== true || (found.mode & 0o111) === 0) {
        continue;
      }
      const isClosed = this.#isClosedProgram(found.mode);
      this.#shown.add(file);
      if (!isClosed) {
        this.files.push(ownPath(file));
      }
      this.#contents.push({ verb: isClosed ? 'copy' : 'show', source: file, target: ownPath(file) });
    }
  }

  async #hasClosed(real: string, names: readonly string[]): Promise<boolean> {
    for (const name of names.slice(0, mostFiles)) {
      const found = await stat(path.join(real, name)).catch(() => undefined);
      if (found?.isFile() === true && this.#isClosedProgram(found.mode)) {
        return true;
      }
    }
    return false;
  }

  /** Returns true for a program that the sandbox may not run. */
  #isClosedProgram(mode: number): boolean {
    return this.#isMapped && (mode & 0o111) !== 0 && (mode & 0o5) !== 0o5;
  }

  #link(real: string, given: string): void {
    this.directories.push(path.dirname(ownPath(given)));
    this.#contents.push({ verb: 'link', source: real, target: ownPath(given) });
  }
}

/** Returns the path of the sandbox's own file for a hidden path. */
function ownPath(file: string): string {
  return isBelow(file, '/run') ? file : `${ownRoot}${file}`;
}

function isBelow(file: string, dir: string): boolean {
  return file === dir || file.startsWith(dir === '/' ? '/' : `${dir}/`);
}

/** Returns true for a writable directory of the sandbox. */
function isWritable(dir: string): boolean {
  return dir === '/run' || writableDirs.includes(dir);
}

/** Replaces /var/run, which is a link in the sandbox. */
function withoutVarRun(file: string): string {
  return isBelow(file, '/var/run') ? file.slice('/var'.length) : file;
}

/** Returns the ancestor directories of a file, outermost first, without the root directory. */
function ancestorsOf(file: string): readonly string[] {
  const parts = path.dirname(file).split('/').filter(Boolean);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}
