import {
  confFromBytes,
  confListFromConf,
  networkConfFromBytes,
  type NetworkConfigList,
} from '../engine/libcni/index.ts';

/**
 * Loads the text of an editor as libcni would load the file: `.conflist` as a list, any other saved name as a single
 * plugin configuration. Text that has no file yet is what it looks like. Throws CNIError in libcni's words.
 */
export function loadConfigurationText(text: string, fileName: string): NetworkConfigList {
  const bytes = new TextEncoder().encode(text);
  const asList = fileName.endsWith('.conflist') || (!/\.(?:conf|json)$/.test(fileName) && hasPlugins(text));
  return asList ? networkConfFromBytes(bytes) : confListFromConf(confFromBytes(bytes));
}

/** The list that a cache file holds; a runtime that added a single configuration cached just that. Throws CNIError in libcni's words. */
export function loadCachedConfiguration(bytes: Uint8Array): NetworkConfigList {
  return hasPlugins(new TextDecoder().decode(bytes))
    ? networkConfFromBytes(bytes)
    : confListFromConf(confFromBytes(bytes));
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

function hasPlugins(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'plugins' in value;
  } catch {
    // libcni's own message for broken JSON is the one to show; either loader gives it.
    return true;
  }
}
