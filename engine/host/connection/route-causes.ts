import * as l10n from '@vscode/l10n';
import type { NamespaceNetwork } from '../network/network.ts';
import { type ConnectionProblem, familyOf, lastInterface, type Leg, placeName } from './leg.ts';
import type { RouteAnswer } from './observation.ts';

const blocking = /^(?:blackhole|unreachable|prohibit|throw)$/;

/** Finds why there is no route: on the way out, or on the host. */
export function routeCause(leg: Leg): ConnectionProblem | undefined {
  return (
    noRouteIn(leg.from, leg.route, leg.toAddress) ??
    forwardingCause(leg) ??
    reversePathCause(leg, 'host') ??
    (leg.route?.gateway === undefined ? undefined : noRouteIn(leg.host, leg.hostRoute, leg.toAddress)) ??
    reversePathCause(leg, 'to')
  );
}

function noRouteIn(
  place: NamespaceNetwork,
  route: RouteAnswer | undefined,
  address: string,
): ConnectionProblem | undefined {
  const failure = route?.failure;
  if (failure === undefined || /cross-device/.test(failure)) {
    return undefined;
  }
  if (!/Network is unreachable/.test(failure)) {
    const rule = place.rules.find(({ text }) => /\b(?:blackhole|unreachable|prohibit)$/.test(text));
    const blocked = place.routes.find(
      ({ type, destination }) => blocking.test(type) && mayContain(destination, address),
    );
    if (blocked !== undefined) {
      return {
        code: 'blockedByRoute',
        message: l10n.t('The route "{route}" of {place} rejects packets to {address}.', {
          place: placeName(place),
          route: `${blocked.type} ${blocked.destination}`,
          address,
        }),
        remedy: l10n.t('Delete the route.'),
      };
    }
    if (rule !== undefined) {
      return {
        code: 'blockedByRule',
        message: l10n.t('The rule "{rule}" of {place} rejects packets to {address}.', {
          place: placeName(place),
          rule: `${rule.priority}: ${rule.text}`,
          address,
        }),
        remedy: l10n.t('Delete the rule ("ip rule del").'),
      };
    }
  }
  return {
    code: 'noRoute',
    message: l10n.t('No route of {place} leads to {address}: {failure}.', {
      place: placeName(place),
      address,
      failure,
    }),
    remedy: l10n.t('Add a route, for example with "routes" of the IPAM plugin.'),
  };
}

/** True if a destination of a route may have the address; exact for single addresses only. */
function mayContain(destination: string, address: string): boolean {
  return destination === 'default' || destination.includes('/') || destination === address;
}

function forwardingCause(leg: Leg): ConnectionProblem | undefined {
  if (leg.route?.gateway === undefined || leg.entry === undefined) {
    return undefined;
  }
  const family = familyOf(leg.toAddress);
  const key = `${family}/conf/${leg.entry}/forwarding`;
  if (leg.host.forwarding[family] !== false && leg.hostSysctls.get(key) !== '0') {
    return undefined;
  }
  const sysctl = family === 'ipv6' ? 'net.ipv6.conf.all.forwarding' : 'net.ipv4.ip_forward';
  return {
    code: 'forwardingOff',
    message: l10n.t('The host does not forward packets from {0}: forwarding is off.', leg.entry),
    remedy: l10n.t('Run "sysctl -w {0}=1" on the host.', sysctl),
  };
}

/** The kernel refuses a packet whose route back has another interface. Newer kernels report an invalid argument then. */
function reversePathCause(leg: Leg, at: 'host' | 'to'): ConnectionProblem | undefined {
  const [route, sysctls] = at === 'host' ? [leg.hostRoute, leg.hostSysctls] : [leg.arrival, leg.toSysctls];
  const device = at === 'host' ? leg.entry : lastInterface(leg)?.name;
  const back = at === 'host' ? leg.hostReturnDevice : leg.returnDevice;
  if (device === undefined || back === device || !/cross-device|Invalid argument/.test(route?.failure ?? '')) {
    return undefined;
  }
  const value = Math.max(...['all', device].map((one) => Number(sysctls.get(`ipv4/conf/${one}/rp_filter`) ?? 0)));
  if (value !== 1) {
    return undefined;
  }
  return {
    code: 'reversePathFilter',
    message: l10n.t(
      'Packets from {address} on {device} of {place} are dropped, because the route back is another one (rp_filter={value}).',
      { address: leg.fromAddress, device, place: placeName(leg[at]), value },
    ),
    remedy: l10n.t('Fix the route to {0}, or set rp_filter of {1} to 2.', leg.fromAddress, device),
  };
}
