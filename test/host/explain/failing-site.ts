import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalConfigFiles } from '../../../engine/host/index.ts';
import {
  CNIConfig,
  networkConfFromBytes,
  networkConfFromFile,
  type NetworkConfigList,
} from '../../../engine/libcni/index.ts';
import { ReferenceSite } from '../reference/reference-site.ts';
import type { FailingNetwork } from './failing-network.ts';

const encoder = new TextEncoder();

/** Loads a list from a file of this machine. */
async function fromFile(text: string): Promise<NetworkConfigList> {
  const directory = mkdtempSync(path.join(tmpdir(), 'cni-explained-'));
  const file = path.join(directory, '10-net.conflist');
  try {
    writeFileSync(file, text);
    return await networkConfFromFile(new LocalConfigFiles(), file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A sandbox in which networks fail, one after the other. */
export class FailingSite {
  readonly #pluginDirs: readonly string[];
  readonly #site: ReferenceSite;

  /**
   * @param pluginDirs the directory of the reference plugins, and those of other plugins
   * @param programDirs directories of other programs that run in the sandbox
   */
  constructor(pluginDirs: readonly string[], programDirs: readonly string[] = []) {
    const [pluginDir = '', ...others] = pluginDirs;
    this.#pluginDirs = pluginDirs;
    this.#site = new ReferenceSite({ kind: 'sandbox' }, pluginDir, [...others, ...programDirs]);
  }

  get host(): ReferenceSite['host'] {
    return this.#site.host;
  }

  close(): Promise<void> {
    return this.#site.close();
  }

  /** Returns the error of a network, or what the plugin printed, without the escapes of JSON. The index is different for each network. */
  async failureOf(network: FailingNetwork, index: number): Promise<unknown> {
    const netNS = `/run/netns/explained${index}`;
    const given = [netNS, ...this.#pluginDirs];
    await this.#site.sh(`ip netns add "\${1##*/}"; ${network.prepare ?? ''}`, ...given);
    try {
      return network.command === undefined
        ? await this.#operate(network, netNS, index)
        : (await this.#site.sh(network.command, ...given)).replaceAll('\\"', '"');
    } catch (error) {
      return error;
    } finally {
      await this.#site.sh(network.restore ?? '', netNS);
    }
  }

  /** Returns true if the host has what makes the network succeed. */
  async hasWhatSucceeds({ unless }: FailingNetwork): Promise<boolean> {
    return unless !== undefined && (await this.#site.sh(`if (${unless}) 2>/dev/null; then echo yes; fi`)) !== '';
  }

  /** Runs ADD, and CHECK if the network wants it. */
  async #operate(network: FailingNetwork, netNS: string, index: number): Promise<void> {
    const { plugins, version: cniVersion = '1.0.0', name = `net${index}`, args = [], ifName = 'eth0' } = network;
    const { text = JSON.stringify({ cniVersion, name, plugins }), capabilities: capabilityArgs = {} } = network;
    const { containerID = `explained${index}`, pluginDirs = this.#pluginDirs } = network;
    const list = await (network.isFile === true ? fromFile(text) : networkConfFromBytes(encoder.encode(text)));
    const { exec, store } = this.host;
    const cni = new CNIConfig({ pluginDirs, cacheDir: '/var/lib/cni', exec, store });
    const rt = { containerID, netNS: network.netNS ?? netNS, ifName, args, capabilityArgs };
    if (network.validates === true) {
      await cni.validateNetworkList(list);
      return;
    }
    await cni.addNetworkList(list, rt);
    if (network.twice === true) {
      await cni.addNetworkList(list, { ...rt, containerID: `${rt.containerID}again` });
    }
    await this.#site.sh(network.beforeCheck ?? '', netNS);
    await cni.checkNetworkList(list, rt);
  }
}
