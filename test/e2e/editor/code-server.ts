import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The environment that scripts/test-e2e.mjs sets. */
export function requireEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: run the tests by \`npm run test:e2e\``);
  }
  return value;
}

/** A running code-server with separate directories. */
export interface CodeServer {
  readonly url: string;
  /** Its output so far. */
  readonly output: () => string;
  stop(): Promise<void>;
}

/** Options of a {@link CodeServer}. */
export interface CodeServerOptions {
  /** An empty directory for its settings, extensions and home. */
  readonly directory: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Command before code-server, such as `setpriv --reuid=1000 …`. */
  readonly prefix?: readonly string[];
  /** Prompt for workspace trust, as the desktop editor does. */
  readonly workspaceTrust?: boolean;
  /** The display language, such as `zh-cn`; by default English. The editor's own texts stay English. */
  readonly language?: string;
}

const quietSettings = {
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  // Tooltips appear where a test waits for them, and not over what it clicks next.
  'workbench.hover.delay': 1500,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') {
    throw new Error('no free port');
  }
  return address.port;
}

async function isServing(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) {
    return Promise.resolve(child.exitCode);
  }
  return new Promise((resolve) => child.once('close', resolve));
}

function commandOf(options: CodeServerOptions): { argv: string[]; env: NodeJS.ProcessEnv } {
  const { directory } = options;
  const dirs = ['--user-data-dir', join(directory, 'data'), '--extensions-dir', join(directory, 'extensions')];
  const editor = requireEnvironment('CNI_WORKBENCH_EDITOR').split('\n');
  const env = { ...process.env, HOME: directory, XDG_CONFIG_HOME: directory, XDG_DATA_HOME: directory };
  return { argv: [...(options.prefix ?? []), ...editor, ...dirs], env: { ...env, ...options.env } };
}

function launch(argv: readonly string[], env: NodeJS.ProcessEnv): { child: ChildProcess; output: () => string } {
  const [command, ...args] = argv;
  if (command === undefined) {
    throw new Error('no command');
  }
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { child, output: () => Buffer.concat(chunks).toString('utf8') };
}

/** Copies the installed extension as the user who runs the editor, which is faster than to install it. */
async function copyExtension({ directory, prefix = [] }: CodeServerOptions): Promise<void> {
  const from = requireEnvironment('CNI_WORKBENCH_EXTENSIONS');
  const { child, output } = launch([...prefix, 'cp', '-R', from, join(directory, 'extensions')], process.env);
  const code = await ended(child);
  if (code !== 0) {
    throw new Error(`cp ended with ${code}:\n${output()}`);
  }
}

async function writeSettings(
  directory: string,
  of: 'User' | 'Machine',
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const place = join(directory, 'data', of);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** Registers a language pack without translations: the editor uses a language only if a pack for it is installed. */
async function addLanguagePack(directory: string, language: string): Promise<void> {
  const data = join(directory, 'data');
  const vscode = join(directory, `vscode.${language}.json`);
  await mkdir(data, { recursive: true });
  await writeFile(vscode, JSON.stringify({ contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `test.${language}` }, version: '1.0.0' }];
  const pack = { hash: 'none', extensions, translations: { vscode }, label: language };
  await writeFile(join(data, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

/** Starts code-server on a free port with the extension installed. Rejects with its output when it ends early. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  await writeSettings(options.directory, 'User', quietSettings);
  // A remote window reads settings with scope `machine` only from here.
  await writeSettings(options.directory, 'Machine', options.settings ?? {});
  await copyExtension(options);
  const locale = options.language === undefined ? [] : ['--locale', options.language];
  if (options.language !== undefined) {
    await addLanguagePack(options.directory, options.language);
  }
  const port = await freePort();
  const { argv, env } = commandOf(options);
  const flags = ['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  const trust = options.workspaceTrust === true ? [] : ['--disable-workspace-trust'];
  const { child, output } = launch([...argv, ...flags, ...trust, ...locale], env);
  const url = `http://127.0.0.1:${port}`;
  while (!(await isServing(url))) {
    if (child.exitCode !== null) {
      throw new Error(`code-server ended with ${child.exitCode}:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await ended(child);
  };
  return { url, output, stop };
}
