import { members, foldedMember, textOf } from '../members.ts';
import type { HostFacts } from '../host-facts.ts';
import type { PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import type { Fix, Rule } from './rule.ts';
import { changeTo, removal } from './simple-fixes.ts';

const ALLOWED = '/etc/cni/tuning/allowlist.conf';

const isOn = (plugin: PluginView, key: string): boolean => foldedMember(plugin.node, key)?.value?.value === true;

/** The sysctls that tuning is to set, with their dotted name: it takes slashes for dots (tuning.go, cmdAdd). */
function sysctlsOf(
  plugin: PluginView,
): readonly { key: string; dotted: string; node: Node; remove: () => readonly Fix[] }[] {
  if (plugin.typeName !== 'tuning') return [];
  const object = foldedMember(plugin.node, 'sysctl')?.value;
  return members(object).map((member) => ({
    key: member.key,
    dotted: member.key.replaceAll('/', '.'),
    node: member.keyNode,
    remove: () => (object === undefined ? [] : [removal(object, [member], false)]),
  }));
}

/** The lines as tuning reads them, and the first that is no regular expression. Go's and ours agree on what such lists hold. */
function readAllowList(text: string): {
  readonly patterns: readonly RegExp[];
  readonly lines: string[];
  readonly invalid?: string;
} {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  const patterns: RegExp[] = [];
  for (const line of lines) {
    try {
      patterns.push(new RegExp(line));
    } catch {
      return { patterns, lines, invalid: line };
    }
  }
  return { patterns, lines };
}

const notAllowed: Rule = {
  id: 'R181',
  name: 'sysctl-not-allowed',
  severity: 'error',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    const text = hostFacts?.files?.[ALLOWED];
    if (hostFacts === undefined || text === undefined || text === null) return;
    const { patterns, lines, invalid } = readAllowList(text);
    for (const { key, node, remove } of model.plugins.flatMap(sysctlsOf)) {
      if (patterns.some((pattern) => pattern.test(key))) continue;
      yield {
        span: node,
        fixes: remove,
        message:
          invalid === undefined
            ? `${ALLOWED} of ${hostFacts.host} does not allow it: ADD fails with "Sysctl ${key} is not allowed. Only the following sysctls are allowed: [${lines.join(' ')}]"`
            : `${ALLOWED} of ${hostFacts.host} has a line that is no regular expression ("${invalid}"): ADD fails with every sysctl that no line before it matches`,
      };
    }
  },
};

const missing: Rule = {
  id: 'R182',
  name: 'sysctl-missing',
  severity: 'warning',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    for (const { dotted, node, remove } of model.plugins.flatMap(sysctlsOf)) {
      if (hostFacts?.sysctls?.[dotted] !== null) continue;
      const path = `/proc/sys/${dotted.replaceAll('.', '/')}`;
      yield {
        span: node,
        fixes: remove,
        message: `The kernel of ${hostFacts.host} has no ${dotted}: ADD fails with "open ${path}: no such file or directory"`,
      };
    }
  },
};

const forwarding: Rule = {
  id: 'R183',
  name: 'ip-forward',
  severity: 'information',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    if (hostFacts?.sysctls?.['net.ipv4.ip_forward'] !== '0') return;
    for (const plugin of model.plugins) {
      const routes = plugin.typeName === 'bridge' && (isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway'));
      const place = plugin.type?.value;
      if (place === undefined || (!routes && plugin.typeName !== 'ptp')) continue;
      yield {
        span: place,
        message: `IP forwarding is off on ${hostFacts.host}. ${plugin.typeName} turns it on for the whole host; where /proc/sys is read-only, ADD fails with "failed to enable forwarding"`,
      };
    }
  },
};

const BRIDGE_CALL = 'net.bridge.bridge-nf-call-iptables';

const bridgeNetfilter: Rule = {
  id: 'R184',
  name: 'br-netfilter',
  severity: 'information',
  *check(model, { hostFacts }) {
    const value = hostFacts?.sysctls?.[BRIDGE_CALL];
    if (hostFacts === undefined || value === undefined || value === '1') return;
    if (!model.plugins.some(({ typeName }) => typeName === 'bridge')) return;
    for (const { typeName, type } of model.plugins) {
      if ((typeName !== 'firewall' && typeName !== 'portmap') || type?.value === undefined) continue;
      const why = value === null ? 'the module br_netfilter is not loaded' : `${BRIDGE_CALL} is ${value}`;
      yield {
        span: type.value,
        message: `On ${hostFacts.host} ${why}: the rules of ${typeName} are not applied to traffic between containers of one bridge`,
      };
    }
  },
};

