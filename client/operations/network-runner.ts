import {
  type ChangeRecorder,
  collectFacts,
  createNamespace,
  deleteNamespace,
  findPluginDirs,
  inspectAttachment,
  type HostNetwork,
  listNamespaces,
  readNetwork,
  type Recording,
  type Remains,
} from '../../engine/host/index.ts';
import {
  type HostSurvey,
  replayOperation,
  type Replayed,
  type ReplayRequest,
  surveyHost,
} from '../../engine/fleet/index.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import type { Host, Namespace } from '../../engine/host/host.ts';
import {
  addWithRollback,
  attachmentContainerID,
  CNIConfig,
  dataDirsOf,
  runOperation,
  sysctlsOf,
  type AddReport,
  type NetworkConfigList,
  type Operation,
  type OperationDocument,
  type RuntimeConf,
} from '../../engine/libcni/index.ts';
import type { Facts, HostInventory } from '../hosts/host-knowledge.ts';
import { cniPathOf, type HostPlaces } from '../hosts/host-locations.ts';
import {
  readCacheFiles,
  type CachedAttachment,
  type CacheListing,
} from '../../engine/libcni/operation/cached-attachment.ts';

/** Signals and updates of a running operation. */
export interface Following {
  readonly signal?: AbortSignal;
  /** Stops the DEL that rolls back a failed ADD. */
  readonly rollbackSignal?: AbortSignal;
  readonly onUpdate?: (operation: Operation) => void;
}

/** Returns a runner of the selected host, with the current settings. */
export type SelectedRunner = () => NetworkRunner;

/** Namespaces, attachments and operations of one host. Rejects with HostError when the host cannot be used; operations never reject. */
export class NetworkRunner {
  /** Name of the host in the settings. */
  readonly name: string;
  readonly host: Host;
  readonly #places: HostPlaces;
  readonly #changes: ChangeRecorder | undefined;

  /** `changes` records what ADD and DEL change on the host; undefined to record nothing. */
  constructor(name: string, host: Host, places: HostPlaces, changes?: ChangeRecorder) {
    this.name = name;
    this.host = host;
    this.#places = places;
    this.#changes = changes;
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

  /** Reads every cache file of the host, in one round trip. */
  async cachedAttachments(signal?: AbortSignal): Promise<CacheListing> {
    return readCacheFiles(await this.host.store.list(`${this.#places.cacheDir}/results`, signal));
  }

  /** Returns the bytes of a cache file; undefined when it no longer exists. */
  readCacheFile(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.host.store.read(path, signal);
  }

  /**
   * Runs ADD with these arguments. Without a container ID it takes the one that cnitool would use, so that cnitool can delete
   * it. Rolls back a failed ADD.
   */
  async add(
    list: NetworkConfigList,
    netNS: string,
    ifName: string,
    following: Following,
    chosen: RuntimeArguments = {},
  ): Promise<AddReport> {
    const { containerID = attachmentContainerID(netNS), args = [], capabilityArgs = {} } = chosen;
    const rt: RuntimeConf = { containerID, netNS, ifName, args, capabilityArgs };
    const cni = await this.#cni(following.signal);
    const recording = await this.#record(list, rt, following);
    const report = await addWithRollback(cni, list, rt, following);
    if (recording === undefined) {
      return report;
    }
    const add = await recording.finishAdd(report.add, report.rollback);
    following.onUpdate?.(add);
    return { ...report, add };
  }

  /** Runs CHECK of an attachment with `list`, the configuration that ADD used. */
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

  /** Runs DEL of an attachment. `list` should be the one that ADD cached: a file that changed since may not undo the ADD. */
  async del(list: NetworkConfigList, attachment: CachedAttachment, following: Following): Promise<Operation> {
    const cni = await this.#cni(following.signal);
    const rt = runtimeConf(attachment);
    const recording = await this.#record(list, rt, following);
    const { operation } = await runOperation(
      { verb: 'DEL', network: list.name, rt },
      (observer) => cni.withObserver(observer).delNetworkList(list, rt, following.signal),
      following.onUpdate,
    );
    if (recording === undefined) {
      return operation;
    }
    const recorded = await recording.finishDelete(operation);
    following.onUpdate?.(recorded);
    return recorded;
  }

  /** Runs a recorded operation again, with the plugins of this host, which has to be a sandbox. */
  async replay(
    document: OperationDocument,
    choice: Pick<ReplayRequest, 'from' | 'stdin'>,
    following: Following,
  ): Promise<Replayed> {
    const { signal, onUpdate } = following;
    return replayOperation(this.host, document, {
      ...choice,
      pluginDirs: await this.#pluginDirs(signal),
      signal,
      onUpdate,
    });
  }

  /** Reads the host facts. One round trip, and another to find the plugin directories when they are unknown. */
  async facts(signal?: AbortSignal): Promise<Facts> {
    const { confDir } = this.#places;
    return collectFacts(this.host, { pluginDirs: await this.#pluginDirs(signal), confDir }, signal);
  }

  /** Reads everything that can show the cause of a failure. Runs plugins with VERSION only. */
  async survey(signal: AbortSignal): Promise<HostSurvey> {
    const { confDir, cacheDir } = this.#places;
    const places = { pluginPath: await this.#pluginDirs(signal), confDir, cacheDir };
    const request = { validate: false, status: false, remedyOf: () => undefined };
    return surveyHost(this.host, places, request, signal);
  }

  /** Reads namespaces and cached results, in two parallel round trips. */
  async inventory(signal?: AbortSignal): Promise<HostInventory> {
    const [namespaces, cache] = await Promise.all([this.listNamespaces(signal), this.cachedAttachments(signal)]);
    return { namespaces, cache };
  }

  /** Reads what is live in all namespaces. One round trip. */
  network(signal?: AbortSignal): Promise<HostNetwork> {
    return readNetwork(this.host, {}, signal);
  }

  /** Finds what exists of an attachment after an operation with an unknown outcome. One round trip; runs no plugin. */
  inspect(attachment: CachedAttachment, signal?: AbortSignal): Promise<Remains> {
    const { network, containerID, ifName, netNS, config } = attachment;
    const { cacheDir } = this.#places;
    const dataDirs = ['/var/lib/cni/networks', ...dataDirsOf(config)];
    return inspectAttachment(this.host, { network, containerID, ifName, netNS, cacheDir, dataDirs }, signal);
  }

  async #record(list: NetworkConfigList, rt: RuntimeConf, { signal }: Following): Promise<Recording | undefined> {
    const [dataDirs, sysctls] = [dataDirsOf(list.bytes), sysctlsOf(list.bytes)];
    return this.#changes?.begin({ ...rt, host: this.host, network: list.name, dataDirs, sysctls, signal });
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
