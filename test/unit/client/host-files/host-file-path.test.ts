import { expect, test } from 'vitest';
import { hostFilePath, splitHostFilePath } from '../../../../client/host-files/host-file-path.ts';

test.each([
  ['node1', '/etc/cni/net.d/10-a.conflist'],
  ['a node: 1', '/'],
  ['sandbox', '/with space/%2F$(x)\n'],
])('the address of a file on %s is read again: %j', (host, path) => {
  expect(splitHostFilePath(hostFilePath(host, path))).toEqual({ host, path });
});

test('a URI that ends with the host is its root', () => {
  expect(splitHostFilePath('/node1')).toEqual({ host: 'node1', path: '/' });
});
