const daemonKeys =
  'cniConfigDir multusConfigFile multusAutoconfigDir multusMasterCNI forceCNIVersion overrideNetworkName chrootDir ' +
  'metricsPort enablePprof connectionLimit perNodeCertificate';

/** Returns a set of keys in small letters. */
const keySet = (keys: string): ReadonlySet<string> => new Set(keys.toLowerCase().split(' '));

/**
 * The keys of the other architecture of Multus in small letters, by type: those of the daemon's file (multus-cni:
 * pkg/server), and of multus-shim.
 */
export const keysOfOtherMultus: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['multus', keySet(`${daemonKeys} daemonSocketDir socketDir`)],
  ['multus-shim', keySet(daemonKeys)],
]);
