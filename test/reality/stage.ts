import { dirname } from 'node:path';
import { collectFacts, createHost, type Host } from '../../engine/host/index.ts';
import {
  CNIConfig,
  confFromFile,
  confListFromConf,
  greaterThanOrEqualTo,
  isCNIError,
  type NetworkConfigList,
  networkConfFromFile,
  type RuntimeConf,
} from '../../engine/libcni/index.ts';
import type { HostFacts } from '../../language/workspace/host-facts.ts';
import { MemoryFiles } from '../conformance/memory-files.ts';
import { startApiServer } from './kubernetes.ts';
import type { GoodNetwork } from './networks.ts';

/** The phases of a run, in order. */
type Phase = 'load' | 'ADD' | 'CHECK' | 'DEL';

/** The outcome of a configuration: the first phase that failed and its error, if any. */
export interface Outcome {
  readonly failed?: { readonly phase: Phase; readonly text: string };
}

/** A configuration file as in /etc/cni/net.d. */
export interface ConfigurationFile {
  readonly name: string;
  readonly text: string;
}

/** Main plugins that call the IPAM plugin before they could fail because something exists already. */
const DELEGATES_FIRST: ReadonlySet<string> = new Set(['ptp', 'tap']);

/** The error for a configuration that is not run. */
const notRun = 'not run: the plugin would start itself for addresses, without end';

/** Milliseconds for ADD, CHECK and DEL together; then the plugin and its child processes are killed. */
const TIMEOUT = 60_000;

const SUCCESS: Outcome = {};
const CONTAINER = 'mutant';
/** The directory of a configuration whose facts are collected, one of those that are emptied. */
const CONFIGURATIONS = '/var/lib/net.d';
const UNFIT = 3;

/** Duplicate address detection takes a second of each run with IPv6. */
const WITHOUT_DAD =
  '[ ! -e /proc/sys/net/ipv6 ] || for c in default all; do echo 0 >/proc/sys/net/ipv6/conf/$c/dad_transmits; done';

/**
 * Resets the sandbox: only its own links, no files of plugins, an empty container. Exits with {@link UNFIT} if a plugin
 * removed the sandbox's own link. Starts few processes, as they determine the time of a run.
 */
const RESET = `
links=
for l in /sys/class/net/*; do
  l=\${l##*/}
  case $l in lo | eth0 | bonding_masters) ;; *) links="\${links}link del $l
" ;; esac
done
said=$(ip -force -batch - 2>&1 <<END
\${links}netns del ${CONTAINER}
netns add ${CONTAINER}
END
)
case $said in *'File exists'*) echo "$said" >&2; exit 1 ;; esac
while read -r dev to rest; do [ "$dev $to" != 'eth0 00000000' ] || fit=1; done </proc/net/route
[ -n "$fit" ] || exit ${UNFIT}
rm -rf --one-file-system /var/lib/* /run/cni /run/flannel
`;

const RESET_RULES = `
if command -v nft >/dev/null; then nft flush ruleset
else for t in nat filter; do for i in iptables ip6tables; do $i -t $t -F; $i -t $t -X; done; done
fi
`;

const RESET_IPV6 = `nsenter --net=/run/netns/${CONTAINER} sh -c '${WITHOUT_DAD}'\n`;

/** Whether a text may make plugins set rules, or use IPv6. */
const MAY_SET_RULES = /portmap|firewall|masq|spoof/i;
const MAY_USE_IPV6 = /[\da-f]*::/i;

/** A sandbox that runs one configuration after the other, each as if it were the first. */
export class Stage {
  readonly #pluginDirs: readonly string[];
  /** The program of the API server, if the networks need one. */
  readonly #apiServer: string | undefined;
  #host: Host | undefined;
  /** Whether rules of the previous run may exist. */
  #hasRules = true;

  constructor(pluginDirs: readonly string[], apiServer?: string) {
    this.#pluginDirs = pluginDirs;
    this.#apiServer = apiServer;
  }

  async dispose(): Promise<void> {
    await this.#host?.dispose();
    this.#host = undefined;
  }

