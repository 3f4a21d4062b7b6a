import { ResultCache } from './cache.ts';
import { CNIError, isCNIError, joinErrors } from '../errors.ts';
import type { Exec } from '../plugin/exec.ts';
import { collectGarbage } from './gc.ts';
import { injectConf, type InjectedValue } from '../conf/inject.ts';
import { interruptionOf } from '../plugin/interruption.ts';
import { type Call, cniEnv, PluginRunner, wrapError } from '../plugin/invoke.ts';
import { emptyObject } from '../json/decode-any.ts';
import { validateContainerID, validateInterfaceName, validateNetworkName } from '../conf/names.ts';
import type { StepObserver, Verb } from './operation.ts';
import { askVersion, enabledCapabilities, parseADDResult, validatePlugin } from '../plugin/plugin-answers.ts';
import { quote } from '../quote.ts';
import type { ResultStore } from './store.ts';
import type {
  GCArgs,
  NetworkAttachment,
  NetworkConfigList,
  PluginConfig,
  Result,
  RuntimeConf,
} from '../result/types.ts';
import { greaterThanOrEqualTo, supportsStatusAndGC, type PluginInfo } from '../plugin/version.ts';

/** Options of {@link CNIConfig}. */
export interface CNIConfigOptions {
  /** CNI_PATH, split. */
  readonly pluginDirs: readonly string[];
  /** Directory above `results/`; default /var/lib/cni. */
  readonly cacheDir?: string | undefined;
  readonly exec: Exec;
  readonly store: ResultStore;
  /** Receives every plugin execution. The stderr of a successful plugin is in its outcome; libcni copies it to its own stderr. */
  readonly observer?: StepObserver;
}

/** The configuration of an ADD, and the runtime's arguments with those from the cache. */
export interface CachedConfig {
  readonly config: Uint8Array;
  readonly rt: RuntimeConf;
}

const defaultCacheDir = '/var/lib/cni';

/** A plugin of a chain, with the data that all its plugins share. */
interface Link {
  readonly index: number;
  readonly net: PluginConfig;
  readonly name: string;
  readonly cniVersion: string;
  readonly prevResult: Result | undefined;
}

/**
 * The runtime side of CNI, as Go's libcni.CNIConfig, with all I/O through {@link Exec} and {@link ResultStore}. Failures
 * reject with {@link CNIError} and the message of libcni. If the caller stops an operation or the connection is lost, the
 * error says so and {@link interruptionOf} returns which. This is never reported as a failure of the plugin.
 */
export class CNIConfig {
  readonly #options: CNIConfigOptions;
  readonly #runner: PluginRunner;
  readonly #cache: ResultCache;

  constructor(options: CNIConfigOptions) {
    this.#options = options;
    this.#runner = new PluginRunner(options.exec, options.pluginDirs, options.observer);
    const cacheDir = options.cacheDir ?? '';
    this.#cache = new ResultCache(options.store, cacheDir === '' ? defaultCacheDir : cacheDir);
  }

  /** Returns a copy that reports to `observer` (for runOperation). */
  withObserver(observer: StepObserver): CNIConfig {
    return new CNIConfig({ ...this.#options, observer });
  }

  /** Runs ADD over the chain, with the previous result for each plugin. Caches and returns the last result. */
  async addNetworkList(list: NetworkConfigList, rt: RuntimeConf, signal?: AbortSignal): Promise<Result> {
    const { name, cniVersion } = list;
    let result: Result | undefined;
    for (const [index, net] of list.plugins.entries()) {
      try {
        result = await this.#add({ index, net, name, cniVersion, prevResult: result }, rt, signal);
      } catch (error) {
        throw wrapError(`plugin ${describePlugin(net)} failed (add)`, error);
      }
    }
    if (result === undefined) {
      throw new CNIError(`network ${quote(name)} has no plugins`);
    }
    await this.#cacheAdd(result, list.bytes, name, rt);
    return result;
  }

  /** Runs CHECK over the chain with the cached result; does nothing with disableCheck. Rejects below spec 0.4.0. */
  async checkNetworkList(list: NetworkConfigList, rt: RuntimeConf, signal?: AbortSignal): Promise<void> {
    const { name, cniVersion } = list;
    requireCheck(cniVersion);
    if (list.disableCheck) {
      return;
    }
    const prevResult = await this.#cachedForCheck(name, cniVersion, rt, signal);
    for (const [index, net] of list.plugins.entries()) {
      await this.#call('CHECK', { index, net, name, cniVersion, prevResult }, rt, signal);
    }
  }

  /** Runs DEL over the chain in reverse, since spec 0.4.0 with the cached result, and removes that. An unreadable cache is ignored. */
  delNetworkList(list: NetworkConfigList, rt: RuntimeConf, signal?: AbortSignal): Promise<void> {
    return this.#deleteChain(list, rt, signal, (failure) => {
      throw failure;
    });
  }

