import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createNamespace,
  deleteNamespace,
  type Host,
  listNamespaces,
  LocalConfigFiles,
  runInNamespace,
} from '../../engine/host/index.ts';
import { attachmentContainerID, CNIConfig, loadNetworkConf, printResult } from '../../engine/libcni/index.ts';

/** Name of the network, and of its directory of reservations. */
export const tutorialNetwork = 'tutorial-under-test';

/** cnitool's tutorial network as the single plugin configuration of the tutorial, with an additional v6 range. */
const plugin = {
  type: 'ptp',
  ipMasq: true,
  ipam: {
    type: 'host-local',
    ranges: [[{ subnet: '172.16.29.0/24' }], [{ subnet: 'fd00:16:29::/64' }]],
    routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
  },
};

const head = { cniVersion: '1.0.0', name: tutorialNetwork };

/** The same network as the two kinds of file that there are. */
const texts = {
  conf: JSON.stringify({ ...head, ...plugin }),
  conflist: JSON.stringify({ ...head, plugins: [plugin] }),
} as const;

export type FileKind = keyof typeof texts;

/** Writes the tutorial's network into a new directory, which the caller removes, and gives the directory. */
export function writeTutorial(kind: FileKind): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'cni-tutorial-'));
  writeFileSync(path.join(directory, `10-tutorial.${kind}`), texts[kind]);
  return directory;
}

/** What there was to see at each stop of the tutorial. */
export interface TutorialReport {
  readonly label: string;
  readonly result: string;
  readonly addresses: string;
  /** What `ping` printed, by target. */
  readonly pings: Readonly<Record<string, string>>;
  readonly namespacesMeanwhile: readonly string[];
  readonly cachedMeanwhile: readonly string[];
  readonly addressesAfterDelete: string;
  readonly namespacesAfter: readonly string[];
  readonly cachedAfter: readonly string[];
  /** Reservations that host-local still holds: the names of its files. */
  readonly reservedAfter: readonly string[];
}

/** The whole tutorial: namespace, ADD, `ip addr`, ping, CHECK, DEL, namespace gone. Rejects at the first failure. */
export async function runTutorial(
  host: Host,
  options: {
    readonly kind: FileKind;
    readonly namespace: string;
    readonly pluginDirs: readonly string[];
    readonly targets: readonly string[];
  },
): Promise<TutorialReport> {
  const directory = writeTutorial(options.kind);
  try {
    const list = await loadNetworkConf(new LocalConfigFiles(), directory, tutorialNetwork);
    const cni = new CNIConfig({ pluginDirs: options.pluginDirs, exec: host.exec, store: host.store });
    const { path: netNS } = await createNamespace(host, options.namespace);
    const rt = { containerID: attachmentContainerID(netNS), netNS, ifName: 'eth0', args: [], capabilityArgs: {} };
    const inside = (...argv: [string, ...string[]]) => output(host, options.namespace, argv);
    const names = async () => (await listNamespaces(host)).map(({ name }) => name);
    const cached = async () => (await cni.getCachedAttachments(rt.containerID)).map(({ network }) => network);
    try {
      const result = Buffer.from(printResult(await cni.addNetworkList(list, rt))).toString();
      const addresses = await inside('ip', '-br', 'addr', 'show', 'eth0');
      const pings: Record<string, string> = {};
      for (const target of options.targets) {
        pings[target] = await inside('ping', '-c', '3', '-i', '0.2', '-W', '2', target);
      }
      const namespacesMeanwhile = await names();
      const cachedMeanwhile = await cached();
      await cni.checkNetworkList(list, rt);
      await cni.delNetworkList(list, rt);
      const addressesAfterDelete = await inside('ip', '-br', 'addr');
      await deleteNamespace(host, options.namespace);
      const reserved = await host.store.list(`/var/lib/cni/networks/${tutorialNetwork}`);
      return {
        label: host.label,
        result,
        addresses,
        pings,
        namespacesMeanwhile,
        cachedMeanwhile,
        addressesAfterDelete,
        namespacesAfter: await names(),
        cachedAfter: await cached(),
        reservedAfter: reserved.map((file) => path.basename(file.path)),
      };
    } catch (error) {
      await cni.delNetworkList(list, rt).catch(() => undefined);
      await deleteNamespace(host, options.namespace).catch(() => undefined);
      throw error;
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What a command in the namespace printed, on both streams; a failure is part of it. */
async function output(host: Host, namespace: string, argv: [string, ...string[]]): Promise<string> {
  const outcome = await runInNamespace(host, namespace, { argv });
  return outcome.kind === 'exited'
    ? Buffer.concat([outcome.stdout, outcome.stderr]).toString()
    : `${argv.join(' ')}: ${outcome.kind}`;
}
