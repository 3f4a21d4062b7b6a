/** Scheme of the files of hosts: `cni-host:/HOST/etc/cni/net.d/10-mynet.conflist`. */
export const hostScheme = 'cni-host';

/** Returns the URI path of a file on a host. The settings reject host names with a slash. */
export function hostFilePath(host: string, path: string): string {
  return `/${host}${path.startsWith('/') ? path : `/${path}`}`;
}

/** Returns the text of the URI of a file on a host. */
export function hostFileUri(host: string, path: string): string {
  return `${hostScheme}:${hostFilePath(host, path).split('/').map(encodeURIComponent).join('/')}`;
}

/** Splits a URI path into host and path. The path is `/` when only the host is given. */
export function splitHostFilePath(path: string): { readonly host: string; readonly path: string } {
  const [, host = '', rest = ''] = /^\/*([^/]*)(.*)$/s.exec(path) ?? [];
  return { host, path: rest === '' ? '/' : rest };
}
