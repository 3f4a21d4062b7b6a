import { CNIError, isCNIError } from '../errors.ts';
import { emptyObject } from '../json/decode-any.ts';
import { encodeJSON } from '../json/encode.ts';
import { anyMapShape, decodeNode, parse } from '../json/typed.ts';
import { encodeUTF8 } from '../json/utf8.ts';
import { cniEnv, type PluginRunner } from './invoke.ts';
import { quote } from '../quote.ts';
import { newResult, resultFromNode } from '../result/result.ts';
import type { Result } from '../result/types.ts';
import { currentVersion, decodePluginInfo, pluginSupports, type PluginInfo } from './version.ts';

/**
 * Decodes the output of ADD. A result without a version has `confVersion`, the version of the plugin's configuration
 * (libcni: fixupResultVersion). Throws {@link CNIError}.
 */
export function parseADDResult(confVersion: string, stdout: Uint8Array): Result {
  const { node, error } = parse(stdout);
  const decoded = node === undefined ? { value: undefined, error } : decodeNode(node, anyMapShape);
  if (node === undefined || decoded.error !== undefined) {
    throw new CNIError(`failed to unmarshal raw result: ${decoded.error?.message}`, undefined, {
      cause: decoded.error,
    });
  }
  const version = decoded.value?.['cniVersion'];
  if (typeof version === 'string' && version !== '') {
    return resultFromNode(version, node);
  }
  const fixed = Object.assign(emptyObject(), decoded.value, { cniVersion: confVersion });
  return newResult(confVersion, encodeUTF8(encodeJSON(fixed)));
}

/** The answer of plugins without VERSION, which libcni treats as "0.1.0 only". */
const versionUnknown = 'unknown CNI_COMMAND: VERSION';

/** Queries a plugin for its spec versions (libcni: invoke.GetVersionInfo). Rejects with {@link CNIError}. */
export async function askVersion(
  runner: PluginRunner,
  pluginType: string,
  index: number,
  signal: AbortSignal | undefined,
): Promise<PluginInfo> {
  // The dummies are for plugins with an old library that required them for every command.
  const env = cniEnv('VERSION', { containerID: '', netNS: 'dummy', ifName: 'dummy', args: [] }, 'dummy');
  const stdin = encodeUTF8(`{"cniVersion":${quote(currentVersion)}}`);
  try {
    return await runner.run({ verb: 'VERSION', index, pluginType, env, stdin }, signal, decodePluginInfo);
  } catch (error) {
    if (isCNIError(error) && error.message === versionUnknown) {
      return pluginSupports('0.1.0');
    }
    throw error;
  }
}

/** Rejects with {@link CNIError} unless the plugin exists and supports `version`; '' is 0.1.0 (libcni: validatePlugin). */
export async function validatePlugin(
  runner: PluginRunner,
  pluginType: string,
  version: string,
  index: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const wanted = version === '' ? '0.1.0' : version;
  const { supportedVersions } = await askVersion(runner, pluginType, index, signal);
  if (!supportedVersions.includes(wanted)) {
    throw new CNIError(`plugin ${pluginType} does not support config version ${quote(wanted)}`);
  }
}

/** Returns the names of the enabled capabilities, sorted. Go's order is random. */
export function enabledCapabilities(all: readonly Readonly<Record<string, boolean>>[]): readonly string[] {
  const names = all.flatMap((capabilities) => Object.keys(capabilities).filter((name) => capabilities[name] === true));
  return [...new Set(names)].toSorted();
}
