import type { Row } from './right-cause-row.ts';

const lost = ['key missing', 'key misspelled', 'key in another case'];
const retyped = [
  'value of another type',
  'value null or empty',
  'key twice',
  'elements of an array',
  'object or array emptied',
  'number out of range',
];
const rewritten = ['text changed', 'text replaced', 'value of another key'];
const anyValue = [...lost, ...retyped, ...rewritten, 'CIDR changed', 'address changed'];

/** Changes of the ranges, the pool and the files of Whereabouts. */
const whereabouts: readonly Row[] = [
  { kinds: ['range of whereabouts'], causes: ['whereaboutsRange', 'whereaboutsRangeStart', 'whereaboutsTooSmall'] },
  { kinds: ['range of whereabouts'], causes: ['cidrInvalid', 'ipamWithoutAddress', 'addressTwice'] },
  { kinds: [...anyValue], change: /\bipam\.(?:ipRanges\S*\.)?range\b/, causes: ['whereaboutsRange', 'cidrInvalid'] },
  { kinds: [...anyValue], change: /\bipam\.(?:ipRanges\S*\.)?range\b/, causes: ['whereaboutsRangeStart'] },
  { kinds: [...anyValue], change: /\bipam\.(?:ipRanges\S*\.)?range\b/, causes: ['whereaboutsTooSmall'] },
  { kinds: [...anyValue], change: /\bipam\.(?:range|ipRanges)\b/, causes: ['ipamWithoutAddress', 'cidrInvalid'] },
  // An entry of the array without a range, or the same range twice.
  { kinds: retyped, change: /\bipRanges\b/, causes: ['cidrInvalid', 'addressTwice'] },
  { kinds: ['another range of whereabouts'], causes: ['cidrInvalid', 'addressTwice', 'whereaboutsTooSmall'] },
  // A bridge with a gateway cannot have the addresses of two ranges of one family, and "gateway" is of one family.
  {
    kinds: ['another range of whereabouts'],
    network: /named pool/,
    causes: ['bridgeAddressDiffers', 'bridgeAddressInvalid'],
  },
  { kinds: ['another key'], change: /"isGateway":true/, network: /with ranges/, causes: ['bridgeAddressDiffers'] },
  { kinds: ['bound of whereabouts', ...anyValue], change: /\brange_(?:start|end)\b/, causes: ['ipInvalid'] },
  { kinds: ['bound of whereabouts', ...anyValue], change: /\brange_(?:start|end)\b/, causes: ['whereaboutsFull'] },
  { kinds: ['exclude of whereabouts', ...anyValue], change: /\bexclude\b/, causes: ['whereaboutsExclude'] },
  { kinds: ['exclude of whereabouts', ...anyValue], change: /\bexclude\b/, causes: ['whereaboutsFull'] },
  { kinds: ['leader election', ...anyValue], change: /\bleader_/, causes: ['whereaboutsElection'] },
  { kinds: ['name of the pool', ...anyValue], change: /\bnetwork_name\b/, causes: ['whereaboutsPoolName'] },
  { kinds: ['gateway of whereabouts', ...anyValue], change: /\bgateway\b/, causes: ['whereaboutsGateway'] },
  // The gateway of the bridge is of the other family.
  { kinds: ['range of whereabouts'], change: /::/, network: /named pool/, causes: ['bridgeAddressInvalid'] },
  // The routes have a gateway of the former range.
  {
    kinds: ['range of whereabouts', 'CIDR changed', ...rewritten],
    change: /\brange\b/,
    causes: ['gatewayUnreachable'],
  },
  { kinds: ['gateway of whereabouts'], causes: ['bridgeAddressInvalid', 'routeFamily', 'gatewayUnreachable'] },
  { kinds: ['keys of another IPAM'], causes: ['ipamWithoutAddress', 'noRanges'] },
  { kinds: anyValue, change: /\bconfiguration_path\b/, causes: ['whereaboutsNoFile', 'whereaboutsFileUnreadable'] },
  { kinds: anyValue, change: /\bkubeconfig\b/, causes: ['whereaboutsStorage'] },
];

