import { replaceSpan, insertMember } from '../edits/style.ts';
import { foldedMember, members } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import { mayCheck } from './check-failures.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { ofType, removal, typePlace } from './simple-fixes.ts';

const unusedIPAM: Rule = {
  id: 'R069',
  name: 'ipam-on-meta-plugin',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'firewall', 'portmap', 'tuning', 'bandwidth', 'sbr', 'vrf', 'loopback')) {
      const { ipam, typeName } = plugin;
      if (ipam === undefined || members(ipam.node).length === 0) continue;
      const main = model.plugins.find(({ described }) => described?.traits?.kind === 'main' && typeName !== 'loopback');
      yield {
        span: ipam.member.keyNode,
        ...(main === undefined ? {} : { related: [{ span: typePlace(main), message: 'This makes the interface' }] }),
        message: `${typeName} assigns no addresses and ignores "ipam"; it belongs to the plugin that makes the interface`,
        unnecessary: true,
        fixes: () => [removal(plugin.node, [ipam.member])],
      };
    }
  },
};

/** The IPAM plugin whose keys these are. */
function guess(keys: readonly string[]): string | undefined {
  if (keys.includes('ranges') || keys.includes('subnet')) return 'host-local';
  if (keys.includes('addresses')) return 'static';
  if (keys.includes('range') || keys.includes('ipRanges')) return 'whereabouts';
  return keys.some((key) => ['daemonSocketPath', 'request', 'provide'].includes(key)) ? 'dhcp' : undefined;
}

const typeMissing: Rule = {
  id: 'R070',
  name: 'ipam-type-missing',
  severity: 'warning',
  scope: 'plugin',
  *check(model) {
    for (const plugin of ofType(model, 'bridge', 'macvlan', 'tap', 'host-device')) {
      const { ipam } = plugin;
      if (ipam === undefined || ipam.typeName || members(ipam.node).length === 0) continue;
      if (ipam.type !== undefined && ipam.type.value?.type !== 'string') continue; // R014
      const name = guess(members(ipam.node).map(({ key }) => key));
      // Without IPAM a CHECK of bridge always fails (R068).
      const fails = plugin.typeName === 'bridge' && mayCheck(model);
      yield {
        span: ipam.type?.value ?? ipam.member.keyNode,
        ...(fails ? { severity: 'error' as const } : {}),
        message: `"ipam" names no "type", so ${plugin.typeName} ignores it: the container gets no address${fails ? ', and CHECK fails with "no plugin name provided"' : ', without any error'}`,
        fixes: () => (name === undefined ? [] : [typeFix(model, plugin, name)]),
      };
    }
  },
};

function typeFix(model: Model, { ipam }: PluginView, name: string): Fix {
  const title = `Set "type" to "${name}"`;
  const written = ipam?.type?.value;
  if (written !== undefined) return { title, preferred: true, changes: [replaceSpan(written, `"${name}"`)] };
  if (ipam === undefined) return { title, changes: [] };
  return { title, preferred: true, changes: [insertMember(model.parsed.text, ipam.node, 'type', `"${name}"`)] };
}

const droppedDNS: Rule = {
  id: 'R073',
  name: 'ipam-dns-dropped',
  severity: 'warning',
  scope: 'plugin',
  *check(model) {
    for (const plugin of ofType(model, 'macvlan', 'ipvlan', 'vlan', 'tap', 'host-device')) {
      const { ipam, typeName } = plugin;
      const key = ipam?.typeName === 'static' ? 'dns' : ipam?.typeName === 'host-local' ? 'resolvConf' : undefined;
      const member = key === undefined ? undefined : foldedMember(ipam?.node, key);
      const { value } = member ?? {};
      if (ipam === undefined || member === undefined || value === undefined || value.value === '') continue;
      if (value.type === 'null' || (value.type === 'object' && members(value).length === 0)) continue;
      yield {
        span: member.keyNode,
        message: `${typeName} hands back its own "dns", even an empty one, in place of what IPAM says: write it there`,
        unnecessary: true,
        fixes: () => (key === 'dns' ? moveOut(model, plugin) : []),
      };
    }
  },
};

/** Moves `ipam.dns` to the plugin, where that has none. */
function moveOut(model: Model, { node, ipam }: PluginView): readonly Fix[] {
  const member = foldedMember(ipam?.node, 'dns');
  if (ipam === undefined || member?.value === undefined || foldedMember(node, 'dns') !== undefined) return [];
  const { text } = model.parsed;
  const { offset, length } = member.value;
  const put = insertMember(text, node, 'dns', text.slice(offset, offset + length), ipam.member.key);
  const changes = [...(removal(ipam.node, [member]).changes ?? []), put];
  return [{ title: 'Move "dns" to the plugin', preferred: true, changes }];
}

const REMOVED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    isolation: 'isolation is no longer maintained: "ingressPolicy" of the firewall plugin does its work since 1.1.0',
    'weave-net': 'Weave Net was archived in 2024 and knows versions of the specification up to 0.3.0',
  }),
);

/** What the isolation plugin did, firewall does between bridges (plugins: meta/firewall, ingressPolicy). */
function isolationFix(model: Model, { typeName, type, node }: PluginView): readonly Fix[] {
  if (typeName !== 'isolation' || type?.value === undefined) return [];
  const policy = insertMember(model.parsed.text, node, 'ingressPolicy', '"same-bridge"', type.key);
  const changes = [replaceSpan(type.value, '"firewall"'), policy];
  return [{ title: 'Use firewall with "ingressPolicy": "same-bridge"', changes }];
}

const retired: Rule = {
  id: 'R076',
  name: 'removed-plugin',
  severity: 'information',
  scope: 'plugin',
  *check(model) {
    for (const plugin of model.plugins) {
      const { typeName = '' } = plugin;
      const said = REMOVED.get(typeName);
      if (said !== undefined)
        yield { span: typePlace(plugin), message: said, fixes: () => isolationFix(model, plugin) };
    }
    for (const plugin of ofType(model, 'flannel')) {
      const message =
        'flannel is not among the reference plugins since their release 1.0.0: install it from github.com/flannel-io/cni-plugin';
      yield { span: typePlace(plugin), severity: 'hint', message };
    }
  },
};

/** About objects `ipam`. */
export const ipamUseRules: readonly Rule[] = [unusedIPAM, typeMissing, droppedDNS];

/** About plugins that are gone. */
export const retiredRules: readonly Rule[] = [retired];
