import { isOn } from '../../document/ipam-ranges.ts';
import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { members, foldedMember, textOf } from '../../document/members.ts';
import type { HostFacts } from '../../workspace/host-facts.ts';
import type { PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import type { Fix, Rule } from '../rule.ts';
import { changeTo, ofType, removal } from '../../edits/simple-fixes.ts';

const allowedPrefixes = '/etc/cni/tuning/allowlist.conf';

/** Returns the sysctls that tuning sets, with their dotted names: it reads slashes as dots (tuning.go, cmdAdd). */
function sysctlsOf(
  plugin: PluginView,
): readonly { key: string; dotted: string; node: Node; value: Node | undefined; remove: () => readonly Fix[] }[] {
  if (plugin.typeName !== 'tuning') {
    return [];
  }
  const object = foldedMember(plugin.node, 'sysctl')?.value;
  return members(object).map((member) => ({
    key: member.key,
    dotted: member.key.replaceAll('/', '.'),
    node: member.keyNode,
    value: member.value,
    remove: () => (object === undefined ? [] : [removal(object, [member], false)]),
  }));
}

/**
 * Returns the lines as tuning reads them, and the first invalid regular expression; for such lists Go's and
 * JavaScript's syntax agree.
 */
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
  *check(model, { hostFacts }) {
    const text = hostFacts?.files?.[allowedPrefixes];
    if (hostFacts === undefined || text === undefined || text === null) {
      return;
    }
    const { patterns, lines, invalid } = readAllowList(text);
    for (const { key, node, remove } of model.plugins.flatMap(sysctlsOf)) {
      if (patterns.some((pattern) => pattern.test(key))) {
        continue;
      }
      yield {
        span: node,
        fixes: remove,
        message:
          invalid === undefined
            ? l10n.t(
                '{file} on {host} does not allow this sysctl. ADD fails with: Sysctl {key} is not allowed. Only the following sysctls are allowed: [{lines}]',
                { file: allowedPrefixes, host: hostFacts.host, key, lines: lines.join(' ') },
              )
            : l10n.t(
                'A line of {file} on {host} is not a valid regular expression ("{line}"). ADD fails for every sysctl that no earlier line matches.',
                { file: allowedPrefixes, host: hostFacts.host, line: invalid },
              ),
      };
    }
  },
};

const missing: Rule = {
  id: 'R182',
  name: 'sysctl-missing',
  severity: 'warning',
  *check(model, { hostFacts }) {
    if (hostFacts?.sysctls === undefined) {
      return;
    }
    for (const { dotted, node, remove } of model.plugins.flatMap(sysctlsOf)) {
      if (hostFacts.sysctls[dotted] !== null) {
        continue;
      }
      const path = `/proc/sys/${dotted.replaceAll('.', '/')}`;
      yield {
        span: node,
        fixes: remove,
        message: l10n.t(
          'There is no sysctl {sysctl} on {host}. ADD fails with "open {path}: no such file or directory".',
          { sysctl: dotted, host: hostFacts.host, path },
        ),
      };
    }
  },
};

const allFilters = 'net.ipv4.conf.all.rp_filter';
const filterOfInterface = /^net\.ipv4\.conf\.(?!all\.|default\.).+\.rp_filter$/;

/** The kernel uses the higher value of an interface and `all` (ip-sysctl). A new namespace copies `all` from the first one. */
const filterOverridden: Rule = {
  id: 'R222',
  name: 'rp-filter-overridden',
  severity: 'warning',
  *check(model, { hostFacts }) {
    const set = model.plugins.flatMap(sysctlsOf);
    const value = hostFacts?.sysctls?.[allFilters];
    // The container has its own value of `all`, which tuning can set, too.
    if (hostFacts === undefined || !value || set.some(({ dotted }) => dotted === allFilters)) {
      return;
    }
    for (const { dotted, node, value: own } of set) {
      const text = textOf(own);
      if (
        !filterOfInterface.test(dotted) ||
        own === undefined ||
        !['0', '1'].includes(text ?? '') ||
        (text ?? '') >= value
      ) {
        continue;
      }
      const problem =
        value === '2'
          ? l10n.t(
              'The kernel uses the higher value of {0} and {1}, which is 2 on {2}.',
              dotted,
              allFilters,
              hostFacts.host,
            )
          : l10n.t(
              'The kernel uses the higher value of {0} and {1}, which is 1 on {2} and in new containers, and drops packets whose way back is another interface.',
              dotted,
              allFilters,
              hostFacts.host,
            );
      yield {
        span: node,
        message: sentences(problem, l10n.t('Set {0} as well, which applies only to the container.', allFilters)),
        fixes: () => (value === '1' ? [changeTo(own, '2', false)] : []),
      };
    }
  },
};

const forwarding: Rule = {
  id: 'R183',
  name: 'ip-forward',
  severity: 'hint',
  *check(model, { hostFacts }) {
    if (hostFacts?.sysctls?.['net.ipv4.ip_forward'] !== '0') {
      return;
    }
    for (const plugin of model.plugins) {
      const routes = plugin.typeName === 'bridge' && (isOn(plugin, 'isGateway') || isOn(plugin, 'isDefaultGateway'));
      const span = plugin.type?.value;
      if (span === undefined || (!routes && plugin.typeName !== 'ptp')) {
        continue;
      }
      yield {
        span,
        message: l10n.t(
          'IP forwarding is off on {0}, and {1} enables it for the whole host. If /proc/sys is read-only, ADD fails with "failed to enable forwarding".',
          hostFacts.host,
          plugin.typeName ?? '',
        ),
      };
    }
  },
};

