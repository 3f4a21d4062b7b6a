import { keysOfOtherMultus } from '../plugins/multus-keys.ts';

/** Unknown keys that a more specific rule reports, by plugin type; keys in small letters stand for any case. */
const unknown: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    dhcp: new Set(['routes', 'dns', 'gateway', 'subnet', 'ranges', 'rangestart', 'rangeend', 'addresses']), // R152
    dummy: new Set(['dns', 'mtu', 'mac', 'master', 'mode']), // R105
    bandwidth: new Set(['shapedsubnets', 'unshapedsubnets']), // R116
    vlan: new Set(['vlan']), // R097
    whereabouts: new Set(['subnet', 'ranges', 'rangestart', 'rangeend']), // R197, R198
    'host-local': new Set(['range', 'range_start', 'range_end', 'exclude', 'ipranges', 'enable_overlapping_ranges']), // R198
    multus: keysOfOtherMultus.get('multus') ?? new Set(), // R212
    'multus-shim': keysOfOtherMultus.get('multus-shim') ?? new Set(), // R212
    static: new Set(['Address']), // R149, in this spelling only
  }),
);

/** Whether another rule reports that a plugin does not read a key as it is written. */
export function isReportedKey(owner: string, key: string): boolean {
  const reported = unknown.get(owner);
  return reported !== undefined && (reported.has(key) || reported.has(key.toLowerCase()));
}
