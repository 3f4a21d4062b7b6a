import * as l10n from '@vscode/l10n';
import { replaceSpan, insertMember } from '../../edits/style.ts';
import { foldedMember, members } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { mayCheck } from './check-failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { ofType, removal, typeSpan } from '../../edits/simple-fixes.ts';

const unusedIPAM: Rule = {
  id: 'R069',
  name: 'ipam-on-meta-plugin',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const plugin of ofType(model, 'firewall', 'portmap', 'tuning', 'bandwidth', 'sbr', 'vrf', 'loopback')) {
      const { ipam, typeName } = plugin;
      if (ipam === undefined || members(ipam.node).length === 0) {
        continue;
      }
      const main = model.plugins.find(({ described }) => described?.traits?.kind === 'main' && typeName !== 'loopback');
      yield {
        span: ipam.member.keyNode,
        ...(main === undefined
          ? {}
          : { related: [{ span: typeSpan(main), message: l10n.t('This plugin creates the interface.') }] }),
        message: l10n.t(
          '{0} assigns no addresses and ignores "ipam". Move it to the plugin that creates the interface.',
          typeName ?? '',
        ),
        unnecessary: true,
        fixes: () => [removal(plugin.node, [ipam.member])],
      };
    }
  },
};

/** Returns the IPAM plugin that reads these keys. */
function guess(keys: readonly string[]): string | undefined {
  if (keys.includes('ranges') || keys.includes('subnet')) {
    return 'host-local';
  }
  if (keys.includes('addresses')) {
    return 'static';
  }
  if (keys.includes('range') || keys.includes('ipRanges')) {
    return 'whereabouts';
  }
  return keys.some((key) => ['daemonSocketPath', 'request', 'provide'].includes(key)) ? 'dhcp' : undefined;
}

const typeMissing: Rule = {
  id: 'R070',
  name: 'ipam-type-missing',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bridge', 'macvlan', 'tap', 'host-device')) {
      const { ipam } = plugin;
      if (ipam === undefined || ipam.typeName || members(ipam.node).length === 0) {
        continue;
      }
      // R014 reports it.
      if (ipam.type !== undefined && ipam.type.value?.type !== 'string') {
        continue;
      }
      const name = guess(members(ipam.node).map(({ key }) => key));
      // Without IPAM every CHECK of bridge fails (R068).
      const fails = plugin.typeName === 'bridge' && mayCheck(model);
      yield {
        span: ipam.type?.value ?? ipam.member.keyNode,
        severity: fails ? 'error' : undefined,
        message: fails
          ? l10n.t(
              '"ipam" has no "type", so {0} ignores it and the container gets no address. CHECK fails with "no plugin name provided".',
              plugin.typeName ?? '',
            )
          : l10n.t(
              '"ipam" has no "type", so {0} silently ignores it and the container gets no address.',
              plugin.typeName ?? '',
            ),
        fixes: () => (name === undefined ? [] : [typeFix(model, plugin, name)]),
      };
    }
  },
};

function typeFix(model: Model, { ipam }: PluginView, name: string): Fix {
  const title = l10n.t('Set "type" to "{0}"', name);
  const written = ipam?.type?.value;
  if (written !== undefined) {
    return { title, preferred: true, changes: [replaceSpan(written, `"${name}"`)] };
  }
  if (ipam === undefined) {
    return { title, changes: [] };
  }
  return { title, preferred: true, changes: [insertMember(model.parsed.text, ipam.node, 'type', `"${name}"`)] };
}

const droppedDNS: Rule = {
  id: 'R073',
  name: 'ipam-dns-dropped',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'macvlan', 'ipvlan', 'vlan', 'tap', 'host-device')) {
      const { ipam, typeName } = plugin;
      const key = ipam?.typeName === 'static' ? 'dns' : ipam?.typeName === 'host-local' ? 'resolvConf' : undefined;
      const member = key === undefined ? undefined : foldedMember(ipam?.node, key);
      const { value } = member ?? {};
      if (ipam === undefined || member === undefined || value === undefined || value.value === '') {
        continue;
      }
      if (value.type === 'null' || (value.type === 'object' && members(value).length === 0)) {
        continue;
      }
      yield {
        span: member.keyNode,
        message: l10n.t(
          '{0} returns its own "dns", even if it is empty, and drops the one from IPAM. Set "dns" outside "ipam".',
          typeName ?? '',
        ),
        unnecessary: true,
        fixes: () => (key === 'dns' ? moveOut(model, plugin) : []),
      };
    }
  },
};

/** Returns a fix that moves `ipam.dns` to the plugin if that has no `dns`. */
function moveOut(model: Model, { node, ipam }: PluginView): readonly Fix[] {
  const member = foldedMember(ipam?.node, 'dns');
  if (ipam === undefined || member?.value === undefined || foldedMember(node, 'dns') !== undefined) {
    return [];
  }
  const { text } = model.parsed;
  const { offset, length } = member.value;
  const put = insertMember(text, node, 'dns', text.slice(offset, offset + length), ipam.member.key);
  const changes = [...(removal(ipam.node, [member]).changes ?? []), put];
  return [{ title: l10n.t('Move "dns" to the plugin'), preferred: true, changes }];
}

const notices: ReadonlyMap<string, () => string> = new Map(
  Object.entries({
    isolation: () =>
      l10n.t('isolation is no longer maintained. Use firewall 1.1.0 or later with "ingressPolicy" instead.'),
    'weave-net': () =>
      l10n.t('Weave Net was archived in 2024 and supports only versions of the specification up to 0.3.0.'),
    flannel: () =>
      l10n.t(
        'Since release 1.0.0, the reference plugins do not include flannel. Install it from github.com/flannel-io/cni-plugin.',
      ),
  }),
);

/**
 * Returns a fix that replaces the isolation plugin with firewall, which isolates bridges (plugins: meta/firewall,
 * ingressPolicy).
 */
function isolationFix(model: Model, { typeName, type, node }: PluginView): readonly Fix[] {
  if (typeName !== 'isolation' || type?.value === undefined) {
    return [];
  }
  const policy = insertMember(model.parsed.text, node, 'ingressPolicy', '"same-bridge"', type.key);
  const changes = [replaceSpan(type.value, '"firewall"'), policy];
  return [{ title: l10n.t('Use firewall with "ingressPolicy": "same-bridge"'), changes }];
}

const retired: Rule = {
  id: 'R076',
  name: 'removed-plugin',
  severity: 'hint',
  *check(model) {
    for (const plugin of model.plugins) {
      const notice = notices.get(plugin.typeName ?? '');
      if (notice !== undefined) {
        yield { span: typeSpan(plugin), message: notice(), fixes: () => isolationFix(model, plugin) };
      }
    }
  },
};

/** Rules about `ipam` objects. */
export const ipamUseRules: readonly Rule[] = [unusedIPAM, typeMissing, droppedDNS];

/** Rules about plugins that are no longer maintained or provided. */
export const retiredRules: readonly Rule[] = [retired];
