import { expect, test } from 'vitest';
import * as vscode from 'vscode';
import { embeddedSource, embeddedUri } from '../../../../client/embedded/embedded-uri.ts';

const position = { line: 0, character: 0 };

test.each([
  [
    'file:///ws/net.yaml',
    'spec.config',
    'pier',
    0,
    'cni-embedded:/ws/net.yaml/net.d/pier.conf?where=spec.config&name=pier',
  ],
  [
    'file:///ws/net.d/a.yaml',
    'data.10-a.conflist',
    'x',
    1,
    'cni-embedded:/ws/net.d/a.yaml/net.d/10-a.conf?where=data.10-a.conflist&name=x&index=1',
  ],
  ['untitled:Untitled-1', '<<EOF', '/etc/cni/net.d/10-a.conf', 0, undefined],
  ['cni-host:/node1/etc/a.yaml', 'content', undefined, 0, undefined],
  ['vscode-vfs://github/o/r/a.yaml', 'content', undefined, 2, undefined],
])('the URI of an editor and back: %s %s %s', (carrier, where, name, index, expected) => {
  const uri = vscode.Uri.parse(carrier);
  const place = { where, name, index };
  const range = { start: position, end: position };
  const embedded = { kind: 'single', place, text: '', range, isNameSupplied: false } as const;
  const made = embeddedUri(uri, embedded);
  expect(made.toString(true)).toBe(expected ?? made.toString(true));
  const source = embeddedSource(vscode.Uri.parse(made.toString()));
  expect([source?.carrier.toString(), source?.place, source?.isNameSupplied]).toEqual([uri.toString(), place, false]);
  const supplied = embeddedUri(uri, { ...embedded, isNameSupplied: true, isDeviceSupplied: true });
  expect(embeddedSource(supplied)?.isNameSupplied).toBe(true);
});

test('other URIs have no source', () => {
  expect(embeddedSource(vscode.Uri.file('/ws/net.yaml'))).toBeUndefined();
  expect(embeddedSource(vscode.Uri.parse('cni-embedded:/x?where=y'))).toBeUndefined();
});