  /**
   * The facts of the sandbox after a preparation, before the network is added. The paths in `file` are examined as on a host
   * that has this configuration.
   */
  async facts(prepare: string, file?: ConfigurationFile): Promise<HostFacts> {
    const write = `mkdir -p ${CONFIGURATIONS}; cat >${CONFIGURATIONS}/10-mutant.conflist <<'END'\n${file?.text ?? ''}\nEND\n`;
    const host = await this.#fresh(file === undefined ? prepare : `${prepare}\n${write}`, '');
    const confDir = file === undefined ? '/etc/cni/net.d' : CONFIGURATIONS;
    return collectFacts(host, { pluginDirs: this.#pluginDirs, confDir });
  }

  /** Loads the file, then runs ADD, CHECK and DEL until one fails. */
  async run(file: ConfigurationFile, network: GoodNetwork): Promise<Outcome> {
    const list = await load(file);
    if ('failed' in list) {
      return list;
    }
    if (isEndless(list)) {
      return { failed: { phase: 'ADD', text: notRun } };
    }
    const host = await this.#fresh(network.prepare ?? '', file.text);
    const cni = new CNIConfig({
      pluginDirs: this.#pluginDirs,
      cacheDir: '/var/lib/cni',
      exec: host.exec,
      store: host.store,
    });
    const rt: RuntimeConf = {
      containerID: CONTAINER,
      netNS: `/run/netns/${CONTAINER}`,
      ifName: 'eth0',
      args: network.args ?? [],
      capabilityArgs: network.capabilityArgs ?? {},
    };
    const signal = AbortSignal.timeout(TIMEOUT);
    const add = await attempt('ADD', () => cni.addNetworkList(list, rt, signal));
    if (add.failed !== undefined) {
      return add;
    }
    // Before 0.4.0 the SPEC has no CHECK, and libcni rejects it.
    const check = await attempt('CHECK', async () => {
      if (network.isChecked !== false && greaterThanOrEqualTo(list.cniVersion, '0.4.0')) {
        await cni.checkNetworkList(list, rt, signal);
      }
    });
    return check.failed === undefined ? attempt('DEL', () => cni.delNetworkList(list, rt, signal)) : check;
  }

  async #fresh(prepare: string, text: string): Promise<Host> {
    const script = `${RESET}${this.#hasRules ? RESET_RULES : ''}set -e\n${MAY_USE_IPV6.test(text) ? RESET_IPV6 : ''}${prepare}`;
    for (let tries = 0; tries < 3; tries += 1) {
      this.#host ??= await newSandbox(this.#pluginDirs, this.#apiServer);
      const outcome = await this.#host.run({ argv: ['/bin/sh', '-c', script], env: { LC_ALL: 'C' } });
      if (outcome.kind === 'exited' && outcome.exitCode === 0) {
        this.#hasRules = MAY_SET_RULES.test(text);
        return this.#host;
      }
      await this.dispose();
      if (outcome.kind === 'exited' && outcome.exitCode !== UNFIT) {
        throw new Error(`the sandbox cannot be reset: ${Buffer.from(outcome.stderr).toString()}`);
      }
    }
    throw new Error('the sandbox cannot be created again');
  }
}

async function newSandbox(pluginDirs: readonly string[], apiServer: string | undefined): Promise<Host> {
  // A sandbox shows the directories of plugins, and so those of the program and Node.
  const programs = apiServer === undefined ? [] : [dirname(apiServer), dirname(process.execPath)];
  const host = createHost({ kind: 'sandbox' }, { pluginDirs: [...pluginDirs, ...programs] });
  await host.connect();
  const outcome = await host.run({ argv: ['/bin/sh', '-c', WITHOUT_DAD] });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new Error('the sandbox cannot be prepared');
  }
  if (apiServer !== undefined) {
    await startApiServer(host, apiServer);
  }
  return host;
}

/** Whether a plugin is its own IPAM plugin, so that it would start itself without end. */
function isEndless({ plugins }: NetworkConfigList): boolean {
  return plugins.some(({ network }) => DELEGATES_FIRST.has(network.ipam.type));
}

async function load({ name, text }: ConfigurationFile): Promise<NetworkConfigList | Required<Outcome>> {
  const path = `/etc/cni/net.d/${name}`;
  const files = MemoryFiles.fromEntries([{ path, bytes: text }]);
  try {
    return name.endsWith('.conflist')
      ? await networkConfFromFile(files, path)
      : confListFromConf(await confFromFile(files, path));
  } catch (error) {
    return { failed: { phase: 'load', text: textOf(error) } };
  }
}

async function attempt(phase: Phase, run: () => Promise<unknown>): Promise<Outcome> {
  try {
    await run();
    return SUCCESS;
  } catch (error) {
    return { failed: { phase, text: textOf(error) } };
  }
}

/** The error text of libcni. Any other error is a failure of this test. */
function textOf(error: unknown): string {
  if (!isCNIError(error)) {
    throw error;
  }
  return error.details === '' ? error.message : `${error.message}; ${error.details}`;
}
