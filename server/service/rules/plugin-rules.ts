import { about, hasIPAM, hasRoutes, withKey } from './applies.ts';
import { awsRules } from './aws-plugins.ts';
import type { Delegate } from '../delegates.ts';
import { bandwidthRules } from './bandwidth.ts';
import { bridgeGatewayRules } from './bridge-gateways.ts';
import { bridgeTrunkRules } from './bridge-trunk.ts';
import { bridgeRules } from './bridge.ts';
import { inDelegates } from './delegated.ts';
import { dhcpRules } from './dhcp.ts';
import { firewallRules } from './firewall.ts';
import { gatewayRules } from './gateways.ts';
import { hostDeviceRules } from './host-device.ts';
import { hostLocalRangeRules } from './host-local-ranges.ts';
import { interfaceNameRules } from './interface-names.ts';
import { addressRules } from './ipam-addresses.ts';
import { macRules } from './mac-addresses.ts';
import { macvlanRules } from './macvlan-and-ipvlan.ts';
import { mtuRules } from './mtu.ts';
import { portmapRules } from './portmap.ts';
import { ptpTapDummyRules } from './ptp-tap-and-dummy.ts';
import { rangeSetRules } from './range-sets.ts';
import { routeRules } from './routes.ts';
import { where, type Rule } from './rule.ts';
import { specialPurposeRules } from './special-purpose.ts';
import { runtimeArgumentRules } from './runtime-arguments.ts';
import { staticRules } from './static.ts';
import { thirdPartyRules } from './third-party.ts';
import { sysctlValueRules } from './sysctl-values.ts';
import { tuningRules } from './tuning.ts';
import { vrfAndSbrRules } from './vrf-and-sbr.ts';
import { windowsRules } from './windows.ts';

/** Whether nothing is put into a configuration on its way: flannel gives its delegate an `ipam`. */
const isWhole = ({ delegation: { sets = [] } }: Delegate): boolean => !sets.includes('ipam');

/** The rules about what single plugins read, beyond what their schemas tell; also of those that other plugins run. */
export const pluginRules: readonly Rule[] = [
  ...inDelegates(interfaceNameRules),
  ...inDelegates(about('bridge', bridgeRules), isWhole),
  ...inDelegates([
    ...about('bridge', [...bridgeTrunkRules, ...bridgeGatewayRules]),
    ...withKey('mtu', mtuRules),
    ...withKey('args runtimeConfig', runtimeArgumentRules),
    ...about('bridge macvlan tap tuning host-device', macRules),
    ...about('macvlan ipvlan vlan', macvlanRules),
    ...about('host-device sriov ib-sriov accelerated-bridge ovs', hostDeviceRules),
    ...about('ptp tap dummy', ptpTapDummyRules),
    ...about('win-bridge win-overlay', windowsRules),
    ...about('portmap', portmapRules),
    ...about('bandwidth', bandwidthRules),
    ...about('firewall', firewallRules),
    ...about('tuning', [...tuningRules, ...sysctlValueRules]),
    ...about('vrf sbr', vrfAndSbrRules),
    ...where(hasIPAM, [...addressRules, ...gatewayRules]),
    ...where(hasRoutes, routeRules),
    ...where(hasIPAM, specialPurposeRules),
    ...about('host-local', [...hostLocalRangeRules, ...rangeSetRules]),
    ...about('static', staticRules),
    ...about('dhcp', dhcpRules),
    ...about('sriov multus flannel ovn-k8s-cni-overlay whereabouts ib-sriov bond', thirdPartyRules),
    ...about('aws-appmesh ecs-serviceconnect', awsRules),
  ]),
];
