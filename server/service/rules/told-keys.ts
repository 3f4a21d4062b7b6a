/** Unknown keys that a rule of their own tells, by the plugin that does not know them; in small letters for any case. */
const UNKNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    dhcp: new Set(['routes', 'dns', 'gateway', 'subnet', 'ranges', 'rangestart', 'rangeend', 'addresses']), // R152
    dummy: new Set(['dns', 'mtu', 'mac', 'master', 'mode']), // R105
    bandwidth: new Set(['shapedsubnets', 'unshapedsubnets']), // R116
    vlan: new Set(['vlan']), // R097
    static: new Set(['Address']), // R149, in this spelling only
  }),
);

/** Whether another rule tells that a plugin does not read a key as it is written. */
export function isToldKey(owner: string, key: string): boolean {
  const told = UNKNOWN.get(owner);
  return told !== undefined && (told.has(key) || told.has(key.toLowerCase()));
}
