import * as l10n from '@vscode/l10n';
import type { Host } from '../host/host.ts';
import { CNIConfig, isCNIError } from '../libcni/index.ts';

/** Returns why a plugin does not answer VERSION; undefined if it does. Rejects with HostError. */
export async function versionProblem(
  host: Host,
  directory: string,
  name: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const cni = new CNIConfig({ pluginDirs: [directory], exec: host.exec, store: host.store });
  try {
    const { supportedVersions } = await cni.getVersionInfo(name, signal);
    return supportedVersions.length === 0 ? l10n.t('it supports no version') : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    if (isCNIError(error)) {
      return error.message;
    }
    throw error;
  }
}
