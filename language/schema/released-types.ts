/** The plugin types of the reference release and libcni's list; '' is any plugin. */
export const releasedTypes: ReadonlySet<string> = new Set(
  (
    'bridge macvlan ipvlan ptp vlan host-device dummy tap loopback win-bridge win-overlay bandwidth firewall portmap ' +
    'sbr tuning vrf host-local static dhcp list'
  )
    .split(' ')
    .concat(''),
);
