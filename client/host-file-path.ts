/** Scheme of the files of hosts: `cni-host:/HOST/etc/cni/net.d/10-mynet.conflist`. */
export const hostScheme = 'cni-host';

/** The path part of the address of a file on a host. A host's name has no slash, as its settings see to. */
export function hostFilePath(host: string, path: string): string {
  return `/${host}${path.startsWith('/') ? path : `/${path}`}`;
}

/** Host and path of the path part of an address; the path is `/` where the address ends with the host. */
export function splitHostFilePath(path: string): { readonly host: string; readonly path: string } {
  const [, host = '', rest = ''] = /^\/*([^/]*)(.*)$/s.exec(path) ?? [];
  return { host, path: rest === '' ? '/' : rest };
}
