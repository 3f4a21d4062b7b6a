import {
  collectFacts,
  createNamespace,
  deleteNamespace,
  findPluginDirs,
  inspectAttachment,
  listNamespaces,
  type Remains,
} from '../engine/host/index.ts';
import type { Host, Namespace } from '../engine/host/host.ts';
import {
  addWithRollback,
  attachmentContainerID,
  CNIConfig,
  runOperation,
  type AddReport,
  type NetworkConfigList,
  type Operation,
  type RuntimeConf,
} from '../engine/libcni/index.ts';
import type { HostContents } from './host-knowledge.ts';
import { cniPathOf, type HostPlaces } from './host-places.ts';
import { dataDirsOf, readCacheFiles, type CachedAttachment, type CacheListing } from './cached-attachment.ts';

/** What a caller of an operation may want to hear and say while it runs. */
export interface Following {
  readonly signal?: AbortSignal;
  /** Stops the DEL that takes back a failed ADD. */
  readonly rollbackSignal?: AbortSignal;
  readonly onUpdate?: (operation: Operation) => void;
}

/** Namespaces, attachments and operations of one host. Rejects with HostError where the host cannot be used; operations never reject. */
export class NetworkRunner {
  readonly host: Host;
  readonly #places: HostPlaces;

  constructor(host: Host, places: HostPlaces) {
    this.host = host;
    this.#places = places;
  }

  listNamespaces(signal?: AbortSignal): Promise<readonly Namespace[]> {
    return listNamespaces(this.host, signal);
  }

  createNamespace(name: string, signal?: AbortSignal): Promise<Namespace> {
    return createNamespace(this.host, name, signal);
  }

  deleteNamespace(name: string, signal?: AbortSignal): Promise<void> {
    return deleteNamespace(this.host, name, signal);
  }

  /** Every cache file of the host, in one round trip. */
  async cachedAttachments(signal?: AbortSignal): Promise<CacheListing> {
    return readCacheFiles(await this.host.store.list(`${this.#places.cacheDir}/results`, signal));
  }

  /** The bytes of a cache file, or undefined when it is gone. */
  readCacheFile(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.host.store.read(path, signal);
  }

  /** ADD, with the container ID that cnitool would use, so that cnitool can delete it; a failed one is rolled back. */
  async add(list: NetworkConfigList, netNS: string, ifName: string, following: Following): Promise<AddReport> {
    const rt: RuntimeConf = {
      containerID: attachmentContainerID(netNS),
      netNS,
      ifName,
      args: [],
      capabilityArgs: {},
    };
    return addWithRollback(await this.#cni(following.signal), list, rt, following);
  }

  /** CHECK of an attachment with `list`, as it was added. */
  async check(list: NetworkConfigList, attachment: CachedAttachment, following: Following): Promise<Operation> {
    const cni = await this.#cni(following.signal);
    const rt = runtimeConf(attachment);
    const { operation } = await runOperation(
      { verb: 'CHECK', network: list.name, rt },
      (observer) => cni.withObserver(observer).checkNetworkList(list, rt, following.signal),
      following.onUpdate,
    );
    return operation;
  }

  /** DEL of an attachment; `list` should be the one that ADD cached, for what is in the file by now may not undo it. */
  async del(list: NetworkConfigList, attachment: CachedAttachment, following: Following): Promise<Operation> {
    const cni = await this.#cni(following.signal);
    const rt = runtimeConf(attachment);
    const { operation } = await runOperation(
      { verb: 'DEL', network: list.name, rt },
      (observer) => cni.withObserver(observer).delNetworkList(list, rt, following.signal),
      following.onUpdate,
    );
    return operation;
  }

  /** What is on the host. Two round trips, and one more to find the plugins where nobody says where they are. */
  async contents(signal?: AbortSignal): Promise<HostContents> {
    const { confDir } = this.#places;
    const pluginDirs = await this.#pluginDirs(signal);
    const [facts, cache] = await Promise.all([
      collectFacts(this.host, { pluginDirs, confDir }, signal),
      this.cachedAttachments(signal),
    ]);
    return { facts, cache };
  }

  /** What there is of an attachment, whatever became of the operation on it. One round trip; runs no plugin. */
  inspect(attachment: CachedAttachment, signal?: AbortSignal): Promise<Remains> {
    const { network, containerID, ifName, netNS, config } = attachment;
    const { cacheDir } = this.#places;
    const dataDirs = ['/var/lib/cni/networks', ...dataDirsOf(config)];
    return inspectAttachment(this.host, { network, containerID, ifName, netNS, cacheDir, dataDirs }, signal);
  }

  async #pluginDirs(signal: AbortSignal | undefined): Promise<readonly string[]> {
    const { pluginPath } = this.#places;
    return pluginPath.length > 0 ? pluginPath : findPluginDirs(this.host, cniPathOf(this.#places), signal);
  }

  async #cni(signal: AbortSignal | undefined): Promise<CNIConfig> {
    const { cacheDir } = this.#places;
    const pluginDirs = await this.#pluginDirs(signal);
    return new CNIConfig({ pluginDirs, cacheDir, exec: this.host.exec, store: this.host.store });
  }
}

function runtimeConf(attachment: CachedAttachment): RuntimeConf {
  const { containerID, netNS, ifName, cniArgs, capabilityArgs } = attachment;
  return { containerID, netNS, ifName, args: cniArgs, capabilityArgs };
}
