import type { ExplanationId } from '../../engine/explain/index.ts';
import type { Mutant } from './mutants.ts';
import type { Row } from './right-cause-row.ts';
import { thirdPartyRows } from './right-causes-of-third-party.ts';

const lost = ['key missing', 'key misspelled', 'key in another case'];
const numbers = ['number out of range', 'number in another form'];
const retyped = [
  'value of another type',
  'value null or empty',
  'key twice',
  'elements of an array',
  'object or array emptied',
  ...numbers,
];
const rewritten = ['text changed', 'text replaced', 'value of another key'];
const readdressed = ['CIDR changed', 'address changed', ...rewritten];
const anyValue = [...lost, ...retyped, ...readdressed];

const notInstalled: readonly ExplanationId[] = ['unknownPluginMissing', 'projectPluginMissing', 'pluginNamePath'];
const withoutIpam: readonly ExplanationId[] = ['noPluginName', 'ipamMissingForPlugin'];
const badRoute: readonly ExplanationId[] = ['routeInvalid', 'routeFamily', 'gatewayUnreachable'];

/** Changes of the text of the whole file, and of the keys of the list. */
const files: readonly Row[] = [
  { kinds: ['text of the file'], causes: ['notJSONFile'] },
  { kinds: ['text of the file'], change: /^in an array$/, causes: ['listValueType'] },
  // The file is still JSON, and a string has another value.
  { kinds: ['text of the file'], change: /surrogate/, causes: [...notInstalled, 'networkNameInvalid', 'linkMissing'] },
  { kinds: ['extension of the file'], causes: ['typeMissing', 'noPlugins'] },
  { kinds: ['an invalid version', 'another version'], causes: ['versionIncompatible', 'severalAddressesOldVersion'] },
  { kinds: ['cniVersions'], causes: ['listValueType', 'versionNotANumber', 'versionIncompatible'] },
  { kinds: ['name'], causes: ['networkNameInvalid', 'networkNameMissing', 'listWithoutName'] },
  { kinds: ['name'], change: /a{250}/, causes: ['resultNotCached'] },
  { kinds: ['switch of the list', ...retyped], change: /^(?:disable|loadOnly)/, causes: ['listValueType'] },
  // Since sbr moves the routes, CHECK of the plugin before it fails unless the list disables it.
  {
    kinds: ['switch of the list', 'boolean inverted', ...lost],
    change: /disableCheck/,
    network: /sbr|vrf/,
    causes: ['checkRouteMissing'],
  },
  { kinds: retyped, change: /^cniVersion/, causes: ['listVersionInvalid'] },
  { kinds: [...lost, ...rewritten], change: /cniVersion/, causes: ['versionIncompatible'] },
  { kinds: lost, change: /as cniVersions$/, causes: ['listValueType'] },
  { kinds: retyped, change: /^name\b/, causes: ['listValueType', 'networkNameMissing', 'listWithoutName'] },
  { kinds: lost, change: /(?:^|without )name\b/, causes: ['listWithoutName', 'networkNameMissing'] },
  { kinds: rewritten, change: /^name: /, causes: ['networkNameInvalid', 'networkNameMissing', 'listWithoutName'] },
  { kinds: rewritten, change: /^name: "a{300}"/, causes: ['fileNameTooLong', 'resultNotCached'] },
  { kinds: lost, change: /(?:^|without )plugins(?: as |$)/, causes: ['noPlugins'] },
  { kinds: retyped, change: /^plugins(?:\[\d\])?(?:: | twice)/, causes: ['pluginsNotArray', 'listValueType'] },
  { kinds: retyped, change: /^plugins(?:\[\d\])?(?:: | twice)/, causes: ['noPlugins', 'typeMissing'] },
];

