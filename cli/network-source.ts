import { statSync } from 'node:fs';
import path from 'node:path';
import { LocalConfigFiles } from '../engine/host/index.ts';
import {
  CNIError,
  confFromFile,
  confListFromConf,
  type ConfigFiles,
  isFileError,
  loadNetworkConf,
  type NetworkConfigList,
  networkConfFromFile,
  networkPluginConfFromBytes,
  type StoredFile,
} from '../engine/libcni/index.ts';
import type { CliProcess } from './cli-process.ts';
import { type Failure, ExplainedError, failureOf } from './failure.ts';

/** A network, and the files that it came from. */
export interface NetworkSource {
  readonly list: NetworkConfigList;
  readonly file: string;
  /** The file of each plugin of the list that has one of its own, by its place in the list. */
  readonly pluginFiles: ReadonlyMap<number, string>;
}

/** Configuration files that remember what was read, since libcni's loading does not tell. */
class RememberedFiles implements ConfigFiles {
  readonly #files: ConfigFiles;
  readonly #read: StoredFile[] = [];
  /** What the last search for single configurations found. */
  #singles: readonly StoredFile[] = [];

  constructor(files: ConfigFiles) {
    this.#files = files;
  }

  async readFile(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    const known = this.#read.find((read) => read.path === file);
    if (known !== undefined) {
      // A pipe can be read but once.
      return known.bytes;
    }
    const bytes = await this.#files.readFile(file, signal);
    this.#read.push({ path: file, bytes });
    return bytes;
  }

  async readDir(dir: string, extensions: readonly string[], signal?: AbortSignal): Promise<readonly StoredFile[]> {
    const stored = await this.#files.readDir(dir, extensions, signal);
    this.#read.push(...stored);
    if (extensions.includes('.json')) {
      this.#singles = stored;
    }
    return stored;
  }

  /** The file whose very bytes these are. */
  fileOf(bytes: Uint8Array): string | undefined {
    return this.#read.find((file) => file.bytes === bytes)?.path;
  }

  /** The first single configuration of that name: the one that libcni took, so those before it are valid. */
  singleCalled(name: string): string | undefined {
    return this.#singles.find(({ bytes }) => networkPluginConfFromBytes(bytes).network.name === name)?.path;
  }
}

/** How libcni takes files, by the end of their name. */
const extensions = ['.conflist', '.conf', '.json'];

/**
 * True for what means a file rather than a network's name: it has a slash, or what this machine separates paths with, or
 * ends as a configuration file does and there is such a file. (A network may be called "a.conf", and cnitool would find
 * it.)
 */
export function isFilePath(reference: string): boolean {
  return (
    reference.includes('/') ||
    reference.includes(path.sep) ||
    (extensions.includes(path.extname(reference)) && isFile(reference))
  );
}

function isFile(name: string): boolean {
  try {
    return statSync(name).isFile();
  } catch {
    // Whatever hinders (no such file, a name too long), it is no file to read.
    return false;
  }
}

/** The network of that name in `dir`, or of that file. Rejects as loadNetworkConf and networkConfFromFile. */
export async function loadNetwork(reference: string, dir: string, signal?: AbortSignal): Promise<NetworkSource> {
  const files = new RememberedFiles(new LocalConfigFiles());
  if (isFilePath(reference)) {
    const file = path.resolve(reference);
    return sourceOf(await listFromFile(files, file, signal), file, files);
  }
  const list = await loadNetworkConf(files, dir, reference, signal);
  return sourceOf(list, files.fileOf(list.bytes) ?? files.singleCalled(reference) ?? dir, files);
}

/** A .conflist is a list; a .conf or .json one plugin's configuration (libcni: ConfFiles); of others the content decides. */
async function listFromFile(
  files: ConfigFiles,
  file: string,
  signal: AbortSignal | undefined,
): Promise<NetworkConfigList> {
  const extension = path.extname(file);
  if (extension === '.conflist' || (!extensions.includes(extension) && (await hasPlugins(files, file, signal)))) {
    return networkConfFromFile(files, file, signal);
  }
  return confListFromConf(await confFromFile(files, file, signal));
}

async function hasPlugins(files: ConfigFiles, file: string, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(await files.readFile(file, signal)));
    return typeof value === 'object' && value !== null && 'plugins' in value;
  } catch {
    // Whatever is wrong with it, libcni says it in its own words when it loads the file.
    return false;
  }
}

function sourceOf(list: NetworkConfigList, file: string, files: RememberedFiles): NetworkSource {
  const own = list.plugins.flatMap(({ bytes }, index) => {
    const pluginFile = files.fileOf(bytes);
    return pluginFile === undefined ? [] : [[index, pluginFile] as const];
  });
  return { list, file, pluginFiles: new Map(own) };
}

/** How to mend what {@link loadNetwork} rejected with, where the engine has no cure for it. */
function cureOfReference(reference: string, error: unknown): string | undefined {
  if (isFilePath(reference)) {
    return error instanceof CNIError && isFileError(error.cause)
      ? 'Check the path. Without a "/" it would be the name of a network in NETCONFPATH.'
      : undefined;
  }
  return extensions.includes(path.extname(reference)) && !(error instanceof CNIError)
    ? `There is no file "${reference}" in the working directory, so it was taken for a network's name. Give the path of the file.`
    : undefined;
}

/** {@link loadNetwork} by what the environment says. Rejects with {@link ExplainedError}. */
export async function loadOrExplain(cli: CliProcess, reference: string): Promise<NetworkSource> {
  try {
    return await loadNetwork(reference, netDirOf(cli), cli.signal);
  } catch (error) {
    throw new ExplainedError(failureOfLoading(cli, reference, error));
  }
}

/** What {@link loadNetwork} rejected with, in libcni's words, and how to mend it. */
export function failureOfLoading(cli: CliProcess, reference: string, error: unknown): Failure {
  const { message, hint } = failureOf(cli, error);
  return { message, hint: cureOfReference(reference, error) ?? hint };
}

/** Where network configurations are looked for by name. */
export function netDirOf(cli: CliProcess): string {
  return cli.env['NETCONFPATH'] || '/etc/cni/net.d';
}