  /**
   * Runs DEL of each plugin in reverse as {@link delNetworkList}, but continues after failures. Not in libcni. Rejects with
   * all failures, one per line, or immediately when interrupted.
   */
  async takeBackNetworkList(list: NetworkConfigList, rt: RuntimeConf, signal?: AbortSignal): Promise<void> {
    const failures: CNIError[] = [];
    await this.#deleteChain(list, rt, signal, (failure) => {
      if (!isCNIError(failure) || interruptionOf(failure) !== undefined) {
        throw failure;
      }
      failures.push(failure);
    });
    const failure = joinErrors(failures);
    if (failure !== undefined) {
      throw failure;
    }
  }

  async #deleteChain(
    list: NetworkConfigList,
    rt: RuntimeConf,
    signal: AbortSignal | undefined,
    onFailure: (failure: unknown) => void,
  ): Promise<void> {
    const { name, cniVersion } = list;
    let prevResult: Result | undefined;
    if (greaterThanOrEqualTo(cniVersion, '0.4.0')) {
      try {
        prevResult = await this.#cache.result(name, cniVersion, rt, signal);
      } catch (error) {
        if (!isCNIError(error) || interruptionOf(error) !== undefined) {
          throw error;
        }
        await this.#cache.remove(name, rt);
      }
    }
    let removed = false;
    for (const [index, net] of list.plugins.toReversed().entries()) {
      const isLast = index === list.plugins.length - 1;
      try {
        removed = await this.#delete({ index, net, name, cniVersion, prevResult }, rt, isLast, signal);
      } catch (error) {
        onFailure(wrapError(`plugin ${describePlugin(net)} failed (delete)`, error));
      }
    }
    if (!removed) {
      await this.#cache.remove(name, rt);
    }
  }

  /** Runs ADD with a single plugin configuration. */
  async addNetwork(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<Result> {
    const { name, cniVersion } = net.network;
    const result = await this.#add({ index: 0, net, name, cniVersion, prevResult: undefined }, rt, signal);
    await this.#cacheAdd(result, net.bytes, name, rt);
    return result;
  }

  /** Runs CHECK with a single plugin configuration. */
  async checkNetwork(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<void> {
    const { name, cniVersion } = net.network;
    requireCheck(cniVersion);
    const prevResult = await this.#cachedForCheck(name, cniVersion, rt, signal);
    await this.#call('CHECK', { index: 0, net, name, cniVersion, prevResult }, rt, signal);
  }

  /** Runs DEL with a single plugin configuration. Unlike for a list, rejects if the cached result cannot be read. */
  async delNetwork(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<void> {
    const { name, cniVersion } = net.network;
    const prevResult = greaterThanOrEqualTo(cniVersion, '0.4.0')
      ? await this.#cachedForCheck(name, cniVersion, rt, signal)
      : undefined;
    const removed = await this.#delete({ index: 0, net, name, cniVersion, prevResult }, rt, true, signal);
    if (!removed) {
      await this.#cache.remove(name, rt);
    }
  }

  /** Returns the result of the last ADD of this attachment, in the list's version; undefined without one. */
  getNetworkListCachedResult(
    list: NetworkConfigList,
    rt: RuntimeConf,
    signal?: AbortSignal,
  ): Promise<Result | undefined> {
    return this.#cache.result(list.name, list.cniVersion, rt, signal);
  }

  /** Returns the configuration and arguments of the last ADD of this attachment; undefined without one. */
  getNetworkListCachedConfig(
    list: NetworkConfigList,
    rt: RuntimeConf,
    signal?: AbortSignal,
  ): Promise<CachedConfig | undefined> {
    return this.#cache.config(list.name, rt, signal);
  }

  /** {@link getNetworkListCachedResult} for a single plugin configuration. */
  getNetworkCachedResult(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<Result | undefined> {
    return this.#cache.result(net.network.name, net.network.cniVersion, rt, signal);
  }

  /** {@link getNetworkListCachedConfig} for a single plugin configuration. */
  getNetworkCachedConfig(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<CachedConfig | undefined> {
    return this.#cache.config(net.network.name, rt, signal);
  }

  /** Returns all cached attachments of a container, or of all containers for '', by the name of the cache file. */
  getCachedAttachments(containerID: string, signal?: AbortSignal): Promise<readonly NetworkAttachment[]> {
    return this.#cache.attachments(containerID, signal);
  }

  /** Checks that every plugin exists and supports the list's version. Returns the sorted enabled capabilities. Rejects with all problems as `[… …]`. */
  async validateNetworkList(list: NetworkConfigList, signal?: AbortSignal): Promise<readonly string[]> {
    const problems: string[] = [];
    for (const [index, { network }] of list.plugins.entries()) {
      try {
        await validatePlugin(this.#runner, network.type, list.cniVersion, index, signal);
      } catch (error) {
        if (!isCNIError(error) || interruptionOf(error) !== undefined) {
          throw error;
        }
        problems.push(error.message);
      }
    }
    if (problems.length > 0) {
      throw new CNIError(`[${problems.join(' ')}]`);
    }
    return enabledCapabilities(list.plugins.map(({ network }) => network.capabilities));
  }

  /** {@link validateNetworkList} for a single plugin configuration. */
  async validateNetwork(net: PluginConfig, signal?: AbortSignal): Promise<readonly string[]> {
    await validatePlugin(this.#runner, net.network.type, net.network.cniVersion, 0, signal);
    return enabledCapabilities([net.network.capabilities]);
  }

  /** Returns the spec versions of a plugin; without VERSION, it supports 0.1.0. */
  getVersionInfo(pluginType: string, signal?: AbortSignal): Promise<PluginInfo> {
    return askVersion(this.#runner, pluginType, 0, signal);
  }

  /**
   * Runs DEL of every cached attachment of the list that is not in `args`, then (since spec 1.1.0) GC of each plugin. Without
   * `args` all attachments are deleted, as by cnitool's gc. Continues after failures and rejects with all of them, one per
   * line.
   */
  gcNetworkList(list: NetworkConfigList, args: GCArgs | undefined, signal?: AbortSignal): Promise<void> {
    return collectGarbage(list, args, {
      attachments: () => this.getCachedAttachments('', signal),
      delete: (rt) => this.delNetworkList(list, rt, signal),
      collect: (net, index) => this.#callWithoutAttachment('GC', net, index, signal),
    });
  }

  /** Runs STATUS of each plugin, since spec 1.1.0. Rejects with the first that is not ready, including its code. */
  async getStatusNetworkList(list: NetworkConfigList, signal?: AbortSignal): Promise<void> {
    const { name, cniVersion } = list;
    if (!supportsStatusAndGC(cniVersion)) {
      return;
    }
    for (const [index, plugin] of list.plugins.entries()) {
      const net = injectConf(plugin, { name: { json: name }, cniVersion: { json: cniVersion } });
      await this.#callWithoutAttachment('STATUS', net, index, signal);
    }
  }

  async #add(link: Link, rt: RuntimeConf, signal: AbortSignal | undefined): Promise<Result> {
    const { type } = link.net.network;
    const invalid =
      validateContainerID(rt.containerID) ?? validateNetworkName(link.name) ?? validateInterfaceName(rt.ifName);
    if (invalid !== undefined) {
      // libcni searches for the plugin first; this needs a separate search only if both are wrong.
      await this.#runner.find(type, signal);
      throw invalid;
    }
    const { index } = link;
    const config = await this.#config(link, rt, signal);
    const env = cniEnv('ADD', rt, this.#path);
    const confVersion = config.network.cniVersion === '' ? '0.1.0' : config.network.cniVersion;
    return this.#runner.run({ verb: 'ADD', index, pluginType: type, env, stdin: config.bytes }, signal, (stdout) =>
      parseADDResult(confVersion, stdout),
    );
  }

  async #call(verb: Verb, link: Link, rt: RuntimeConf, signal: AbortSignal | undefined): Promise<void> {
    await this.#runner.run(await this.#callOf(verb, link, rt, signal), signal, () => undefined);
  }

  /** Runs DEL of one plugin. Returns true if the same round trip removed the cached result, as possible for the last plugin. */
  async #delete(link: Link, rt: RuntimeConf, isLast: boolean, signal: AbortSignal | undefined): Promise<boolean> {
    const call = await this.#callOf('DEL', link, rt, signal);
    const thenRemove = isLast ? this.#cache.removable(link.name, rt) : undefined;
    return this.#runner.run({ ...call, thenRemove }, signal, (_stdout, removed) => removed);
  }

  async #callOf(verb: Verb, link: Link, rt: RuntimeConf, signal: AbortSignal | undefined): Promise<Call> {
    const { bytes: stdin } = await this.#config(link, rt, signal);
    return {
      verb,
      index: link.index,
      pluginType: link.net.network.type,
      env: cniEnv(verb, rt, this.#path),
      stdin,
    };
  }

  async #callWithoutAttachment(
    verb: Verb,
    net: PluginConfig,
    index: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const env = cniEnv(verb, { containerID: '', netNS: '', ifName: '', args: [] }, this.#path);
    const call = { verb, index, pluginType: net.network.type, env, stdin: net.bytes };
    await this.#runner.run(call, signal, () => undefined);
  }

  get #path(): string {
    return this.#options.pluginDirs.join(':');
  }

  /** Returns the input of a plugin. Its error is reported only if the plugin exists, since libcni searches for that first. */
  async #config(link: Link, rt: RuntimeConf, signal: AbortSignal | undefined): Promise<PluginConfig> {
    try {
      return buildOneConfig(link, rt);
    } catch (error) {
      await this.#runner.find(link.net.network.type, signal);
      throw error;
    }
  }

  async #cacheAdd(result: Result, config: Uint8Array, network: string, rt: RuntimeConf): Promise<void> {
    try {
      // Without the signal, because the result of ADD must be recorded even after a cancellation.
      await this.#cache.add(result, config, network, rt);
    } catch (error) {
      throw wrapError(`failed to set network ${quote(network)} cached result`, error);
    }
  }

  async #cachedForCheck(
    network: string,
    cniVersion: string,
    rt: RuntimeConf,
    signal: AbortSignal | undefined,
  ): Promise<Result | undefined> {
    try {
      return await this.#cache.result(network, cniVersion, rt, signal);
    } catch (error) {
      throw wrapError(`failed to get network ${quote(network)} cached result`, error);
    }
  }
}

