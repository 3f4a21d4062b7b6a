import * as l10n from '@vscode/l10n';
import { shortList } from '../../../engine/text/listing.ts';
import { isInRange, parseAddress } from '../../document/addresses.ts';
import { subnetsOf } from '../../directory/subnets.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Model } from '../../document/model.ts';
import { openingOf } from '../list/names.ts';
import type { CachedResultFact } from '../../workspace/host-facts.ts';
import type { Rule } from '../rule.ts';

const dhcpSocket = '/run/cni/dhcp.sock';

const dhcpDaemon: Rule = {
  id: 'R186',
  name: 'dhcp-daemon',
  severity: 'warning',
  *check(model, { hostFacts }) {
    for (const { ipam } of model.plugins) {
      if (ipam?.typeName !== 'dhcp' || ipam.type?.value === undefined) {
        continue;
      }
      const path = textOf(foldedMember(ipam.node, 'daemonSocketPath')?.value) || dhcpSocket;
      if (hostFacts?.files?.[path] !== null) {
        continue;
      }
      yield {
        span: ipam.type.value,
        message: l10n.t(
          'The DHCP daemon is not running on {0}, so ADD fails with "error dialing DHCP daemon: dial unix {1}: connect: no such file or directory". Start it with "dhcp daemon".',
          hostFacts.host,
          path,
        ),
      };
    }
  },
};

const staleReservations: Rule = {
  id: 'R188',
  name: 'stale-ipam-state',
  severity: 'information',
  *check(model, { hostFacts }) {
    if (hostFacts?.reservations === undefined) {
      return;
    }
    const subnets = subnetsOf(model);
    for (const state of new Set(subnets.flatMap((use) => use.state ?? []))) {
      const held = hostFacts.reservations.filter(({ directory }) => directory === state);
      const uses = subnets.filter((use) => use.state === state);
      const outside = held.filter(({ address }) => {
        const parsed = parseAddress(address);
        return parsed !== undefined && !uses.some(({ facts }) => facts !== undefined && isInRange(facts, parsed));
      });
      const [use] = uses;
      if (outside.length === 0 || use === undefined) {
        continue;
      }
      const addresses = outside.map(({ address }) => address);
      yield { span: use.location.span, message: outsideMessage(state, hostFacts.host, addresses) };
    }
  },
};

/** Number of addresses that a message shows. */
const mostShown = 3;

function outsideMessage(directory: string, host: string, addresses: readonly string[]): string {
  const [address = ''] = addresses;
  if (addresses.length === 1) {
    return l10n.t(
      '{directory} on {host} reserves {address}, which is outside the ranges. The ranges changed after its container was added, or the reservation is stale.',
      { directory, host, address },
    );
  }
  return l10n.t(
    '{directory} on {host} reserves {count} addresses outside the ranges ({addresses}). The ranges changed after their containers were added, or the reservations are stale.',
    {
      directory,
      host,
      count: addresses.length,
      addresses: shortList(addresses, mostShown),
    },
  );
}

/** Keys whose values are secrets. */
const secretKeys = ['k8s_auth_token', 'etcd_password', 'etcd_key', 'password', 'token'];

function secretIn(model: Model): string | undefined {
  return secretKeys.find((secret) => new RegExp(`"${secret}"\\s*:\\s*"[^"]`, 'i').test(model.parsed.text));
}

const permissions: Rule = {
  id: 'R189',
  name: 'file-permissions',
  severity: 'information',
  *check(model, { hostFacts }) {
    const { path } = model;
    const mode = hostFacts?.configFiles?.find((file) => file.path === path)?.mode;
    const others = Number.parseInt(mode?.at(-1) ?? '', 8);
    if (hostFacts === undefined || mode === undefined || Number.isNaN(others)) {
      return;
    }
    const secret = secretIn(model);
    if ((others & 2) !== 0) {
      yield {
        span: openingOf(model),
        message: l10n.t(
          'Any user on {0} can write this file (mode {1}), and so run programs as root.',
          hostFacts.host,
          mode,
        ),
      };
    } else if ((others & 4) !== 0 && secret !== undefined) {
      yield {
        span: openingOf(model),
        message: l10n.t('Any user on {host} can read this file (mode {mode}), which holds the secret "{key}".', {
          host: hostFacts.host,
          mode,
          key: secret,
        }),
      };
    }
  },
};

/** Replacer for JSON.stringify that sorts the keys of every object. */
function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns JSON with sorted keys and without white space, for comparison; undefined if the text is not JSON. */
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
    // libcni caches a single plugin configuration as the list that the runtime made of it.
    if (hostFacts === undefined || value === undefined || model.content !== 'list') {
      return;
    }
    const cached = (hostFacts.cachedResults ?? []).filter(
      ({ network, config }) => network === name && config !== undefined,
    );
    const own = cached.length === 0 ? undefined : canonical(model.parsed.text);
    const other = cached.filter(({ config = '' }) => own !== undefined && canonical(config) !== own);
    const [first] = other;
    if (first === undefined) {
      return;
    }
    yield {
      span: value,
      message: driftMessage(other.length, first, hostFacts.host),
    };
  },
};

function driftMessage(count: number, { ifName, containerID }: CachedResultFact, host: string): string {
  return count === 1
    ? l10n.t(
        'An attachment on {host} ({ifName} of {containerID}) was added with a different version of this configuration. Run CHECK and DEL with the configuration that ADD used.',
        { host, ifName, containerID },
      )
    : l10n.t(
        '{count} attachments on {host} (such as {ifName} of {containerID}) were added with a different version of this configuration. Run CHECK and DEL with the configuration that ADD used.',
        { count, host, ifName, containerID },
      );
}

/** Rules about what earlier operations left on the host, and about what the next one needs there. */
export const hostStateRules: readonly Rule[] = [dhcpDaemon, staleReservations, permissions, cachedDrift];
