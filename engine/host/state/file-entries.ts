import { linesOf, type PlaceEntry } from './state-entry.ts';

/**
 * Reads lines `FILE:VALUE` with paths below /proc/sys/net; a file may be listed twice. A dot in the name of an interface
 * becomes a slash, as for sysctl.
 */
export function sysctlEntries(text: string): readonly PlaceEntry[] {
  return [...new Set(linesOf(text))].flatMap((line): readonly PlaceEntry[] => {
    const [, path, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (path === undefined || value === undefined) {
      return [];
    }
    return [{ area: 'sysctl', where: sysctlName(path), value: value.replaceAll('\t', ' ') }];
  });
}

const sysctlName = (path: string): string =>
  ['net', ...path.split('/').map((part) => part.replaceAll('.', '/'))].join('.');

/** Returns the name of the sysctl that new interfaces get this one from; undefined if it is not one of an interface. */
export function defaultSysctl(name: string): string | undefined {
  const [, start, device, end] = /^(net\.ipv[46]\.conf\.)(.+)(\.\w+)$/.exec(name) ?? [];
  return device === undefined || device === 'all' || device === 'default' ? undefined : `${start}default${end}`;
}

/** Returns the path of a sysctl below /proc/sys/net, as the plugin tuning finds it; undefined if it is not there. */
export function sysctlPath(key: string, ifName: string): string | undefined {
  const path = key.replaceAll(key.includes('/') ? '/' : '.', '/').replaceAll('IFNAME', ifName);
  const [first, ...rest] = path.split('/').filter((part) => part !== '');
  return first !== 'net' || rest.some((part) => part.startsWith('.') || part.startsWith('-'))
    ? undefined
    : rest.join('/');
}

/** Reads lines `CONTAINER INTERFACE FILE` of a directory of host-local, with its own files `lock` and `last_reserved_ip.N`. */
export function reservationEntries(text: string): readonly PlaceEntry[] {
  return linesOf(text.replaceAll('\r', '')).flatMap((line): readonly PlaceEntry[] => {
    const [, holder = '', file] = /^(\S* \S*) (\/.*)$/.exec(line) ?? [];
    return file === undefined ? [] : [{ area: 'reservation', where: file, value: holder.trim() }];
  });
}
