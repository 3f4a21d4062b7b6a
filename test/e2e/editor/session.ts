import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

/** What an editor starts with. */
export interface SessionOptions extends Pick<CodeServerOptions, 'env' | 'prefix' | 'workspaceTrust'> {
  /** The person's settings, which may name the session's directory. */
  readonly settings?: (directory: string) => Readonly<Record<string, unknown>>;
  /** Files of the workspace by relative path; without it, a copy of examples/. */
  readonly files?: Readonly<Record<string, string>>;
  /** Called with the session's directory before the editor starts, e.g. to give it to another user. */
  readonly prepare?: (directory: string) => Promise<void>;
}

/** An editor with a workspace of its own, and the window on it. */
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
    const vsix = requireEnvironment('CNI_WORKBENCH_VSIX');
    const server = await startCodeServer({ ...options, settings, directory, vsix });
    const browser = await startBrowser();
    const workbench = await Workbench.open(browser, server.url, folder);
    return new Session(workbench, directory, server, browser);
  }

  /** Writes a picture of the window to .work, for a look. */
  async picture(name: string): Promise<void> {
    await this.#shoot(join(work, `${name}.png`));
  }

  /** {@link picture} with what would vanish when the mouse moves: a hover, a list of suggestions. */
  async pictureAsItIs(name: string): Promise<void> {
    await mkdir(work, { recursive: true });
    await this.workbench.page.screenshot({ path: join(work, `${name}.png`) });
  }

  /**
   * Writes a picture of the window or of a part of it for the README: to docs/pictures with `--update-pictures`, else to
   * .work. Rejects when it is too large to be shipped.
   */
  async readmePicture(name: string, clip?: Clip): Promise<void> {
    const path = join(requireEnvironment('CNI_WORKBENCH_PICTURES'), `${name}.png`);
    await this.#shoot(path, clip);
    const { size } = await stat(path);
    if (size > maximumPictureBytes) throw new Error(`${path} has ${size} bytes, at most ${maximumPictureBytes} may be`);
  }

  async #shoot(path: string, clip?: Clip): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await this.workbench.settle();
    await this.workbench.page.screenshot({ path, ...(clip && { clip }) });
  }

  /** Leaves a picture and the server's output in .work for the person who reads the failure. */
  async keepEvidence(name: string): Promise<void> {
    await mkdir(work, { recursive: true });
    await this.workbench.page.screenshot({ path: join(work, `failed-${name}.png`) });
    await writeFile(join(work, `failed-${name}.log`), this.#server.output());
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
