import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startBrowser } from './browser.ts';
import { requireEnvironment, startCodeServer, type CodeServer, type CodeServerOptions } from './code-server.ts';
import { Workbench } from './workbench.ts';

const examples = join(import.meta.dirname, '..', '..', '..', 'examples');
const work = join(import.meta.dirname, '..', '.work');
const maximumPictureBytes = 150_000;

/** A part of the window, in pixels. */
interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Options of a session. */
export interface SessionOptions extends Pick<CodeServerOptions, 'env' | 'language' | 'prefix' | 'workspaceTrust'> {
  /** The user settings, which may use the session's directory. */
  readonly settings?: (directory: string) => Readonly<Record<string, unknown>>;
  /** Files of the workspace by relative path; without it, a copy of examples/. */
  readonly files?: Readonly<Record<string, string>>;
  /** Called with the session's directory before the editor starts, e.g. to give it to another user. */
  readonly prepare?: (directory: string) => Promise<void>;
}

/** An editor with its window and a separate workspace. */
export class Session {
  readonly workbench: Workbench;
  readonly folder: string;
  readonly #directory: string;
  readonly #server: CodeServer;
  readonly #browser: Browser;

  private constructor(workbench: Workbench, directory: string, server: CodeServer, browser: Browser) {
    this.workbench = workbench;
    this.folder = join(directory, 'ws');
    this.#directory = directory;
    this.#server = server;
    this.#browser = browser;
  }

  /** Starts an editor and opens its workspace. */
  static async start(options: SessionOptions = {}): Promise<Session> {
    const directory = await mkdtemp(join(tmpdir(), 'cni-workbench-e2e-'));
    const folder = join(directory, 'ws');
    await fill(folder, options.files);
    await options.prepare?.(directory);
    const settings = options.settings?.(directory) ?? {};
    const server = await startCodeServer({ ...options, settings, directory });
    const browser = await startBrowser();
    const workbench = await Workbench.open(browser, server.url, folder);
    return new Session(workbench, directory, server, browser);
  }

  /** Writes a picture of the window to .work. */
  async picture(name: string): Promise<void> {
    await this.workbench.settle();
    await this.pictureAsItIs(name);
  }

  /** Writes a {@link picture} without moving the mouse, which would close a hover or the suggestions. */
  async pictureAsItIs(name: string): Promise<void> {
    await this.#shoot(join(work, `${name}.png`));
  }

  /**
   * Writes a picture of the window or of a part of it for the README: to docs/pictures with `--update-pictures`, else to
   * .work. Rejects when it is too large to ship.
   */
  async readmePicture(name: string, clip?: Clip): Promise<void> {
    await this.workbench.settle();
    await this.readmePictureAsItIs(name, clip);
  }

  /** {@link readmePicture} with what disappears when the mouse moves. */
  async readmePictureAsItIs(name: string, clip?: Clip): Promise<void> {
    const path = join(requireEnvironment('CNI_WORKBENCH_PICTURES'), `${name}.png`);
    await this.#shoot(path, clip);
    const { size } = await stat(path);
    if (size > maximumPictureBytes) {
      throw new Error(`${path} has ${size} bytes, at most ${maximumPictureBytes} are allowed`);
    }
  }

  async #shoot(path: string, clip?: Clip): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await this.workbench.page.screenshot({ path, ...(clip && { clip }) });
  }

  /** Returns the file of the output channel "CNI". Entries are only written after the log was shown once. */
  async log(): Promise<string> {
    const files = await readdir(this.#directory, { recursive: true });
    const logs = files.filter((file) => basename(file) === 'CNI.log').map((file) => join(this.#directory, file));
    return (await Promise.all(logs.map((file) => readFile(file, 'utf8')))).join('');
  }

  /** Writes a picture and the output of the server to .work after a failure, and uncovers the window. */
  async keepEvidence(name: string): Promise<void> {
    await mkdir(work, { recursive: true });
    await this.workbench.page.screenshot({ path: join(work, `failed-${name}.png`) });
    await writeFile(join(work, `failed-${name}.log`), this.#server.output());
    // A window that cannot be uncovered fails the next test, but this failure is the relevant one.
    await this.workbench.uncover().catch(() => undefined);
  }

  /** Ends the editor and removes its directory. */
  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function fill(folder: string, files: Readonly<Record<string, string>> | undefined): Promise<void> {
  if (files === undefined) {
    await cp(examples, folder, { recursive: true });
    return;
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
