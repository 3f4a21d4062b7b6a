import * as l10n from '@vscode/l10n';
import {
  CNIError,
  confFromBytes,
  confFromFile,
  confListFromConf,
  networkConfFromBytes,
  networkConfFromFile,
  type ConfigFiles,
  type NetworkConfigList,
} from '../../engine/libcni/index.ts';

/**
 * Loads a configuration as libcni loads the file at `path`: `.conflist` as a list, with the plugins in the directory that
 * is named like the network; any other extension as a single plugin configuration. For a document without a file, the
 * content decides. Rejects with libcni's CNIError.
 */
export async function loadConfiguration(files: ConfigFiles, path: string): Promise<NetworkConfigList> {
  const asList =
    path.endsWith('.conflist') || (!/\.(?:conf|json)$/.test(path) && hasPlugins(await files.readFile(path)));
  return asList ? networkConfFromFile(files, path) : confListFromConf(await confFromFile(files, path));
}

/**
 * Returns the list of a cache file. A runtime that added a single plugin configuration caches only that.
 * Throws CNIError, also for a list whose plugins all came from separate files: the cache does not hold those.
 */
export function loadCachedConfiguration(bytes: Uint8Array): NetworkConfigList {
  if (!hasPlugins(bytes) && hasType(bytes)) {
    return confListFromConf(confFromBytes(bytes));
  }
  const list = networkConfFromBytes(bytes);
  if (list.plugins.length === 0) {
    throw new CNIError(
      l10n.t(
        'The cached configuration of "{0}" has no plugins, because they are in separate files. Run the command on the configuration file.',
        list.name,
      ),
    );
  }
  return list;
}

/** True where both texts are the same JSON, except for white space. Text that is not JSON is compared as it is. */
export function isSameConfiguration(a: Uint8Array, b: Uint8Array): boolean {
  return withoutSpace(a) === withoutSpace(b);
}

function withoutSpace(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function hasPlugins(bytes: Uint8Array): boolean {
  return hasKey(bytes, 'plugins');
}

function hasType(bytes: Uint8Array): boolean {
  return hasKey(bytes, 'type');
}

function hasKey(bytes: Uint8Array, key: string): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && key in value;
  } catch {
    // Either loader reports invalid JSON with libcni's own message.
    return false;
  }
}
