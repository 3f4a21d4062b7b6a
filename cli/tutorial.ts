// The tutorial that `npm start` runs: the steps of cnitool's tutorial, in the sandbox, with this engine.
import { fileURLToPath } from 'node:url';
import {
  CNIConfig,
  attachmentContainerID,
  loadNetworkConf,
  runOperation,
  type NetworkConfigList,
  type Result,
  type RuntimeConf,
  type StepObserver,
  type Verb,
} from '../engine/libcni/index.ts';
import {
  LocalConfigFiles,
  createHost,
  createNamespace,
  deleteNamespace,
  findPluginDirs,
  isHostError,
  runInNamespace,
  type Host,
  type Namespace,
} from '../engine/host/index.ts';
import { OutputStreams } from './output/streams.ts';

const examples = fileURLToPath(new URL('../examples/net.d', import.meta.url));
const network = 'myptp';

/** What every step of the tutorial uses. */
interface Scene {
  readonly host: Host;
  readonly cni: CNIConfig;
  readonly list: NetworkConfigList;
  readonly namespace: Namespace;
  readonly rt: RuntimeConf;
}

const output = new OutputStreams();
const print = (text: string): void => output.stdout(`${text}\n`);
const indent = (text: string) => text.trimEnd().replaceAll(/^/gm, '     ');

function say(title: string): void {
  output.stdout(`\n   ▸ ${title}\n`);
}

/** Runs one CNI command over the chain and prints every plugin execution. Rejects with the engine's own errors. */
async function operate<T>(scene: Scene, verb: Verb, body: (cni: CNIConfig) => Promise<T>): Promise<T | undefined> {
  say(`${verb} ${network} ${scene.namespace.path}`);
  const { operation, value } = await runOperation({ verb, network, rt: scene.rt }, (observer: StepObserver) =>
    body(scene.cni.withObserver(observer)),
  );
  for (const { pluginType, outcome } of operation.steps) {
    const took =
      outcome?.kind === 'exited' ? `exit ${outcome.exitCode}, ${outcome.durationMs.toFixed(0)} ms` : 'did not run';
    print(indent(`plugin ${pluginType}: ${took}`));
  }
  if (operation.error !== undefined) {
    throw operation.error;
  }
  return value;
}

/** Runs a command in the namespace and prints its output. Rejects if it fails. */
async function show(scene: Scene, ...argv: [string, ...string[]]): Promise<void> {
  say(argv.join(' '));
  const outcome = await runInNamespace(scene.host, scene.namespace.name, { argv });
  if (outcome.kind === 'unknown') {
    throw new Error(outcome.reason);
  }
  const text = Buffer.concat([outcome.stdout, outcome.stderr]).toString();
  if (text !== '') {
    print(indent(text));
  }
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new Error(`\`${argv.join(' ')}\` failed in ${scene.host.label}.`);
  }
}

function gatewayOf(result: Result | undefined): string | undefined {
  const json: { readonly ips?: readonly { readonly gateway?: string }[] } = JSON.parse(result?.json ?? '{}');
  return json.ips?.find((ip) => ip.gateway !== undefined)?.gateway;
}

async function attach(scene: Scene): Promise<void> {
  const result = await operate(scene, 'ADD', (cni) => cni.addNetworkList(scene.list, scene.rt));
  print(indent(JSON.stringify(JSON.parse(result?.json ?? '{}'), null, 2)));
  await show(scene, 'ip', 'addr');
  const gateway = gatewayOf(result);
  if (gateway !== undefined) {
    await show(scene, 'ping', '-c', '1', '-W', '2', gateway);
  }
  await show(scene, 'ping', '-c', '1', '-W', '2', '4.2.2.2');
  await operate(scene, 'CHECK', (cni) => cni.checkNetworkList(scene.list, scene.rt));
  await operate(scene, 'DEL', (cni) => cni.delNetworkList(scene.list, scene.rt));
}

async function tutorial(host: Host, pluginDirs: readonly string[]): Promise<void> {
  const list = await loadNetworkConf(new LocalConfigFiles(), examples, network);
  say(`ip netns add tutorial   (in ${host.label})`);
  const namespace = await createNamespace(host, 'tutorial');
  const rt: RuntimeConf = {
    containerID: attachmentContainerID(namespace.path),
    netNS: namespace.path,
    ifName: 'eth0',
    args: [],
    capabilityArgs: {},
  };
  const cni = new CNIConfig({ pluginDirs, exec: host.exec, store: host.store });
  await attach({ host, cni, list, namespace, rt });
  say('ip netns del tutorial');
  await deleteNamespace(host, namespace.name);
}

/** Exit codes: 0 success, 1 a step failed, 2 this machine does not allow a sandbox. */
async function main(): Promise<void> {
  const pluginDirs = (process.env['CNI_PATH'] ?? '').split(':').filter((dir) => dir !== '');
  const host = createHost({ kind: 'sandbox' }, { pluginDirs, report: say });
  try {
    await tutorial(host, await findPluginDirs(host, process.env['CNI_PATH']));
  } catch (error) {
    output.stderr(`\n✖ ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = isHostError(error) ? 2 : 1;
  } finally {
    await host.dispose();
  }
}

await main();
