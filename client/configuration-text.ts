import {
  CNIError,
  confFromBytes,
  confFromFile,
  confListFromConf,
  networkConfFromBytes,
  networkConfFromFile,
  type ConfigFiles,
  type NetworkConfigList,
} from '../engine/libcni/index.ts';

/**
 * Loads a configuration as libcni loads the file at `path`: `.conflist` as a list, with the plugins in the directory that
 * is named like the network; any other extension as a single plugin configuration. A document that has no file yet is
 * what it looks like. Rejects with CNIError in libcni's words.
 */
export async function loadConfiguration(files: ConfigFiles, path: string): Promise<NetworkConfigList> {
  const asList =
    path.endsWith('.conflist') || (!/\.(?:conf|json)$/.test(path) && hasPlugins(await files.readFile(path)));
  return asList ? networkConfFromFile(files, path) : confListFromConf(await confFromFile(files, path));
}

/**
 * The list that a cache file holds; a runtime that added a single configuration cached just that.
 * Throws CNIError, also for a list whose plugins were all in files beside it: those are not in the cache.
 */
export function loadCachedConfiguration(bytes: Uint8Array): NetworkConfigList {
  if (!hasPlugins(bytes) && hasType(bytes)) {
    return confListFromConf(confFromBytes(bytes));
  }
  const list = networkConfFromBytes(bytes);
  if (list.plugins.length === 0) {
    throw new CNIError(
      `the configuration cached for ${list.name} names no plugin: they are in files beside its own. Open that file and run the command there`,
    );
  }
  return list;
}

/** True where both texts are the same JSON, whatever their blanks. Text that is no JSON is the same only to itself. */
export function isSameConfiguration(a: Uint8Array, b: Uint8Array): boolean {
  return withoutBlanks(a) === withoutBlanks(b);
}

function withoutBlanks(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    // Not JSON: compared as it is.
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
    // libcni's own message for broken JSON is the one to show; either loader gives it.
    return false;
  }
}
