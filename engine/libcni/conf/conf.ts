import { CNIError } from '../errors.ts';
import { isJSONArray } from '../json/decode-any.ts';
import { encodeJSON } from '../json/encode.ts';
import { anyMapShape, boolShape, mapShape, sliceShape, stringShape, structShape, unmarshal } from '../json/typed.ts';
import { isRecord } from '../json/record.ts';
import { encodeUTF8 } from '../json/utf8.ts';
import { quote } from '../quote.ts';
import { dnsShape, type DNS } from '../result/result-types.ts';
import type { JSONObject, JSONValue, NetworkConfigList, PluginConfig } from '../result/types.ts';
import { currentVersion, greaterThan } from '../plugin/version.ts';

/** types.PluginConf, into which Go decodes a plugin configuration. Its type errors are the same here. */
interface RawPluginConf {
  readonly cniVersion: string;
  readonly name: string;
  readonly type: string;
  readonly capabilities: ReadonlyMap<string, boolean> | undefined;
  readonly ipam: { readonly type: string };
  readonly dns: DNS;
  readonly prevResult: JSONObject | undefined;
  readonly 'cni.dev/valid-attachments': readonly GCAttachment[] | undefined;
}

interface GCAttachment {
  readonly containerID: string;
  readonly ifname: string;
}

const gcAttachmentShape = structShape(
  'GCAttachment',
  'types.GCAttachment',
  { containerID: '', ifname: '' },
  { containerID: stringShape, ifname: stringShape },
);

const pluginConfShape = structShape<RawPluginConf>(
  'PluginConf',
  'types.PluginConf',
  {
    cniVersion: '',
    name: '',
    type: '',
    capabilities: undefined,
    ipam: { type: '' },
    dns: dnsShape.zero,
    prevResult: undefined,
    'cni.dev/valid-attachments': undefined,
  },
  {
    cniVersion: stringShape,
    name: stringShape,
    type: stringShape,
    capabilities: mapShape('map[string]bool', boolShape),
    ipam: structShape('IPAM', 'types.IPAM', { type: '' }, { type: stringShape }),
    dns: dnsShape,
    prevResult: anyMapShape,
    'cni.dev/valid-attachments': sliceShape('[]types.GCAttachment', gcAttachmentShape),
  },
);

/**
 * Parses one plugin configuration (libcni: NetworkPluginConfFromBytes). Throws {@link CNIError} `error parsing
 * configuration: …` if it is not JSON, has a key of the wrong type, or has no `type`.
 */
export function networkPluginConfFromBytes(bytes: Uint8Array): PluginConfig {
  const { value, error } = unmarshal(bytes, pluginConfShape);
  if (error !== undefined) {
    throw new CNIError(`error parsing configuration: ${error.message}`, undefined, { cause: error });
  }
  if (value.type === '') {
    throw new CNIError("error parsing configuration: missing 'type'");
  }
  const capabilities: Record<string, boolean> = Object.create(null);
  for (const [capability, enabled] of value.capabilities ?? []) {
    capabilities[capability] = enabled;
  }
  const { cniVersion, name, type, ipam } = value;
  return { network: { cniVersion, name, type, capabilities, ipam }, bytes };
}

/** The old name of {@link networkPluginConfFromBytes} (libcni: ConfFromBytes). */
export function confFromBytes(bytes: Uint8Array): PluginConfig {
  return networkPluginConfFromBytes(bytes);
}

function listError(message: string, cause?: unknown): CNIError {
  return new CNIError(
    `error parsing configuration list: ${message}`,
    undefined,
    cause === undefined ? undefined : { cause },
  );
}

/** Returns Go's %T of a decoded value. */
function goType(value: JSONValue): string {
  if (value === null) {
    return '<nil>';
  }
  if (Array.isArray(value)) {
    return '[]interface {}';
  }
  const names = new Map([
    ['string', 'string'],
    ['boolean', 'bool'],
    ['number', 'float64'],
  ]);
  return names.get(typeof value) ?? 'map[string]interface {}';
}