const bridgeCall = 'net.bridge.bridge-nf-call-iptables';

const bridgeNetfilter: Rule = {
  id: 'R184',
  name: 'br-netfilter',
  severity: 'information',
  *check(model, { hostFacts }) {
    const value = hostFacts?.sysctls?.[bridgeCall];
    if (hostFacts === undefined || value === undefined || value === '1') {
      return;
    }
    const [bridge] = ofType(model, 'bridge');
    if (bridge === undefined) {
      return;
    }
    const filters = ofType(model, 'firewall', 'portmap');
    for (const { typeName = '', type } of filters) {
      if (type?.value === undefined) {
        continue;
      }
      yield {
        span: type.value,
        message:
          value === null
            ? l10n.t(
                'The module br_netfilter is not loaded on {0}, so the rules of {1} do not apply to traffic between containers on the same bridge.',
                hostFacts.host,
                typeName,
              )
            : l10n.t(
                '{sysctl} is {value} on {host}, so the rules of {type} do not apply to traffic between containers on the same bridge.',
                { sysctl: bridgeCall, value, host: hostFacts.host, type: typeName },
              ),
      };
    }
    const isRouted = isOn(bridge, 'isGateway') || isOn(bridge, 'isDefaultGateway');
    if (filters.length === 0 && isRouted && bridge.type?.value !== undefined) {
      yield {
        span: bridge.type.value,
        message:
          value === null
            ? l10n.t(
                'The module br_netfilter is not loaded on {0}, so iptables rules, such as those of Kubernetes Services, do not apply to traffic between containers on the same bridge.',
                hostFacts.host,
              )
            : l10n.t(
                '{sysctl} is {value} on {host}, so iptables rules, such as those of Kubernetes Services, do not apply to traffic between containers on the same bridge.',
                { sysctl: bridgeCall, value, host: hostFacts.host },
              ),
      };
    }
  },
};

/** Returns the programs that a plugin starts with its configuration. */
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

/** Returns a fix that uses the other backend, if one is configured and the host has the program of the other. */
function otherBackend(plugin: PluginView, program: string, { programs }: HostFacts): readonly Fix[] {
  const value = foldedMember(plugin.node, plugin.typeName === 'portmap' ? 'backend' : 'ipMasqBackend')?.value;
  const [other, backend] = program === 'nft' ? ['iptables', 'iptables'] : ['nft', 'nftables'];
  // "macspoofchk" of bridge needs nft with every backend.
  const isConfigured = textOf(value) === (program === 'nft' ? 'nftables' : program);
  return value === undefined || !isConfigured || programs?.[other] !== true ? [] : [changeTo(value, backend, false)];
}

const programMissing: Rule = {
  id: 'R185',
  name: 'iptables-nft-availability',
  severity: 'warning',
  *check(model, { hostFacts }) {
    if (hostFacts?.programs === undefined) {
      return;
    }
    for (const plugin of model.plugins) {
      const span = plugin.type?.value;
      for (const program of programsOf(plugin)) {
        // ipMasq without a backend falls back to nft.
        const instead = program === 'iptables' && plugin.typeName !== 'firewall' && hostFacts.programs['nft'] === true;
        const chosen = foldedMember(plugin.node, 'ipMasqBackend') ?? foldedMember(plugin.node, 'backend');
        if (hostFacts.programs[program] !== false || span === undefined || (instead && chosen === undefined)) {
          continue;
        }
        yield {
          span,
          message: l10n.t(
            '{type} runs {program}, which is not installed on {host}. ADD fails with "executable file not found in $PATH".',
            { type: plugin.typeName ?? '', program, host: hostFacts.host },
          ),
          fixes: () => otherBackend(plugin, program, hostFacts),
        };
      }
    }
  },
};

/** The kernel module that a plugin needs, by its type. */
const moduleNames: ReadonlyMap<string, string> = new Map(
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

function lacks({ modules }: HostFacts, name: string | undefined): name is string {
  return name !== undefined && modules?.[name] === false;
}

const kernelModule: Rule = {
  id: 'R187',
  name: 'kernel-module',
  severity: 'information',
  *check(model, { hostFacts }) {
    if (hostFacts?.modules === undefined) {
      return;
    }
    for (const plugin of model.plugins) {
      const name = moduleNames.get(plugin.typeName ?? '');
      const span = plugin.type?.value;
      if (span === undefined || !lacks(hostFacts, name)) {
        continue;
      }
      yield {
        span,
        message: l10n.t(
          '{type} needs the kernel module {name}, which is missing on {host}. ADD fails with "operation not supported".',
          { type: plugin.typeName ?? '', name, host: hostFacts.host },
        ),
      };
    }
  },
};

/** Rules about whether the kernel and the programs of the host provide what plugins need. */
export const hostKernelRules: readonly Rule[] = [
  notAllowed,
  missing,
  filterOverridden,
  forwarding,
  bridgeNetfilter,
  programMissing,
  kernelModule,
];
