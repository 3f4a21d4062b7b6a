import { CNIError, isCNIError } from '../errors.ts';
import { ConfigFileError, NoConfigsFoundError, isNoConfigsFoundError, NotFoundError } from './conf-errors.ts';
import { confFromBytes, confListFromConf, networkConfFromBytes, networkPluginConfFromBytes } from './conf.ts';
import { directoryOf, joinPath } from './paths.ts';
import { isFileError, type ConfigFiles, type StoredFile } from '../operation/store.ts';
import type { NetworkConfigList, PluginConfig } from '../result/types.ts';

/** Calls `parse`, and adds the file to errors about the content. */
function inFile<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw isCNIError(error) && !isFileError(error.cause) ? new ConfigFileError(file, error) : error;
  }
}

async function read(files: ConfigFiles, path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  try {
    return await files.readFile(path, signal);
  } catch (error) {
    throw isFileError(error)
      ? new CNIError(`error reading ${path}: ${error.message}`, undefined, { cause: error })
      : error;
  }
}

/** Returns the files of `dir`; `complaint` words the error for an unreadable directory. */
async function readDir(
  files: ConfigFiles,
  dir: string,
  extensions: readonly string[],
  complaint: (reason: string) => string,
  signal: AbortSignal | undefined,
): Promise<readonly StoredFile[]> {
  try {
    return await files.readDir(dir, extensions, signal);
  } catch (error) {
    throw isFileError(error) ? new CNIError(complaint(error.message), undefined, { cause: error }) : error;
  }
}

/** Returns the error for the configuration directory, which libcni does not change. */
const bare = (reason: string): string => reason;

/** Returns the bytes of a listed file. Throws its problem with the message of libcni. */
function bytesOf({ path, bytes, problem }: StoredFile): Uint8Array {
  if (problem !== undefined) {
    throw new CNIError(`error reading ${path}: ${problem.message}`, undefined, { cause: problem });
  }
  return bytes;
}

/** Loads the plugins in `<dir>/<name>/*.conf` (libcni: NetworkPluginConfsFromFiles). */
async function sideLoadedPlugins(
  files: ConfigFiles,
  dir: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<readonly PluginConfig[]> {
  const pluginDir = joinPath(dir, name);
  const complaint = (reason: string): string => `failed to read plugin config files in ${pluginDir}: ${reason}`;
  const stored = await readDir(files, pluginDir, ['.conf'], complaint, signal);
  return stored.map((file) => inFile(file.path, () => networkPluginConfFromBytes(bytesOf(file))));
}

async function completeList(
  files: ConfigFiles,
  path: string,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<NetworkConfigList> {
  const list = inFile(path, () => networkConfFromBytes(bytes));
  const more = list.loadOnlyInlinedPlugins ? [] : await sideLoadedPlugins(files, directoryOf(path), list.name, signal);
  const plugins = [...list.plugins, ...more];
  if (plugins.length === 0) {
    throw new ConfigFileError(path, new CNIError('no plugin configs found'));
  }
  return { ...list, plugins };
}

/** Loads one plugin configuration from a file (libcni: ConfFromFile). Rejects with {@link CNIError}. */
export async function confFromFile(files: ConfigFiles, path: string, signal?: AbortSignal): Promise<PluginConfig> {
  const bytes = await read(files, path, signal);
  return inFile(path, () => confFromBytes(bytes));
}

/**
 * Loads a list from a file, with the plugins in `<directory of path>/<name>/*.conf` unless it has loadOnlyInlinedPlugins
 * (libcni: NetworkConfFromFile). Rejects with {@link CNIError}; without any plugin `no plugin configs found`.
 */
export async function networkConfFromFile(
  files: ConfigFiles,
  path: string,
  signal?: AbortSignal,
): Promise<NetworkConfigList> {
  return completeList(files, path, await read(files, path, signal), signal);
}

/**
 * Loads the plugin configuration named `name` in the .conf and .json files of `dir` (libcni: LoadConf). Rejects with
 * NoConfigsFoundError, NotFoundError or, for the first invalid file, {@link CNIError}.
 */
export async function loadConf(
  files: ConfigFiles,
  dir: string,
  name: string,
  signal?: AbortSignal,
): Promise<PluginConfig> {
  const stored = await readDir(files, dir, ['.conf', '.json'], bare, signal);
  if (stored.length === 0) {
    throw new NoConfigsFoundError(dir);
  }
  for (const file of stored) {
    const conf = inFile(file.path, () => confFromBytes(bytesOf(file)));
    if (conf.network.name === name) {
      return conf;
    }
  }
  throw new NotFoundError(dir, name);
}

/**
 * Loads the network named `name` in `dir`: the first .conflist with that name by file name, else the first .conf or .json as
 * a list (libcni: LoadNetworkConf). Every file up to the match must be valid. Rejects as {@link loadConf}.
 */
export async function loadNetworkConf(
  files: ConfigFiles,
  dir: string,
  name: string,
  signal?: AbortSignal,
): Promise<NetworkConfigList> {
  const lists = await readDir(files, dir, ['.conflist'], bare, signal);
  for (const file of lists) {
    const list = await completeList(files, file.path, bytesOf(file), signal);
    if (list.name === name) {
      return list;
    }
  }
  try {
    return confListFromConf(await loadConf(files, dir, name, signal));
  } catch (error) {
    throw lists.length > 0 && isNoConfigsFoundError(error) ? new NotFoundError(dir, name) : error;
  }
}
