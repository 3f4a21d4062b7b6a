import { isInRange, parseAddress } from '../addresses.ts';
import { subnetsOf } from '../directory/subnets.ts';
import { foldedMember, textOf } from '../members.ts';
import type { Model } from '../model.ts';
import { openingOf } from './names.ts';
import type { Rule } from './rule.ts';

const SUBNET_FILE = '/run/flannel/subnet.env';
const DHCP_SOCKET = '/run/cni/dhcp.sock';
const FLANNEL = ['FLANNEL_NETWORK', 'FLANNEL_SUBNET', 'FLANNEL_MTU', 'FLANNEL_IPMASQ'];

/** The variables that a subnet file has a value for; either network will do (flannel.go, missing). */
function lackingIn(text: string): string[] {
  const has = (name: string): boolean => new RegExp(`^${name}=.`, 'm').test(text);
  return FLANNEL.filter((name) => {
    if (name === 'FLANNEL_IPMASQ' || name === 'FLANNEL_MTU') return !has(name);
    return !has(name) && !has(name.replace('FLANNEL_', 'FLANNEL_IPV6_'));
  });
}

const flannelSubnet: Rule = {
  id: 'R170',
  name: 'flannel-subnet-env',
  severity: 'warning',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    for (const plugin of model.plugins) {
      if (plugin.typeName !== 'flannel' || plugin.type?.value === undefined) continue;
      const member = foldedMember(plugin.node, 'subnetFile')?.value;
      const path = textOf(member) || SUBNET_FILE;
      const text = hostFacts?.files?.[path];
      if (hostFacts === undefined || text === undefined) continue;
      const lacking = text === null ? [] : lackingIn(text);
      if (text !== null && lacking.length === 0) continue;
      yield {
        span: member ?? plugin.type.value,
        message:
          text === null
            ? `flanneld has not written ${path} on ${hostFacts.host}: ADD fails with "open ${path}: no such file or directory"`
            : `${path} on ${hostFacts.host} lacks ${lacking.join(', ')}: ADD fails with "failed to load flannel '${SUBNET_FILE}' file"`,
      };
    }
  },
};

const dhcpDaemon: Rule = {
  id: 'R186',
  name: 'dhcp-daemon',
  severity: 'warning',
  scope: 'plugin',
  *check(model, { hostFacts }) {
    for (const { ipam } of model.plugins) {
      if (ipam?.typeName !== 'dhcp' || ipam.type?.value === undefined) continue;
      const path = textOf(foldedMember(ipam.node, 'daemonSocketPath')?.value) || DHCP_SOCKET;
      if (hostFacts?.files?.[path] !== null) continue;
      yield {
        span: ipam.type.value,
        message: `The DHCP daemon does not run on ${hostFacts.host} (start "dhcp daemon"): ADD fails with "error dialing DHCP daemon: dial unix ${path}: connect: no such file or directory"`,
      };
    }
  },
};

const staleReservations: Rule = {
  id: 'R188',
  name: 'stale-ipam-state',
  severity: 'information',
  *check(model, { hostFacts }) {
    if (hostFacts?.reservations === undefined) return;
    const subnets = subnetsOf(model);
    for (const state of new Set(subnets.flatMap((use) => use.state ?? []))) {
      const held = hostFacts.reservations.filter(({ directory }) => directory === state);
      const uses = subnets.filter((use) => use.state === state);
      const outside = held.filter(({ address }) => {
        const parsed = parseAddress(address);
        return parsed !== undefined && !uses.some(({ facts }) => facts !== undefined && isInRange(facts, parsed));
      });
      const [use] = uses;
      if (outside.length === 0 || use === undefined) continue;
      const some = outside.slice(0, 3).map(({ address }) => address);
      yield {
        span: use.place.span,
        message: `${state} on ${hostFacts.host} holds ${outside.length === 1 ? 'an address' : `${outside.length} addresses`} outside the ranges (${some.join(', ')}${outside.length > 3 ? ' …' : ''}): of containers that were added before the ranges changed, or left behind`,
      };
    }
  },
};

/** Keys whose values are secrets. */
const SECRETS = ['k8s_auth_token', 'etcd_password', 'etcd_key', 'password', 'token'];

function secretIn(model: Model): string | undefined {
  return SECRETS.find((secret) => new RegExp(`"${secret}"\\s*:\\s*"[^"]`, 'i').test(model.parsed.text));
}

const permissions: Rule = {
  id: 'R189',
  name: 'file-permissions',
  severity: 'information',
  *check(model, { hostFacts }) {
    const { path } = model;
    const mode = hostFacts?.configFiles?.find((file) => file.path === path)?.mode;
    const others = Number.parseInt(mode?.at(-1) ?? '', 8);
    if (hostFacts === undefined || mode === undefined || Number.isNaN(others)) return;
    const secret = secretIn(model);
    if ((others & 2) !== 0) {
      yield {
        span: openingOf(model),
        message: `Anyone on ${hostFacts.host} may write this file (mode ${mode}), and so run programs as root`,
      };
    } else if ((others & 4) !== 0 && secret !== undefined) {
      yield {
        span: openingOf(model),
        message: `Anyone on ${hostFacts.host} may read this file (mode ${mode}), and "${secret}" is in it`,
      };
    }
  },
};

/** For JSON.stringify: the keys of every object in order. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The value of a text as one that compares: keys in order, white space gone; undefined for what is no JSON. */
function canonical(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), sorted);
  } catch {
    return undefined;
  }
}

const cachedDrift: Rule = {
  id: 'R190',
  name: 'cached-config-drift',
  severity: 'information',
  *check(model, { hostFacts }) {
    const value = model.name?.value;
    const name = textOf(value);
    // A single plugin configuration is cached as the list that the runtime made of it.
    if (hostFacts === undefined || value === undefined || model.content !== 'list') return;
    const cached = (hostFacts.cachedResults ?? []).filter(
      ({ network, config }) => network === name && config !== undefined,
    );
    const own = cached.length === 0 ? undefined : canonical(model.parsed.text);
    const other = cached.filter(({ config = '' }) => own !== undefined && canonical(config) !== own);
    const [first] = other;
    if (first === undefined) return;
    yield {
      span: value,
      message: `${hostFacts.host} has ${other.length === 1 ? 'an attachment' : `${other.length} attachments`} made with another version of this configuration (${first.ifName} of ${first.containerID}): CHECK and DEL should be given what ADD was`,
    };
  },
};

/** What is left on the host of earlier runs, and what has to be there before the next. */
export const hostStateRules: readonly Rule[] = [flannelSubnet, dhcpDaemon, staleReservations, permissions, cachedDrift];
