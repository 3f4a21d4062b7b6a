import { CNIConfig, loadNetworkConf, type PluginOutcome } from '../../engine/libcni/index.ts';
import { MemoryStore } from '../unit/engine/libcni/memory-store.ts';
import { exited } from '../unit/engine/libcni/recording-exec.ts';
import type { CorpusFile } from './files.ts';

/** A plugin that always succeeds, and responds in the requested version. */
function willing(stdin: Uint8Array): PluginOutcome {
  const { cniVersion = '0.1.0' }: { cniVersion?: string } = JSON.parse(new TextDecoder().decode(stdin));
  const address = '10.0.0.2/24';
  return exited(0, JSON.stringify({ cniVersion, ip4: { ip: address }, ips: [{ version: '4', address }] }));
}

/** The name of the network, if it can be read. */
function nameIn(text: string): string {
  const found = /"name"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
  try {
    const { name = '' }: { name?: unknown } = JSON.parse(text);
    return typeof name === 'string' ? name : '';
  } catch {
    return found;
  }
}

/** Returns the error of libcni for loading and adding a file if all plugins succeed; '' if it accepts the file. */
export async function refusal({ text, loadedAs }: CorpusFile): Promise<string> {
  const store = new MemoryStore({ [`/etc/cni/net.d/${loadedAs}`]: text });
  const exec = {
    execPlugin: async ({ stdin }: { stdin: Uint8Array }) => willing(stdin),
    findPlugin: async (type: string) => `/plugins/${type}`,
  };
  try {
    const list = await loadNetworkConf(store, '/etc/cni/net.d', nameIn(text));
    const cni = new CNIConfig({ pluginDirs: ['/plugins'], cacheDir: '/cache', exec, store });
    await cni.addNetworkList(list, { containerID: 'c', netNS: '/n', ifName: 'eth0', args: [], capabilityArgs: {} });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
