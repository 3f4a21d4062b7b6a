import {
  CNIConfig,
  confListFromConf,
  networkConfFromBytes,
  networkPluginConfFromBytes,
  parseCapabilityArgs,
  type CachedConfig,
  type NetworkConfigList,
  type PluginConfig,
  type Result,
  type RuntimeConf,
} from '../../engine/libcni/index.ts';
import { MemoryFiles } from './memory-files.ts';
import { ScriptedExec } from './scripted-exec.ts';
import { goEncode, toFailure, viewResult } from './views.ts';
import { fromBlob, toBlob, type RuntimeView, type Scenario, type ScenarioStep, type Wire } from './wire.ts';

const CACHE = '/cache';

/** The configuration under test, in one or both forms. */
interface Loaded {
  readonly list?: NetworkConfigList;
  readonly single?: PluginConfig;
}

function load({ form, config }: Scenario): Loaded {
  const bytes = fromBlob(config);
  if (form === 'none') {
    return {};
  }
  if (form === 'list') {
    return { list: networkConfFromBytes(bytes) };
  }
  const single = networkPluginConfFromBytes(bytes);
  return form === 'single' ? { single } : { single, list: confListFromConf(single) };
}

/** The engine's answer to a scenario; the twin of oracle/scenario.go. */
export async function playScenario(scenario: Scenario): Promise<Wire> {
  const files = new MemoryFiles();
  for (const [path, bytes] of Object.entries(scenario.cache)) {
    files.put(`${CACHE}/${path}`, bytes);
  }
  const exec = new ScriptedExec(scenario.binaries, scenario.script);
  const cni = new CNIConfig({ pluginDirs: scenario.path, cacheDir: CACHE, exec, store: files });
  const loaded = load(scenario);
  const views: Wire[] = [];
  for (const step of scenario.steps) {
    const rt = runtimeOf(step.runtime ?? scenario.runtime);
    const told = await perform(cni, loaded, step, rt).then(
      (value): { readonly [key: string]: Wire } => (value === undefined ? {} : { value }),
      (error: unknown) => ({ error: { ...toFailure(error) } }),
    );
    views.push({ ...told, calls: exec.takeCalls(), cache: files.tree(CACHE) });
  }
  return views;
}

function runtimeOf(view: RuntimeView): RuntimeConf {
  return { ...view, capabilityArgs: parseCapabilityArgs(view.capabilityArgs) };
}

function need<T>(thing: T | undefined): T {
  if (thing === undefined) {
    throw new TypeError('the scenario lacks that form of configuration');
  }
  return thing;
}

async function perform(cni: CNIConfig, at: Loaded, step: ScenarioStep, rt: RuntimeConf): Promise<Wire | undefined> {
  switch (step.do) {
    case 'addList':
      return viewed(await cni.addNetworkList(need(at.list), rt));
    case 'checkList':
      await cni.checkNetworkList(need(at.list), rt);
      return undefined;
    case 'delList':
      await cni.delNetworkList(need(at.list), rt);
      return undefined;
    case 'gcList':
      await cni.gcNetworkList(need(at.list), gcArgs(step));
      return undefined;
    case 'statusList':
      await cni.getStatusNetworkList(need(at.list));
      return undefined;
    case 'validateList':
      return [...(await cni.validateNetworkList(need(at.list)))].toSorted(byBytes);
    case 'add':
      return viewed(await cni.addNetwork(need(at.single), rt));
    case 'check':
      await cni.checkNetwork(need(at.single), rt);
      return undefined;
    case 'del':
      await cni.delNetwork(need(at.single), rt);
      return undefined;
    case 'validate':
      return [...(await cni.validateNetwork(need(at.single)))].toSorted(byBytes);
    case 'versionInfo':
      return (await cni.getVersionInfo(step.pluginType ?? '')).supportedVersions;
    case 'cachedListResult':
      return viewed(await cni.getNetworkListCachedResult(need(at.list), rt));
    case 'cachedResult':
      return viewed(await cni.getNetworkCachedResult(need(at.single), rt));
    case 'cachedListConfig':
      return viewConfig(await cni.getNetworkListCachedConfig(need(at.list), rt));
    case 'cachedConfig':
      return viewConfig(await cni.getNetworkCachedConfig(need(at.single), rt));
    case 'attachments':
      return viewAttachments(cni, step.containerID ?? '');
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function gcArgs(step: ScenarioStep): Parameters<CNIConfig['gcNetworkList']>[1] {
  if (step.valid === undefined) {
    return undefined;
  }
  return { validAttachments: step.valid.map(({ containerID, ifname }) => ({ containerID, ifName: ifname })) };
}

function viewed(result: Result | undefined): Wire | undefined {
  return result === undefined ? undefined : viewResult(result);
}

function viewConfig(cached: CachedConfig | undefined): Wire | undefined {
  if (cached === undefined) {
    return undefined;
  }
  const { containerID, netNS, ifName, args, capabilityArgs: caps } = cached.rt;
  const runtime = { containerID, netNS, ifName, args, capabilityArgs: goEncode(caps) };
  return { config: toBlob(cached.config), runtime };
}

async function viewAttachments(cni: CNIConfig, containerID: string): Promise<Wire> {
  const found = await cni.getCachedAttachments(containerID);
  return found.map(({ network, ifName, config, netNS, cniArgs, capabilityArgs: caps, ...rest }) => ({
    containerID: rest.containerID,
    network,
    ifName,
    config: toBlob(config),
    netNS,
    args: cniArgs,
    capabilityArgs: goEncode(caps),
  }));
}