/** Changes of the delegates of Multus, and of its network of the cluster. */
const multus: readonly Row[] = [
  {
    kinds: ['plugin twice', 'elements of an array'],
    change: /^(?:plugins: |multus)/,
    causes: ['multusInterfaceExists'],
  },
  { kinds: ['another key'], change: /"prevResult"/, causes: ['prevResultUnreadable'] },
  { kinds: anyValue, change: /\bdelegates(?:: | as | twice|$)/, causes: ['multusNoDelegates', 'netconfWrongType'] },
  { kinds: ['cluster network'], change: /^delegates: \[\]|^clusterNetwork: ""/, causes: ['multusNoDelegates'] },
  { kinds: ['cluster network'], change: /^delegates: \[\{\}\]/, causes: ['multusDelegateType'] },
  // An array of delegates with an empty one.
  { kinds: retyped, change: /\bdelegates(?:: \[|\[\d\]: )/, causes: ['multusDelegateType', 'multusDelegateJSON'] },
  { kinds: anyValue, change: /\bdelegates\S*\.(?:type|TYPE)\b/, causes: ['multusDelegateType', 'multusDelegateJSON'] },
  { kinds: retyped, change: /\bdelegates\S*\.(?:name|cniVersion|ipam|ipam\.type)\b/, causes: ['multusDelegateJSON'] },
  { kinds: retyped, change: /\bdelegates\S*\.plugins\b/, causes: ['multusDelegateJSON', 'multusDelegateList'] },
  { kinds: retyped, change: /\bdelegates\S*\.plugins\[\d\]: \{\}/, causes: ['multusDelegateType', 'typeMissing'] },
  { kinds: lost, change: /\bdelegates\S*\.plugins\b/, causes: ['multusDelegateType'] },
  { kinds: anyValue, change: /\bdelegates\S*\.name\b/, causes: ['networkNameMissing', 'listWithoutName'] },
  { kinds: anyValue, change: /\bdelegates\S*\.name: /, causes: ['networkNameInvalid'] },
  { kinds: anyValue, change: /\bdelegates\S*\.cniVersion\b/, causes: ['checkUnsupported', 'versionIncompatible'] },
  { kinds: anyValue, change: /\bdelegates\S*\.cniVersion\b/, causes: ['listVersionInvalid'] },
  { kinds: ['another delegate'], change: /delegate (?:\{\}|\{"type":""\}|.*\[\{\}\])/, causes: ['multusDelegateType'] },
  {
    kinds: ['another delegate', 'delegate changed'],
    change: /"plugins":\[\]|plugins: \[\]/,
    causes: ['multusDelegateList'],
  },
  { kinds: ['another delegate'], change: /delegate \{"cniVersion"/, causes: ['networkNameMissing'] },
  { kinds: ['another delegate'], change: /"1\.2\.0"/, causes: ['versionIncompatible'] },
  { kinds: ['another delegate'], change: /"more","type"|"0\.3\.1"/, causes: ['checkUnsupported'] },
  { kinds: ['another delegate'], change: /"host-local"/, causes: ['noRanges'] },
  // loopback creates no interface of the name that tuning checks.
  { kinds: ['another delegate'], change: /"tuning"/, causes: ['checkInterfaceMissing'] },
  { kinds: ['delegate changed'], change: /without type|without plugins/, causes: ['multusDelegateType'] },
  { kinds: ['delegate changed'], change: /without name/, causes: ['networkNameMissing', 'listWithoutName'] },
  { kinds: ['delegate changed'], change: /cniVersion/, causes: ['checkUnsupported', 'versionIncompatible'] },
  { kinds: ['delegate changed'], change: /without ipam|ipam: \{\}/, causes: ['noPluginName', 'ipamMissingForPlugin'] },
  { kinds: ['delegate changed'], change: /name: ""/, causes: ['networkNameMissing', 'listWithoutName'] },
  { kinds: ['delegate changed'], change: /name: "a net"/, causes: ['networkNameInvalid'] },
  { kinds: ['delegate changed'], change: /"1400"/, causes: ['netconfWrongType'] },
  { kinds: ['delegate changed'], change: /type: "macvlan"/, causes: ['ipamWithoutAddress', 'noRanges'] },
  {
    kinds: ['cluster network'],
    change: /kubeconfig|^clusterNetwork/,
    causes: ['multusClient', 'multusConfigNotFound'],
  },
  { kinds: ['cluster network'], change: /^defaultNetworks: \[/, causes: ['multusConfigNotFound', 'multusClient'] },
  { kinds: ['cluster network'], causes: ['netconfWrongType'] },
  { kinds: anyValue, change: /\bkubeconfig\b/, causes: ['multusClient'] },
  { kinds: anyValue, change: /\b(?:clusterNetwork|defaultNetworks)\b/, causes: ['multusConfigNotFound'] },
  { kinds: anyValue, change: /\bclusterNetwork\b/, causes: ['multusNoDelegates', 'multusClient'] },
  { kinds: anyValue, change: /\breadinessindicatorfile\b/, causes: ['multusNotReady'] },
];

/** Changes of the delegate of flannel, its `ipam` and its files. */
const flannel: readonly Row[] = [
  { kinds: ['delegate of flannel'], change: /\{"(?:name|ipam)"/, causes: ['flannelDelegateKey'] },
  { kinds: ['delegate of flannel', ...anyValue], change: /type"?: ?(?:5|true)/, causes: ['flannelDelegateType'] },
  { kinds: anyValue, change: /\bdelegate\.type\b/, causes: ['flannelDelegateType', 'noPluginName'] },
  { kinds: ['delegate of flannel'], change: /"type":""/, causes: ['noPluginName'] },
  { kinds: ['delegate of flannel'], change: /"(?:1400|yes)"/, causes: ['netconfWrongType'] },
  { kinds: ['delegate of flannel'], change: /hairpinMode/, causes: ['hairpinAndPromiscuous'] },
  { kinds: ['delegate of flannel'], change: /a-name-that-is-too-long/, causes: ['bridgeNameRejected'] },
  { kinds: ['delegate of flannel'], change: /"bridge":"eth0"/, causes: ['bridgeNotABridge'] },
  { kinds: ['delegate of flannel'], change: /"vlan":5000/, causes: ['bridgeVlanRange'] },
  { kinds: ['delegate of flannel'], change: /"type":"host-local"/, causes: ['checkInterfaceMissing'] },
  { kinds: ['paths of flannel', ...anyValue], change: /\bsubnetFile\b/, causes: ['flannelNoSubnet'] },
  { kinds: ['paths of flannel', ...anyValue], change: /\bdataDir\b/, causes: ['flannelDataDirectory'] },
  { kinds: ['ipam of flannel'], change: /"type":5/, causes: ['netconfWrongType'] },
  { kinds: ['ipam of flannel', 'another route', ...anyValue], change: /\broutes?\b/, causes: ['flannelRoutes'] },
  { kinds: ['ipam of flannel'], change: /"static"/, causes: ['ipamWithoutAddress'] },
  { kinds: ['ipam of flannel'], change: /"subnet"/, causes: ['bridgeAddressDiffers'] },
  // The lease has another gateway than the networks of other plugins.
  { kinds: ['another route'], change: /"gw"/, causes: ['gatewayUnreachable'] },
  // flannel adds the route to its network itself.
  { kinds: ['ipam of flannel', 'another route'], change: /"10\.77\.0\.0\/16"/, causes: ['routeExists'] },
  { kinds: ['ipam of flannel'], change: /"0\.0\.0\.0\/0"/, causes: ['routeExists'] },
  { kinds: ['ipam of flannel'], change: /"host-local"$/, causes: ['listValueType', 'netconfWrongType'] },
  { kinds: ['plugin missing'], causes: ['chainedFirst'] },
  { kinds: ['plugin twice'], causes: ['interfaceExists', 'addressReserved'] },
  // ptp needs a gateway, which static without one does not return.
  { kinds: ['another IPAM'], change: /"static"/, network: /another file/, causes: ['ptpWithoutGateway'] },
];

const of = (network: RegExp, rows: readonly Row[]): readonly Row[] => rows.map((row) => ({ network, ...row }));

/** What mutations of the networks of Whereabouts, Multus and flannel break. */
export const thirdPartyRows: readonly Row[] = [
  ...of(/^whereabouts/, whereabouts),
  // Nothing but the type is of whereabouts there.
  { kinds: ['keys of another IPAM'], change: /of type whereabouts/, causes: ['whereaboutsNoFile', 'whereaboutsRange'] },
  ...of(/multus/, multus),
  ...of(/flannel/, flannel),
];