/** Returns true if this library supports spec version `version`; `what` names it in the error for an invalid version. */
function isKnown(version: string, what: string): boolean {
  try {
    return !greaterThan(version, currentVersion);
  } catch (error) {
    throw listError(`invalid ${what}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

/**
 * Returns the greatest of `versions`. Of several spellings of one version (1.0, 1.0.0), it is the one that Go's insertion
 * sort leaves last. (Go sorts more than twelve elements differently, and the spelling then is unspecified.)
 */
function greatest(versions: readonly string[]): string | undefined {
  const sorted: string[] = [];
  for (const version of versions) {
    let place = sorted.length;
    for (
      let before = sorted[place - 1];
      before !== undefined && isBefore(version, before);
      before = sorted[place - 1]
    ) {
      place--;
    }
    sorted.splice(place, 0, version);
  }
  return sorted.at(-1);
}

function isBefore(version: string, other: string): boolean {
  return version !== other && !greaterThan(version, other);
}

/** Returns the effective version: the greatest supported one of `cniVersions` and `cniVersion`, else `cniVersion`. */
function chooseVersion(raw: JSONObject): string {
  const rawVersion = raw['cniVersion'];
  if (rawVersion !== undefined && typeof rawVersion !== 'string') {
    throw listError(`invalid cniVersion type ${goType(rawVersion)}`);
  }
  const cniVersion = rawVersion ?? '';
  const rawVersions = raw['cniVersions'];
  if (rawVersions === undefined) {
    return cniVersion;
  }
  if (!isJSONArray(rawVersions)) {
    // Go prints the type of the variable it failed to fill, whatever the value was.
    throw listError('invalid type for cniVersions: []interface {}');
  }
  const known: string[] = [];
  for (const [index, version] of rawVersions.entries()) {
    if (typeof version !== 'string') {
      throw listError(`invalid type for cniVersions index ${index}: ${goType(version)}`);
    }
    if (isKnown(version, `cniVersions entry ${version} at index ${index}`)) {
      known.push(version);
    }
  }
  if (cniVersion !== '' && isKnown(cniVersion, `cniVersion ${cniVersion}`)) {
    known.push(cniVersion);
  }
  return greatest(known) ?? cniVersion;
}

function readBool(raw: JSONObject, key: string): boolean {
  const value = raw[key];
  if (value === undefined || typeof value === 'boolean') {
    return value ?? false;
  }
  if (typeof value !== 'string') {
    throw listError(`invalid type ${goType(value)} for ${key}`);
  }
  // Letter by letter, as in Go. JavaScript considers the whole word.
  const lower = Array.from(value, (char) => Array.from(char.toLowerCase())[0] ?? '').join('');
  if (lower !== 'true' && lower !== 'false') {
    throw listError(`invalid value ${quote(lower)} for ${key}`);
  }
  return lower === 'true';
}

function readPlugins(raw: JSONObject, loadOnlyInlinedPlugins: boolean): readonly PluginConfig[] {
  const plugins = raw['plugins'];
  if (plugins === undefined) {
    if (loadOnlyInlinedPlugins) {
      throw listError("`loadOnlyInlinedPlugins` is true, and no 'plugins' key");
    }
    return [];
  }
  if (!isJSONArray(plugins)) {
    throw listError(`invalid 'plugins' type ${goType(plugins)}`);
  }
  if (plugins.length === 0) {
    throw listError('no plugins in list');
  }
  return plugins.map((plugin, index) => {
    try {
      return networkPluginConfFromBytes(encodeUTF8(encodeJSON(plugin)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CNIError(`failed to parse plugin config ${index}: ${reason}`, undefined, { cause: error });
    }
  });
}

/**
 * Parses a network configuration list, or the part of one whose plugins are in separate files (libcni:
 * NetworkConfFromBytes). Keys match exactly. Throws {@link CNIError} `error parsing configuration list: …` and
 * `failed to parse plugin config N: …`.
 */
export function networkConfFromBytes(bytes: Uint8Array): NetworkConfigList {
  const { value, error } = unmarshal(bytes, anyMapShape);
  if (error !== undefined) {
    throw listError(error.message, error);
  }
  const raw = value ?? {};
  const name = Object.hasOwn(raw, 'name') ? raw['name'] : undefined;
  if (name === undefined) {
    throw listError('no name');
  }
  if (typeof name !== 'string') {
    throw listError(`invalid name type ${goType(name)}`);
  }
  const cniVersion = chooseVersion(raw);
  const disableCheck = readBool(raw, 'disableCheck');
  const disableGC = readBool(raw, 'disableGC');
  const loadOnlyInlinedPlugins = readBool(raw, 'loadOnlyInlinedPlugins');
  const plugins = readPlugins(raw, loadOnlyInlinedPlugins);
  return { name, cniVersion, disableCheck, disableGC, loadOnlyInlinedPlugins, plugins, bytes };
}

/** The old name of {@link networkConfFromBytes} (libcni: ConfListFromBytes). */
export function confListFromBytes(bytes: Uint8Array): NetworkConfigList {
  return networkConfFromBytes(bytes);
}

/** Returns a list with the single configuration `original`, with its name and version (libcni: ConfListFromConf). Throws as {@link networkConfFromBytes}. */
export function confListFromConf(original: PluginConfig): NetworkConfigList {
  const { value, error } = unmarshal(original.bytes, anyMapShape);
  if (error !== undefined) {
    throw new CNIError(error.message, undefined, { cause: error });
  }
  const { name, cniVersion } = original.network;
  const plugin = isRecord(value) ? value : null;
  return networkConfFromBytes(encodeUTF8(encodeJSON({ name, cniVersion, plugins: [plugin] })));
}
