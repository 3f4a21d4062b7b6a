import { expect, test } from 'vitest';
import { ShownVersions } from '../../../../client/host-files/shown-versions.ts';
import type { HostFileStat } from '../../../../engine/host/index.ts';

const address = 'cni-host:/node/net.d/10-web.conflist';
const bytes = (text: string) => new TextEncoder().encode(text);

function stat(version: string): HostFileStat {
  return { kind: 'file', isLink: false, size: 1, modifiedAt: 1, mode: 0o644, owner: '0:0', version };
}

/** Versions of a file that an editor opened with this text, as version 1. */
function opened(text: string): ShownVersions<HostFileStat> {
  const versions = new ShownVersions<HostFileStat>();
  versions.addReading(address, stat('1'), bytes(text), undefined);
  return versions;
}

test('a version that is read while no document is open counts as shown', () => {
  expect(opened('a').of(address)?.version).toBe('1');
});

test('a reading by others does not count as shown while the file is open', () => {
  const versions = opened('a');
  versions.addReading(address, stat('2'), bytes('b'), 'a');
  expect(versions.of(address)?.version).toBe('1');
});

test('a reading that the editor discards because the user typed does not count as shown', () => {
  const versions = opened('a');
  versions.addReading(address, stat('2'), bytes('b'), 'a');
  versions.documentChanged(address, 'ax');
  expect(versions.of(address)?.version).toBe('1');
});

test.each([
  ['b\n', 'b\n'],
  ['b\r\nc\n', 'b\r\nc\r\n'],
  ['\u{feff}b', 'b'],
])('a reading that the editor applies counts as shown: %j', (read, text) => {
  const versions = opened('a');
  versions.addReading(address, stat('2'), bytes(read), 'a');
  versions.documentChanged(address, text);
  expect(versions.of(address)?.version).toBe('2');
});

test('a version with the text of the document counts as shown immediately', () => {
  const versions = opened('a');
  versions.addReading(address, stat('2'), bytes('a'), 'a');
  expect(versions.of(address)?.version).toBe('2');
});

test('a written version counts as shown, and an older reading does not', () => {
  const versions = opened('a');
  versions.addReading(address, stat('2'), bytes('b'), 'a');
  versions.set(address, stat('3'));
  versions.documentChanged(address, 'b');
  expect(versions.of(address)?.version).toBe('3');
});

test('a file that is forgotten has no version', () => {
  const versions = opened('a');
  versions.delete(address);
  expect(versions.of(address)).toBeUndefined();
});
