import { collectFacts, findPluginDirs, type Host } from '../host/index.ts';
import {
  CNIConfig,
  isCNIError,
  isFileError,
  type NetworkConfigList,
  type Operation,
  runOperation,
  type StepObserver,
} from '../libcni/index.ts';
import { lookAtSystem, type SystemFacts } from './system-facts.ts';

/** Directories of a host. Those that are missing have their usual defaults. */
export interface HostPlaces {
  readonly pluginPath?: readonly string[] | undefined;
  /** CNI_PATH for this host, used if `pluginPath` is missing. */
  readonly cniPath?: string | undefined;
  /** Without it, the first known directory that has configurations. */
  readonly confDir?: string | undefined;
  /** Directory above `results`. Default /var/lib/cni. */
  readonly cacheDir?: string | undefined;
}

/** How an operation on the whole list ended on a host. */
type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'failed' | 'unknown'; readonly reason: string; readonly remedy?: string | undefined };

/** An attachment in the cache of the host. */
interface KnownAttachment {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** Path of its namespace when it was added. */
  readonly netNS?: string | undefined;
}

/** The answer of one host for a comparison. Plain data, which can be sent between processes. */
export interface HostSurvey extends SystemFacts {
  readonly confDir: string;
  readonly facts: Awaited<ReturnType<typeof collectFacts>>;
  /** Missing if this user may not read the cache. */
  readonly attachments?: readonly KnownAttachment[] | undefined;
  /** Paths of the namespaces of the host except its own; missing if the host did not report them. */
  readonly namespaces?: readonly string[] | undefined;
  /** ValidateNetworkList; missing without a configuration. */
  readonly validate?: Verdict | undefined;
  /** STATUS; missing without a configuration. */
  readonly status?: Verdict | undefined;
}

/** What to find out besides the facts. `list`: the network to validate and to run STATUS for. */
export interface SurveyRequest {
  readonly list?: NetworkConfigList | undefined;
  readonly validate: boolean;
  readonly status: boolean;
  /** Returns the remedy for a failed operation. */
  readonly remedyOf: (operation: Operation) => string | undefined;
}

/**
 * Collects the facts, runtimes and attachments of one host, and what libcni reports about a network there. Changes nothing:
 * plugins run with VERSION and STATUS only. Rejects with HostError, and with the signal's reason when that fires.
 */
export async function surveyHost(
  host: Host,
  places: HostPlaces,
  { list, validate, status, remedyOf }: SurveyRequest,
  signal: AbortSignal,
): Promise<HostSurvey> {
  const pluginDirs = places.pluginPath ?? (await findPluginDirs(host, places.cniPath, signal));
  const facts = await collectFacts(host, { pluginDirs, confDir: places.confDir }, signal);
  const system = await lookAtSystem(host, signal);
  const { cacheDir } = places;
  const cni = new CNIConfig({
    pluginDirs,
    exec: host.exec,
    store: host.store,
    cacheDir,
  });
  const verdict = async (
    verb: Operation['verb'],
    body: (of: CNIConfig, network: NetworkConfigList) => Promise<unknown>,
  ): Promise<Verdict | undefined> => {
    if (list === undefined) {
      return undefined;
    }
    const run = (observer: StepObserver): Promise<unknown> => body(cni.withObserver(observer), list);
    return verdictOf((await runOperation({ verb, network: list.name }, run)).operation, remedyOf);
  };
  const validated = validate
    ? await verdict('VERSION', (of, network) => of.validateNetworkList(network, signal))
    : undefined;
  const ready = status ? await verdict('STATUS', (of, network) => of.getStatusNetworkList(network, signal)) : undefined;
  return {
    confDir: places.confDir ?? facts.confDir,
    facts,
    attachments: await attachmentsIn(cni, signal),
    namespaces: facts.namespaces?.map(({ path }) => path),
    ...system,
    validate: validated,
    status: ready,
  };
}

/** Returns the attachments in the cache; undefined if this user may not read it. */
async function attachmentsIn(cni: CNIConfig, signal: AbortSignal): Promise<HostSurvey['attachments']> {
  try {
    const cached = await cni.getCachedAttachments('', signal);
    return cached.map(({ network, containerID, ifName, netNS }) => ({ network, containerID, ifName, netNS }));
  } catch (error) {
    if (isCNIError(error) && isFileError(error.cause) && error.cause.code === 'EACCES') {
      return undefined;
    }
    throw error;
  }
}

function verdictOf(operation: Operation, remedyOf: SurveyRequest['remedyOf']): Verdict {
  const { state, error } = operation;
  if (error === undefined) {
    return { kind: 'ok' };
  }
  const remedy = remedyOf(operation);
  const kind = state === 'failed' ? 'failed' : 'unknown';
  return { kind, reason: error.message, remedy };
}
