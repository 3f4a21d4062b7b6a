import { CNIConfig, type CNIConfigOptions, type Exec } from '../../engine/libcni/index.ts';
import { MemoryFiles } from './memory-files.ts';
import { outcomeOf } from './scripted-exec.ts';
import type { Behaviour, Blob, Wire } from './wire.ts';

const PLUGIN = '/v/bin/plugin';

/** libcni with one plugin that always behaves alike. */
function withPlugin(act: Behaviour): CNIConfig {
  const exec: Exec = {
    execPlugin: () => Promise.resolve(outcomeOf(PLUGIN, act)),
    findPlugin: () => Promise.resolve(PLUGIN),
  };
  const options: CNIConfigOptions = { pluginDirs: ['/v/bin'], exec, store: new MemoryFiles() };
  return new CNIConfig(options);
}

/** How libcni reads a plugin's answer to VERSION: the versions, or a rejection. */
export async function decodeVersionInfo(blob: Blob): Promise<Wire> {
  const info = await withPlugin({ stdout: blob }).getVersionInfo('plugin');
  return info.supportedVersions;
}

/** Rejects with the error of a plugin that failed like this. */
export async function wordPluginFailure(act: Behaviour): Promise<Wire | undefined> {
  await withPlugin(act).getVersionInfo('plugin');
  return undefined;
}
