/** One name of a path, for a URI. A lone surrogate, which no URI can hold, becomes U+FFFD, as Go reads it. */
export function uriSegment(name: string): string {
  return encodeURIComponent(name.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

/** The URI of an absolute path. */
export function fileURI(path: string): string {
  return `file://${path.split('/').map(uriSegment).join('/')}`;
}

/** The URI with another name for its file. */
export function renamedUri(uri: string, name: string): string {
  return uri.replace(/[^/]*$/, uriSegment(name));
}
