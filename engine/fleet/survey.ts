import { collectFacts, findPluginDirs, type Host } from '../host/index.ts';
import { CNIConfig, type NetworkConfigList, type Operation, runOperation, type StepObserver } from '../libcni/index.ts';
import { explainOperation } from '../libcni/explain.ts';
import { lookAtSystem, type SystemFacts } from './system-facts.ts';

/** Where things are on a host; what is not told is looked for in the usual places. */
export interface HostPlaces {
  readonly pluginPath?: readonly string[] | undefined;
  /** CNI_PATH, where no `pluginPath` is told and it is meant for this host. */
  readonly cniPath?: string | undefined;
  /** Default /etc/cni/net.d. */
  readonly confDir?: string | undefined;
  /** Directory above `results`. Default /var/lib/cni. */
  readonly cacheDir?: string | undefined;
}

/** How an operation over the whole list ended on a host. */
type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'failed' | 'unknown'; readonly reason: string; readonly cure?: string };

/** An attachment that the host's cache knows. */
interface KnownAttachment {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
}

/** What one host answers when it is compared with others. Data only: it can be sent anywhere. */
export interface HostSurvey extends SystemFacts {
  readonly confDir: string;
  readonly facts: Awaited<ReturnType<typeof collectFacts>>;
  readonly attachments: readonly KnownAttachment[];
  /** ValidateNetworkList; missing without a configuration. */
  readonly validate?: Verdict;
  /** STATUS; missing without a configuration. */
  readonly status?: Verdict;
}

/** What is asked besides the facts. `list`: the network that is validated and asked for its STATUS. */
export interface SurveyRequest {
  readonly list?: NetworkConfigList | undefined;
  readonly validate: boolean;
  readonly status: boolean;
}

/**
 * Looks at one host: its facts, its runtimes, its attachments, and what libcni says of a network there. Changes nothing;
 * plugins run with VERSION and STATUS only. Rejects with HostError, and with the signal's reason when that fires.
 */
export async function surveyHost(
  host: Host,
  places: HostPlaces,
  { list, validate, status }: SurveyRequest,
  signal: AbortSignal,
): Promise<HostSurvey> {
  const confDir = places.confDir ?? '/etc/cni/net.d';
  const pluginDirs = places.pluginPath ?? (await findPluginDirs(host, places.cniPath, signal));
  const facts = await collectFacts(host, { pluginDirs, confDir }, signal);
  const system = await lookAtSystem(host, signal);
  const { cacheDir } = places;
  const cni = new CNIConfig({
    pluginDirs,
    exec: host.exec,
    store: host.store,
    ...(cacheDir === undefined ? {} : { cacheDir }),
  });
  const attachments = (await cni.getCachedAttachments('', signal)).map(({ network, containerID, ifName }) => ({
    network,
    containerID,
    ifName,
  }));
  const verdict = async (
    verb: Operation['verb'],
    body: (of: CNIConfig, network: NetworkConfigList) => Promise<unknown>,
  ): Promise<Verdict | undefined> => {
    if (list === undefined) return undefined;
    const run = (observer: StepObserver): Promise<unknown> => body(cni.withObserver(observer), list);
    return verdictOf((await runOperation({ verb, network: list.name }, run)).operation);
  };
  const validated = validate
    ? await verdict('VERSION', (of, network) => of.validateNetworkList(network, signal))
    : undefined;
  const ready = status ? await verdict('STATUS', (of, network) => of.getStatusNetworkList(network, signal)) : undefined;
  return {
    confDir,
    facts,
    attachments,
    ...system,
    ...(validated === undefined ? {} : { validate: validated }),
    ...(ready === undefined ? {} : { status: ready }),
  };
}

function verdictOf(operation: Operation): Verdict {
  const { state, error } = operation;
  if (error === undefined) return { kind: 'ok' };
  const cure = explainOperation(operation)?.cure;
  const kind = state === 'failed' ? 'failed' : 'unknown';
  return { kind, reason: error.message, ...(cure === undefined ? {} : { cure }) };
}
