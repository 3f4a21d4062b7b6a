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
import type { HostFacts } from '../../server/service/host-facts.ts';
import { MemoryFiles } from '../conformance/memory-files.ts';
import type { GoodNetwork } from './networks.ts';

/** What is done with a configuration, in this order. */
type Phase = 'load' | 'ADD' | 'CHECK' | 'DEL';

/** What came of a configuration: the first phase that failed, with what was said; neither when all went well. */
export interface Happened {
  readonly failed?: { readonly phase: Phase; readonly text: string };
}

/** A configuration file as it would lie in /etc/cni/net.d. */
export interface ConfigurationFile {
  readonly name: string;
  readonly text: string;
}

/** Main plugins that call the IPAM plugin before anything of theirs could fail for being there already. */
const DELEGATES_FIRST: ReadonlySet<string> = new Set(['ptp', 'tap']);

/** Said of a configuration that is not run. */
const notRun = 'not run: the plugin would start itself for addresses, without end';

/** Milliseconds for ADD, CHECK and DEL together; then the plugin and all that it started are killed. */
const PATIENCE = 60_000;

const ALL_WELL: Happened = {};
const CONTAINER = 'mutant';
const UNFIT = 3;

/** Duplicate address detection takes a second of each run with IPv6. */
const WITHOUT_DAD =
  '[ ! -e /proc/sys/net/ipv6 ] || for c in default all; do echo 0 >/proc/sys/net/ipv6/conf/$c/dad_transmits; done';

/**
 * Makes the sandbox as it was: no links but its own, no files of plugins, an empty container. Ends with {@link UNFIT}
 * when a plugin took away the sandbox's own link. As few processes as can be: they are what a run costs.
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
rm -rf --one-file-system /var/lib/* /run/cni
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

/** Files of the machine are not the plugins' to write: what is left of them must go with the sandbox. */
const FENCE = `mount -o remount,bind,ro / && { ${WITHOUT_DAD}; }`;

/** A sandbox in which one configuration after the other is run, each as if it were the first. */
export class Stage {
  readonly #pluginDir: string;
  #host: Host | undefined;
  /** Whether there may be rules of the run before. */
  #hasRules = true;

  constructor(pluginDir: string) {
    this.#pluginDir = pluginDir;
  }

  async dispose(): Promise<void> {
    await this.#host?.dispose();
    this.#host = undefined;
  }

  /** What the sandbox has before a network is added to it that needs such preparation. */
  async facts(prepare: string): Promise<HostFacts> {
    const host = await this.#fresh(prepare, '');
    return collectFacts(host, { pluginDirs: [this.#pluginDir], confDir: '/etc/cni/net.d' });
  }

  /** Loads the file, and then does ADD, CHECK and DEL with it, up to the first that fails. */
  async run(file: ConfigurationFile, network: GoodNetwork): Promise<Happened> {
    const list = await load(file);
    if ('failed' in list) return list;
    if (isEndless(list)) return { failed: { phase: 'ADD', text: notRun } };
    const host = await this.#fresh(network.prepare ?? '', file.text);
    const cni = new CNIConfig({
      pluginDirs: [this.#pluginDir],
      cacheDir: '/var/lib/cni',
      exec: host.exec,
      store: host.store,
    });
    const rt: RuntimeConf = {
      containerID: CONTAINER,
      netNS: `/run/netns/${CONTAINER}`,
      ifName: 'eth0',
      args: [],
      capabilityArgs: network.capabilityArgs ?? {},
    };
    const signal = AbortSignal.timeout(PATIENCE);
    const add = await attempt('ADD', () => cni.addNetworkList(list, rt, signal));
    if (add.failed !== undefined) return add;
    // Before 0.4.0 the SPEC has no CHECK, and libcni refuses to do one.
    const check = await attempt('CHECK', async () => {
      if (greaterThanOrEqualTo(list.cniVersion, '0.4.0')) await cni.checkNetworkList(list, rt, signal);
    });
    return check.failed === undefined ? attempt('DEL', () => cni.delNetworkList(list, rt, signal)) : check;
  }

  async #fresh(prepare: string, text: string): Promise<Host> {
    const script = `${RESET}${this.#hasRules ? RESET_RULES : ''}set -e\n${MAY_USE_IPV6.test(text) ? RESET_IPV6 : ''}${prepare}`;
    for (let tries = 0; tries < 3; tries += 1) {
      this.#host ??= await fencedSandbox(this.#pluginDir);
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
    throw new Error('the sandbox cannot be made new');
  }
}

async function fencedSandbox(pluginDir: string): Promise<Host> {
  const host = createHost({ kind: 'sandbox' }, { pluginDirs: [pluginDir] });
  await host.connect();
  const outcome = await host.run({ argv: ['/bin/sh', '-c', FENCE] });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) throw new Error('the sandbox cannot be fenced off');
  return host;
}

/** Whether a plugin would ask itself for addresses, and so start itself, until the machine has no more processes. */
function isEndless({ plugins }: NetworkConfigList): boolean {
  return plugins.some(({ network }) => DELEGATES_FIRST.has(network.ipam.type));
}

async function load({ name, text }: ConfigurationFile): Promise<NetworkConfigList | Required<Happened>> {
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

async function attempt(phase: Phase, run: () => Promise<unknown>): Promise<Happened> {
  try {
    await run();
    return ALL_WELL;
  } catch (error) {
    return { failed: { phase, text: textOf(error) } };
  }
}

/** The words of libcni; what is no failure of an operation is a failure of this test. */
function textOf(error: unknown): string {
  if (!isCNIError(error)) throw error;
  return error.details === '' ? error.message : `${error.message}; ${error.details}`;
}
