import { expect, it } from 'vitest';
import { fileURI, uriSegment } from '../../../../language/document/file-uri.ts';

it.each([
  ['/etc/cni/net.d/10 a.conf', 'file:///etc/cni/net.d/10%20a.conf'],
  ['/a/\u{1F600}#?', 'file:///a/%F0%9F%98%80%23%3F'],
  ['/a/\uD800b', 'file:///a/%EF%BF%BDb'],
])('the URI of %j is %s', (path, uri) => {
  expect(fileURI(path)).toBe(uri);
});

it('a name stays one segment', () => {
  expect(uriSegment('a/b')).toBe('a%2Fb');
});
