import { CNIError, ErrorCode, isCNIError } from '../errors.ts';
import { sliceShape, stringShape, structShape, unmarshal } from '../json/typed.ts';
import { quote, quoteAll } from '../quote.ts';

/** The answer of VERSION. */
export interface PluginInfo {
  readonly cniVersion: string;
  readonly supportedVersions: readonly string[];
}

/** The newest supported spec version (libcni: version.Current). */
export const currentVersion = '1.1.0';

/** Every spec version, oldest first (libcni: version.All). */
export const allVersions: readonly string[] = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'];

const maxInt = 2n ** 63n - 1n;

/** Parses one part of a version as strconv.Atoi. */
function parsePart(part: string, name: string): bigint {
  const fail = (reason: string): never => {
    throw new CNIError(
      `failed to convert ${name} version part ${quote(part)}: strconv.Atoi: parsing ${quote(part)}: ${reason}`,
    );
  };
  if (!/^[+-]?[0-9]+$/.test(part)) {
    return fail('invalid syntax');
  }
  const value = BigInt(part.replace(/^\+/, ''));
  return value > maxInt || value < -maxInt - 1n ? fail('value out of range') : value;
}

/** Returns major, minor and micro; missing parts are 0 and '' is 0.1.0 (libcni: version.ParseVersion). Throws {@link CNIError}. */
export function parseVersion(version: string): readonly [bigint, bigint, bigint] {
  if (version === '') {
    return [0n, 1n, 0n];
  }
  const parts = version.split('.');
  if (parts.length >= 4) {
    throw new CNIError(`invalid version ${quote(version)}: too many parts`);
  }
  const [major = '', minor = '0', micro = '0'] = parts;
  return [parsePart(major, 'major'), parsePart(minor, 'minor'), parsePart(micro, 'micro')];
}

function compare(version: string, other: string): bigint {
  const left = parseVersion(version);
  const right = parseVersion(other);
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** Returns true if version > other. Throws {@link CNIError} for an invalid version. */
export function greaterThan(version: string, other: string): boolean {
  return compare(version, other) > 0n;
}

/** Returns true if version >= other. Throws {@link CNIError} for an invalid version. */
export function greaterThanOrEqualTo(version: string, other: string): boolean {
  return compare(version, other) >= 0n;
}

/** Returns true since spec 1.1.0, and false for an invalid version (libcni ignores the error here). */
export function supportsStatusAndGC(cniVersion: string): boolean {
  try {
    return greaterThanOrEqualTo(cniVersion, '1.1.0');
  } catch (error) {
    if (isCNIError(error)) {
      return false;
    }
    throw error;
  }
}

const versionShape = structShape(
  '',
  'struct { CNIVersion string "json:\\"cniVersion\\"" }',
  { cniVersion: '' },
  { cniVersion: stringShape },
);

/** Returns the cniVersion of a configuration or result; 0.1.0 if missing or empty (libcni: create.DecodeVersion). Throws {@link CNIError}. */
export function decodeVersion(bytes: Uint8Array): string {
  const { value, error } = unmarshal(bytes, versionShape);
  if (error !== undefined) {
    throw new CNIError(`decoding version from network config: ${error.message}`, undefined, { cause: error });
  }
  return value.cniVersion === '' ? '0.1.0' : value.cniVersion;
}

interface RawPluginInfo {
  readonly cniVersion: string;
  readonly supportedVersions: readonly string[] | undefined;
}

const pluginInfoShape = structShape<RawPluginInfo>(
  'pluginInfo',
  'version.pluginInfo',
  { cniVersion: '', supportedVersions: undefined },
  { cniVersion: stringShape, supportedVersions: sliceShape('[]string', stringShape) },
);

/** Returns the information of a plugin that supports only `versions`, for plugins that do not report it (version.PluginSupports). */
export function pluginSupports(...versions: readonly string[]): PluginInfo {
  return { cniVersion: currentVersion, supportedVersions: versions };
}

/** Decodes the output of VERSION (libcni: PluginDecoder.Decode). Throws {@link CNIError}. */
export function decodePluginInfo(bytes: Uint8Array): PluginInfo {
  const { value, error } = unmarshal(bytes, pluginInfoShape);
  if (error !== undefined) {
    throw new CNIError(`decoding version info: ${error.message}`, undefined, { cause: error });
  }
  if (value.cniVersion === '') {
    throw new CNIError('decoding version info: missing field cniVersion');
  }
  const supportedVersions = value.supportedVersions ?? [];
  if (supportedVersions.length > 0) {
    return { cniVersion: value.cniVersion, supportedVersions };
  }
  if (value.cniVersion === '0.2.0') {
    return pluginSupports('0.1.0', '0.2.0');
  }
  throw new CNIError('decoding version info: missing field supportedVersions');
}

/** Returns the error of a plugin that does not support `configVersion`, or undefined if it does (libcni: Reconciler.CheckRaw). */
export function incompatibleVersions(configVersion: string, supported: readonly string[]): CNIError | undefined {
  if (supported.includes(configVersion)) {
    return undefined;
  }
  const details = `config is ${quote(configVersion)}, plugin supports ${quoteAll(supported)}`;
  const msg = 'incompatible CNI versions';
  return new CNIError(`${msg}: ${details}`, { code: ErrorCode.incompatibleCNIVersion, msg, details });
}