/** The programs that a plugin starts as it is configured. */
function programsOf(plugin: PluginView): readonly string[] {
  const backend = textOf(foldedMember(plugin.node, 'backend')?.value);
  const masqBackend = textOf(foldedMember(plugin.node, 'ipMasqBackend')?.value);
  switch (plugin.typeName ?? '') {
    case 'portmap':
      return backend === 'nftables' ? ['nft'] : backend === 'iptables' ? ['iptables'] : [];
    case 'firewall':
      return backend === 'iptables' ? ['iptables', 'ip6tables'] : [];
    case 'bridge':
    case 'ptp': {
      const masquerades = isOn(plugin, 'ipMasq') ? [masqBackend === 'nftables' ? 'nft' : 'iptables'] : [];
      return isOn(plugin, 'macspoofchk') ? [...masquerades, 'nft'] : masquerades;
    }
    default:
      return [];
  }
}

/** The other backend, where one is written and the host has its program. */
function otherBackend(plugin: PluginView, program: string, { programs }: HostFacts): readonly Fix[] {
  const value = foldedMember(plugin.node, plugin.typeName === 'portmap' ? 'backend' : 'ipMasqBackend')?.value;
  const [other, backend] = program === 'nft' ? ['iptables', 'iptables'] : ['nft', 'nftables'];
  // Of bridge, "macspoofchk" needs nft whatever the backend.
  const isSpoken = textOf(value) === (program === 'nft' ? 'nftables' : program);
  return value === undefined || !isSpoken || programs?.[other] !== true ? [] : [changeTo(value, backend, false)];
}

const programMissing: Rule = {
  id: 'R185',
  name: 'iptables-nft-availability',
  severity: 'warning',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      const place = plugin.type?.value;
      for (const program of programsOf(plugin)) {
        // ipMasq without a backend falls back to nft.
        const instead =
          program === 'iptables' && plugin.typeName !== 'firewall' && hostFacts?.programs?.['nft'] === true;
        const chosen = foldedMember(plugin.node, 'ipMasqBackend') ?? foldedMember(plugin.node, 'backend');
        if (hostFacts?.programs?.[program] !== false || place === undefined || (instead && chosen === undefined))
          continue;
        yield {
          span: place,
          message: `${plugin.typeName} starts ${program}, which is not on ${hostFacts.host}: ADD fails with "executable file not found in $PATH"`,
          fixes: () => otherBackend(plugin, program, hostFacts),
        };
      }
    }
  },
};

/** The kernel module that a plugin needs as it is configured. */
function moduleOf(plugin: PluginView): string | undefined {
  const byType: ReadonlyMap<string, string> = new Map(
    Object.entries({
      dummy: 'dummy',
      macvlan: 'macvlan',
      ipvlan: 'ipvlan',
      vlan: '8021q',
      bandwidth: 'ifb',
      vrf: 'vrf',
      bridge: 'bridge',
      tap: 'tun',
    }),
  );
  return byType.get(plugin.typeName ?? '');
}

function lacks({ modules }: HostFacts, name: string | undefined): name is string {
  return name !== undefined && modules?.[name] === false;
}

const kernelModule: Rule = {
  id: 'R187',
  name: 'kernel-module',
  severity: 'information',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      const name = moduleOf(plugin);
      const place = plugin.type?.value;
      if (hostFacts === undefined || place === undefined || !lacks(hostFacts, name)) continue;
      yield {
        span: place,
        message: `${plugin.typeName} needs the kernel module ${name}, which ${hostFacts.host} does not have: ADD fails with "operation not supported"`,
      };
    }
  },
};

/** Whether the kernel and the programs of the host do what the plugins need. */
export const hostKernelRules: readonly Rule[] = [
  notAllowed,
  missing,
  forwarding,
  bridgeNetfilter,
  programMissing,
  kernelModule,
];
