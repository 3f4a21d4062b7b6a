import { bandwidthRules } from './bandwidth.ts';
import { bridgeGatewayRules } from './bridge-gateways.ts';
import { bridgeTrunkRules } from './bridge-trunk.ts';
import { bridgeRules } from './bridge.ts';
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
import type { Rule } from './rule.ts';
import { specialPurposeRules } from './special-purpose.ts';
import { staticRules } from './static.ts';
import { thirdPartyRules } from './third-party.ts';
import { sysctlValueRules } from './sysctl-values.ts';
import { tuningRules } from './tuning.ts';
import { vrfAndSbrRules } from './vrf-and-sbr.ts';
import { windowsRules } from './windows.ts';

/** The rules about what single plugins read, beyond what their schemas tell. */
export const pluginRules: readonly Rule[] = [
  ...interfaceNameRules,
  ...bridgeRules,
  ...bridgeTrunkRules,
  ...bridgeGatewayRules,
  ...mtuRules,
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
  ...hostLocalRangeRules,
  ...gatewayRules,
  ...rangeSetRules,
  ...routeRules,
  ...staticRules,
  ...dhcpRules,
  ...specialPurposeRules,
  ...thirdPartyRules,
];
