import type { Delegate } from '../document/delegates.ts';
import { bandwidthRules } from './plugins/bandwidth.ts';
import { bridgeGatewayRules } from './plugins/bridge-gateways.ts';
import { bridgeTrunkRules } from './plugins/bridge-trunk.ts';
import { bridgeAddressRules, bridgeRules } from './plugins/bridge.ts';
import { inDelegates } from './delegated.ts';
import { dhcpRules } from './addresses/dhcp.ts';
import { firewallRules } from './plugins/firewall.ts';
import { gatewayRules } from './addresses/gateways.ts';
import { hostDeviceRules } from './plugins/host-device.ts';
import { hostLocalRangeRules } from './addresses/host-local-ranges.ts';
import { interfaceNameRules } from './plugins/interface-names.ts';
import { addressRules } from './addresses/ipam-addresses.ts';
import { macRules } from './plugins/mac-addresses.ts';
import { macvlanRules } from './plugins/macvlan-and-ipvlan.ts';
import { mtuRules } from './plugins/mtu.ts';
import { portmapRules } from './plugins/portmap.ts';
import { ptpTapDummyRules } from './plugins/ptp-tap-and-dummy.ts';
import { rangeSetRules } from './addresses/range-sets.ts';
import { routeRules } from './addresses/routes.ts';
import type { Rule } from './rule.ts';
import { specialPurposeRules } from './addresses/special-purpose.ts';
import { wrongTypeRules } from './schema/wrong-type.ts';
import { masqueradeRules } from './plugins/masquerade.ts';
import { staticRules } from './addresses/static.ts';
import { multusDelegateRules } from './plugins/multus-delegates.ts';
import { multusRules } from './plugins/multus.ts';
import { thirdPartyRules } from './plugins/third-party.ts';
import { sysctlValueRules } from './plugins/sysctl-values.ts';
import { tuningRules } from './plugins/tuning.ts';
import { vrfAndSbrRules } from './plugins/vrf-and-sbr.ts';
import { ipamKeyRules } from './addresses/ipam-keys.ts';
import { whereaboutsRules } from './addresses/whereabouts.ts';
import { whereaboutsPoolRules } from './addresses/whereabouts-pools.ts';
import { windowsRules } from './plugins/windows.ts';

/** Whether a delegated configuration is complete: flannel adds an `ipam` to its delegate. */
export const isWhole = ({ delegation: { sets = [] } }: Delegate): boolean => !sets.includes('ipam');

/** Rules about single plugins beyond their schemas, also for plugins that other plugins run. */
export const pluginRules: readonly Rule[] = [
  ...inDelegates(interfaceNameRules),
  ...inDelegates(bridgeAddressRules, isWhole),
  ...inDelegates([
    ...bridgeRules,
    ...bridgeTrunkRules,
    ...bridgeGatewayRules,
    ...mtuRules,
    ...wrongTypeRules,
    ...masqueradeRules,
    ...macRules,
    ...macvlanRules,
    ...hostDeviceRules,
    ...ptpTapDummyRules,
    ...windowsRules,
    ...portmapRules,
    ...bandwidthRules,
    ...firewallRules,
    ...tuningRules,
    ...sysctlValueRules,
    ...vrfAndSbrRules,
    ...addressRules,
    ...gatewayRules,
    ...routeRules,
    ...specialPurposeRules,
    ...hostLocalRangeRules,
    ...rangeSetRules,
    ...staticRules,
    ...dhcpRules,
    ...thirdPartyRules,
    ...multusRules,
    ...multusDelegateRules,
    ...whereaboutsRules,
    ...whereaboutsPoolRules,
    ...ipamKeyRules,
  ]),
];