function requireCheck(cniVersion: string): void {
  if (!greaterThanOrEqualTo(cniVersion, '0.4.0')) {
    throw new CNIError(`configuration version ${quote(cniVersion)} does not support the CHECK command`);
  }
}

/** Returns `type="…"`, and `name="…"` if the plugin's configuration has one (libcni: pluginDescription). */
function describePlugin({ network }: PluginConfig): string {
  const type = `type=${quote(network.type)}`;
  return network.name === '' ? type : `${type} name=${quote(network.name)}`;
}

/** Returns the stdin of a plugin of a chain: its configuration with the list's name and version, prevResult and runtimeConfig (libcni: buildOneConfig). */
function buildOneConfig({ net, name, cniVersion, prevResult }: Link, rt: RuntimeConf): PluginConfig {
  const values: Record<string, InjectedValue> = { name: { json: name }, cniVersion: { json: cniVersion } };
  if (prevResult !== undefined) {
    values['prevResult'] = { result: prevResult };
  }
  const config = injectConf(net, values);
  const runtimeConfig = emptyObject();
  for (const capability of enabledCapabilities([config.network.capabilities])) {
    if (Object.hasOwn(rt.capabilityArgs, capability)) {
      runtimeConfig[capability] = rt.capabilityArgs[capability] ?? null;
    }
  }
  // A second encoding, as in libcni, which sorts the keys of a prevResult below 1.0.0.
  return Object.keys(runtimeConfig).length === 0
    ? config
    : injectConf(config, { runtimeConfig: { json: runtimeConfig } });
}
