import {
  confListFromConf,
  createFromBytes,
  decodeVersion,
  getAsVersion,
  greaterThan,
  greaterThanOrEqualTo,
  incompatibleVersions,
  injectConf,
  loadConf,
  loadNetworkConf,
  networkConfFromBytes,
  networkConfFromFile,
  networkPluginConfFromBytes,
  newResult,
  parseCapabilityArgs,
  validateContainerID,
  validateInterfaceName,
  validateNetworkName,
  type CNIError,
  type InjectedValue,
  type PluginConfig,
} from '../../engine/libcni/index.ts';
import { MemoryFiles } from './memory-files.ts';
import { decodeVersionInfo, wordPluginFailure } from './ours-plugin.ts';
import { playScenario } from './ours-scenario.ts';
import { goDecode, goDecodeMap, goEncode, toFailure, viewList, viewPlugin, viewResult } from './views.ts';
import { fromBlob, type Answer, type LoadDir, type OfBytes, type Request, type Wire } from './wire.ts';

/** The engine's answer to a request; the twin of the oracle's operations. Throws only for a bug. */
export async function ours(request: Request): Promise<Answer> {
  try {
    const value = await answer(request);
    return value === undefined ? {} : { value };
  } catch (error) {
    return { error: toFailure(error) };
  }
}

async function answer(request: Request): Promise<Wire | undefined> {
  switch (request.op) {
    case 'result':
      return viewConversions(request.bytes, request.version, request.as);
    case 'scenario':
      return playScenario(request);
    case 'loadDir':
      return loadDir(request);
    case 'injectConf':
      return viewPlugin(injectConf({ ...EMPTY_PLUGIN, bytes: fromBlob(request.bytes) }, injected(request.values)));
    case 'compareVersions':
      return {
        greater: greaterThan(request.a, request.b),
        atLeast: greaterThanOrEqualTo(request.a, request.b),
      };
    case 'reconcile': {
      const error = incompatibleVersions(request.config, request.supported);
      if (error) {
        throw error;
      }
      return true;
    }
    case 'validateNames':
      return {
        containerID: told(validateContainerID(request.containerID)),
        ifName: told(validateInterfaceName(request.ifName)),
        network: told(validateNetworkName(request.network)),
      };
    case 'pluginFailure':
      return wordPluginFailure(request);
    case 'jsonMap':
    case 'jsonAny':
    case 'capabilityArgs':
    case 'list':
    case 'plugin':
    case 'listFromSingle':
    case 'decodeVersion':
    case 'decodeVersionInfo':
      return ofBytes(request);
  }
}

async function ofBytes(request: OfBytes): Promise<Wire> {
  const bytes = fromBlob(request.bytes);
  switch (request.op) {
    case 'jsonMap':
      return goEncode(goDecodeMap(bytes));
    case 'jsonAny':
      return goEncode(goDecode(bytes));
    case 'capabilityArgs':
      return goEncode(parseCapabilityArgs(new TextDecoder().decode(bytes)));
    case 'list':
      return viewList(networkConfFromBytes(bytes));
    case 'plugin':
      return viewPlugin(networkPluginConfFromBytes(bytes));
    case 'listFromSingle':
      return viewList(confListFromConf(networkPluginConfFromBytes(bytes)));
    case 'decodeVersion':
      return decodeVersion(bytes);
    case 'decodeVersionInfo':
      return decodeVersionInfo(request.bytes);
  }
}

/** For calls that read only the bytes of a configuration. */
const EMPTY_PLUGIN: PluginConfig = {
  network: { cniVersion: '', name: '', type: '', capabilities: {}, ipam: { type: '' } },
  bytes: new Uint8Array(),
};

function injected(values: Wire): Record<string, InjectedValue> {
  if (values === null || typeof values !== 'object' || Array.isArray(values)) {
    throw new TypeError('values: an object');
  }
  return Object.fromEntries(Object.entries(values).map(([key, json]) => [key, { json }]));
}

function told(error: CNIError | undefined): Wire {
  return error === undefined ? null : { ...toFailure(error) };
}

function viewConversions(blob: string, version: string | undefined, as: readonly string[]): Wire {
  const bytes = fromBlob(blob);
  const parsed = version === undefined ? createFromBytes(bytes) : newResult(version, bytes);
  const converted = as.map((to): Wire => {
    try {
      return { value: viewResult(getAsVersion(parsed, to)) };
    } catch (error) {
      return { error: { ...toFailure(error) } };
    }
  });
  return { parsed: viewResult(parsed), converted };
}

async function loadDir(request: LoadDir): Promise<Wire> {
  const files = MemoryFiles.fromEntries(request.entries);
  try {
    switch (request.how) {
      case 'network':
        return { value: viewList(await loadNetworkConf(files, request.dir, request.name)) };
      case 'single':
        return { value: viewPlugin(await loadConf(files, request.dir, request.name)) };
      case 'file':
        return { value: viewList(await networkConfFromFile(files, `${request.dir}/${request.name}`)) };
    }
  } catch (error) {
    return { error: { ...toFailure(error) } };
  }
}
