import type { Host } from '../host/host.ts';
import { CNIConfig, isCNIError } from '../libcni/index.ts';

/** Why a plugin of a directory does not answer VERSION there; undefined when it does. Rejects with HostError. */
export async function versionProblem(
  host: Host,
  directory: string,
  name: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const cni = new CNIConfig({ pluginDirs: [directory], exec: host.exec, store: host.store });
  try {
    const { supportedVersions } = await cni.getVersionInfo(name, signal);
    return supportedVersions.length === 0 ? 'it supports no version' : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (isCNIError(error)) return error.message;
    throw error;
  }
}