/** Changes of the order and choice of plugins. */
const chains: readonly Row[] = [
  { kinds: ['order of the chain'], causes: ['chainedFirst'] },
  { kinds: ['order of the chain'], change: /order bandwidth/, causes: ['pluginPanic'] },
  { kinds: ['plugin missing'], causes: ['noPlugins'] },
  { kinds: ['plugin missing'], change: /plugin (?:bridge|ptp)$/, causes: ['chainedFirst', 'pluginPanic'] },
  { kinds: ['plugin twice'], change: /^(?:bridge|ptp|macvlan|tap|dummy|ipvlan|vlan)/, causes: ['interfaceExists'] },
  // These call host-local first, which has an address for the attachment already.
  { kinds: ['plugin twice'], change: /^(?:ptp|tap)/, causes: ['addressReserved'] },
  {
    kinds: ['elements of an array'],
    change: /^plugins: /,
    causes: ['interfaceExists', 'addressReserved', 'vrfMaster'],
  },
  { kinds: ['elements of an array'], change: /^plugins: .*host-device/, causes: ['hostDeviceMissing'] },
  { kinds: ['plugin twice'], change: /^host-device/, causes: ['hostDeviceMissing'] },
  { kinds: ['plugin twice'], change: /^sbr/, causes: ['sbrRoute'] },
  { kinds: ['plugin twice'], change: /^bandwidth/, causes: ['shapingKernel'] },
  { kinds: ['another plugin'], change: /^more: (?:portmap|tuning|firewall|sbr|vrf),/, causes: ['chainedFirst'] },
  { kinds: ['another plugin'], change: /^more: bandwidth,/, causes: ['chainedFirst', 'pluginPanic'] },
  { kinds: ['another plugin'], change: /\(\{\}\)$/, causes: ['typeMissing'] },
  { kinds: ['another plugin'], change: /\(\{"type":"host-local"/, causes: ['ipamKeyMissing'] },
  { kinds: ['another plugin'], change: /"closed"/, causes: ['ingressPolicyUnknown'] },
  { kinds: ['another plugin'], change: /"same-bridge"/, causes: ['ingressPolicyWithoutBridge'] },
  { kinds: ['another plugin'], change: /"ingressRate":1000000\}/, causes: ['bandwidthPair'] },
  {
    kinds: ['another plugin'],
    change: /bandwidth, .*bandwidth .*Burst|bandwidth, bandwidth/,
    causes: ['shapingKernel'],
  },
  {
    kinds: ['another plugin'],
    change: /\b(?:macvlan|host-device|ipvlan|tap|loopback), .*"bandwidth"/,
    causes: ['bandwidthWithoutVeth', 'bandwidthNoInterfaces'],
  },
  // sbr moves the routes of the plugin before it, which CHECK misses; on an interface without addresses it fails.
  { kinds: ['another plugin'], change: /"sbr"/, causes: ['checkRouteMissing', 'sbrWithoutAddress', 'sbrRoute'] },
  { kinds: ['another plugin'], change: /"vrf"/, causes: ['vrfName'] },
  { kinds: ['another plugin'], change: /"ptp"/, causes: ['interfaceExists', 'addressReserved', 'deviceNotMoved'] },
  { kinds: ['another plugin'], change: /"loopback"/, causes: ['loopbackForeignAddress'] },
];

/** Changes of types. */
const types: readonly Row[] = [
  { kinds: ['another type'], change: / as $/, causes: ['typeMissing', ...withoutIpam] },
  { kinds: ['another type'], change: / as \//, causes: ['pluginNamePath'] },
  { kinds: ['another type'], change: / as (?:hostlocal|port-map|Bridge|mybridge)$/, causes: notInstalled },
  { kinds: ['another type'], change: / as (?:portmap|tuning|firewall|sbr)$/, causes: ['chainedFirst'] },
  // bandwidth reads a result that it does not have.
  { kinds: ['another type'], change: / as bandwidth$/, causes: ['pluginPanic', 'chainedFirst', 'bandwidthPair'] },
  { kinds: ['another type'], change: / as (?:host-local|static)$/, causes: ['ipamKeyMissing', 'noRanges'] },
  { kinds: ['another type'], change: / as (?:host-local|static)$/, causes: ['ipamWithoutAddress'] },
  {
    kinds: ['another type'],
    change: / as (?:host-local|static)$/,
    network: /bandwidth/,
    causes: ['bandwidthNoInterfaces'],
  },
  { kinds: ['another type'], change: / as (?:bridge|ptp|tap)$/, causes: ['interfaceExists', ...withoutIpam] },
  // loopback returns the addresses of lo, which no other interface can have.
  { kinds: ['another type'], change: / as loopback$/, causes: ['addressUnassignable', 'ipamWithoutAddress'] },
  { kinds: ['another type'], change: / as loopback$/, causes: ['loopbackForeignAddress'] },
  // `tuning` and the like ignore the keys of the plugin that they replace; those of another one can be wrong for it.
  { kinds: [...rewritten, ...retyped, ...lost], change: /\btype\b/, causes: ['typeMissing'] },
  { kinds: [...rewritten, 'key twice'], change: /\btype(?:: | twice)/, causes: notInstalled },
  // The plugin calls itself, or another one that creates an interface, for addresses.
  { kinds: ['value of another key'], change: /\bipam\.type: /, causes: ['interfaceExists', 'pluginPanic'] },
  { kinds: anyValue, change: /\bipam(?:\.type)?(?::| as| twice|$)/, causes: withoutIpam },
  { kinds: anyValue, change: /\bipam(?:\.type)?(?::| as| twice|$)/, network: /sbr/, causes: ['sbrWithoutAddress'] },
  { kinds: ['another IPAM'], change: /ipam (?:\{"subnet"|\{\})/, causes: withoutIpam },
  { kinds: ['another IPAM'], change: /ipam (?:\{"subnet"|\{\})/, network: /sbr/, causes: ['sbrWithoutAddress'] },
  { kinds: ['another IPAM'], change: /\{"type":"static"\}/, causes: ['ipamWithoutAddress'] },
  { kinds: ['another IPAM'], change: /\{"type":"host-local"\}/, causes: ['noRanges'] },
  { kinds: ['another IPAM'], change: /"ranges":\[\{/, causes: ['netconfWrongType'] },
  // The runtime passes an address of another range.
  {
    kinds: ['another IPAM'],
    change: /"host-local"/,
    network: /addresses from the runtime/,
    causes: ['requestedAddressOutside'],
  },
  { kinds: ['another IPAM'], change: /static/, network: /sbr/, causes: ['sbrRoute', 'checkRouteMissing'] },
  { kinds: ['capabilities'], causes: ['netconfWrongType'] },
  // Without the capability "ips", static gets no address from the runtime.
  {
    kinds: ['capabilities', 'boolean inverted', ...anyValue],
    change: /capabilities|\bips\b/,
    network: /addresses from the runtime/,
    causes: ['ipamWithoutAddress'],
  },
];

/** Changes of ranges, addresses and routes. */
const addresses: readonly Row[] = [
  { kinds: anyValue, change: /\bsubnet\b/, causes: ['cidrInvalid', 'rangeInvalid', 'noRanges'] },
  { kinds: readdressed, change: /\bsubnet: /, causes: [...badRoute, 'rangesOverlap', 'bridgeAddressInvalid'] },
  { kinds: anyValue, change: /\branges(?:\[\d\])*(?::| as| twice|$)/, causes: ['noRanges', 'rangeInvalid'] },
  { kinds: ['elements of an array'], change: /\branges/, causes: ['rangesOverlap'] },
  { kinds: anyValue, change: /\brange(?:Start|End): /, causes: ['ipInvalid', 'rangeInvalid'] },
  { kinds: anyValue, change: /\b(?:gateway|gw): /, causes: ['ipInvalid', 'gatewayInvalid', ...badRoute] },
  { kinds: anyValue, change: /\bgateway: /, causes: ['bridgeAddressInvalid', 'rangeInvalid'] },
  { kinds: anyValue, change: /\bdst\b/, causes: ['cidrInvalid', 'routeExists', ...badRoute] },
  { kinds: ['elements of an array'], change: /\broutes/, causes: ['routeExists', 'cidrInvalid'] },
  // The plugin dereferences an element that is null.
  { kinds: ['elements of an array'], change: /\broutes: .*null\]$/, causes: ['pluginPanic'] },
  { kinds: ['object or array emptied', 'value null or empty'], change: /\broutes\[/, causes: ['cidrInvalid'] },
  { kinds: ['value null or empty'], change: /\broutes\[\d\]: null$/, causes: ['pluginPanic'] },
  { kinds: anyValue, change: /\baddress(?:es)?\b/, causes: ['addressNotCIDR', 'ipamWithoutAddress', 'cidrInvalid'] },
  { kinds: ['elements of an array'], change: /\baddresses/, causes: ['addressTwice'] },
  { kinds: readdressed, change: /\baddress: /, causes: ['addressUnassignable', ...badRoute] },
  { kinds: ['another static address'], causes: ['addressNotCIDR', 'addressTwice', 'addressUnassignable'] },
  { kinds: ['bound or gateway of a range'], change: /^range/, causes: ['rangeInvalid', 'rangeExhausted'] },
  { kinds: ['bound or gateway of a range'], change: /^gateway/, causes: [...badRoute, 'bridgeAddressInvalid'] },
  { kinds: ['bound or gateway of a range'], change: /^gateway/, causes: ['rangeInvalid', 'gatewayInvalid'] },
  { kinds: ['bounds swapped'], causes: ['rangeInvalid'] },
  { kinds: ['another range'], change: /bare$/, causes: ['netconfWrongType'] },
  { kinds: ['another range'], change: /in the first set$/, causes: ['rangeInvalid'] },
  { kinds: ['another range'], change: /in a set$/, causes: ['rangesOverlap', 'rangeInvalid'] },
  // A bridge with a gateway cannot have the addresses of two ranges of one family.
  { kinds: ['another range'], change: /in a set$/, network: /bridge/, causes: ['bridgeAddressDiffers'] },
  { kinds: ['another route'], change: /route (?:\{\}|\{"gw"|\{"dst":"192\.168\.9\.1")/, causes: ['cidrInvalid'] },
  { kinds: ['another route'], change: /"dst":"(?:0\.0\.0\.0\/0|::\/0|10\.77\.0\.0\/24)"/, causes: ['routeExists'] },
  { kinds: ['another route'], change: /"192\.168\.9\.7\/24"/, causes: ['routeInvalid'] },
  { kinds: ['another route'], change: /"10\.99\.0\.1"/, causes: ['gatewayUnreachable'] },
  // The subnets of this network do not have that gateway.
  { kinds: ['another route'], change: /"10\.77\.0\.1"/, network: /two families/, causes: ['gatewayUnreachable'] },
  { kinds: ['another route'], change: /"fd00:77::1"|"::\/0"/, causes: ['routeFamily'] },
  { kinds: ['another route'], change: /"scope"/, causes: ['routeScope'] },
  { kinds: ['another route'], change: /"table"/, causes: ['checkRouteMissing'] },
];

/** Changes of the values of single keys. */
const values: readonly Row[] = [
  { kinds: retyped, causes: ['netconfWrongType'] },
  { kinds: ['number in another form'], causes: ['notJSONFile', 'listValueType'] },
  { kinds: anyValue, change: /\bmtu\b/, causes: ['mtuAboveMaster', 'vethInvalid', 'bridgeNameRejected'] },
  { kinds: anyValue, change: /\bmtu\b/, causes: ['addressInvalidForMTU', 'tuningRejected'] },
  { kinds: numbers, change: /\btxQLen\b/, causes: ['checkQueueLength'] },
  { kinds: anyValue, change: /\bmarkMasqBit\b/, causes: ['portmapMarkBit', 'portmapMarks'] },
  { kinds: anyValue, change: /\bvlan(?:Id)?\b/, causes: ['bridgeVlanRange'] },
  { kinds: anyValue, change: /(?:Rate|Burst)\b/, causes: ['bandwidthPair', 'bandwidthBurst', 'shapingKernel'] },
  { kinds: lost, change: /\bdevice\b/, causes: ['deviceSelectorMissing'] },
  { kinds: lost, change: /\bmaster\b/, causes: ['vlanWithoutMaster', 'noDefaultRouteInterface'] },
  { kinds: [...lost, ...rewritten], change: /\bvrfname\b/, causes: ['vrfName'] },
  { kinds: anyValue, change: /\bdevice: /, causes: ['hostDeviceMissing', 'deviceSelectorMissing'] },
  { kinds: anyValue, change: /\bmaster: /, causes: ['linkMissing', 'masterMissing', 'linkNameInvalid'] },
  { kinds: anyValue, change: /\bbridge: /, causes: ['bridgeNameRejected', 'bridgeNotABridge'] },
  { kinds: anyValue, change: /\bmode: /, causes: ['macvlanModeUnknown', 'ipvlanModeUnknown'] },
  { kinds: anyValue, change: /\bbackend: /, causes: ['portmapBackend', 'masqueradeBackendUnknown'] },
  { kinds: anyValue, change: /\bingressPolicy: /, causes: ['ingressPolicyUnknown'] },
  { kinds: anyValue, change: /\bconditionsV4/, causes: ['portmapFailed', 'iptablesFailed', 'portmapBackend'] },
  { kinds: anyValue, change: /\bsysctl\./, causes: ['sysctlValueInvalid', 'sysctlMissing', 'sysctlNotNet'] },
  { kinds: ['key twice'], change: /\bsysctl twice/, causes: ['sysctlDuplicate'] },
  // The kernel reports the value in another form.
  { kinds: rewritten, change: /\bsysctl\./, causes: ['checkTuning'] },
  { kinds: ['boolean inverted'], change: /promiscMode|hairpinMode/, causes: ['hairpinAndPromiscuous'] },
  { kinds: ['another key'], change: /promiscMode|hairpinMode/, causes: ['hairpinAndPromiscuous'] },
  { kinds: ['another key'], change: /"mac":"(?:zz|0a:58)"/, causes: ['macInvalid'] },
  { kinds: ['another key'], change: /disableContainerInterface/, causes: ['addressesOnDownInterface'] },
  { kinds: ['another key'], change: /"dns"/, causes: ['netconfWrongType'] },
  { kinds: ['another key'], change: /ipMasqBackend/, causes: ['masqueradeBackendUnknown'] },
  { kinds: ['another key'], change: /"vlan":4095/, causes: ['bridgeVlanRange'] },
  { kinds: ['another key'], change: /vlanTrunk/, causes: ['trunkInvalid'] },
  { kinds: ['another key'], change: /"markMasqBit":32/, causes: ['portmapMarkBit', 'portmapMarks'] },
  { kinds: ['another key'], change: /externalSetMarkChain/, causes: ['portmapMarks', 'portmapFailed'] },
  { kinds: ['another key'], change: /"backend"/, causes: ['portmapBackend'] },
  { kinds: ['another key'], change: /"sysctl"/, causes: ['sysctlMissing'] },
];

const rows: readonly Row[] = [...files, ...chains, ...types, ...addresses, ...values, ...thirdPartyRows];

/**
 * Returns the known failures that name what a mutation broke. Reviewed by mutation and plugin, without the error: whoever
 * adds a kind of mutation adds what it breaks.
 */
export function rightCausesOf({ kind, change, network }: Mutant): readonly ExplanationId[] {
  return rows
    .filter(
      (row) =>
        row.kinds.includes(kind) && (row.change?.test(change) ?? true) && (row.network?.test(network.label) ?? true),
    )
    .flatMap(({ causes }) => causes);
}
