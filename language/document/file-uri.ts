/** Encodes one name of a path for a URI. A lone surrogate, which is not allowed in a URI, becomes U+FFFD as in Go. */
export function uriSegment(name: string): string {
  return encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

/** Returns the URI of an absolute path. */
export function fileURI(path: string): string {
  return `file://${path.split('/').map(uriSegment).join('/')}`;
}

/** Returns the URI with a different file name. */
export function renamedUri(uri: string, name: string): string {
  return uri.replace(/[^/]*$/, uriSegment(name));
}
