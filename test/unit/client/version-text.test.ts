import { expect, test } from 'vitest';
import { networkConfFromBytes } from '../../../engine/libcni/index.ts';
import { versionText } from '../../../client/version-text.ts';
import { t } from './attachments.ts';

const listOf = (head: object): ReturnType<typeof networkConfFromBytes> =>
  networkConfFromBytes(new TextEncoder().encode(JSON.stringify({ name: 'a', plugins: [{ type: 'ptp' }], ...head })));

test('the version that libcni chooses is shown, with whence the schemas are and the host', () => {
  expect(versionText(t, listOf({ cniVersion: '0.4.0' }), 'sandbox')).toEqual({
    text: 'CNI 0.4.0',
    detail: 'built-in schemas · runs in: sandbox',
    refused: false,
  });
});

test('of several versions it is the one that libcni takes', () => {
  const list = listOf({ cniVersion: '0.4.0', cniVersions: ['0.3.1', '1.0.0'] });
  expect(versionText(t, list, 'sandbox').text).toBe(`CNI ${list.cniVersion}`);
  expect(list.cniVersion).toBe('1.0.0');
});

test('no version is 0.1.0', () => {
  expect(versionText(t, listOf({}), 'local').text).toBe('CNI 0.1.0');
});

test('what libcni refuses says why', () => {
  expect(versionText(t, { reason: 'no plugins in list' }, 'local')).toEqual({
    text: 'libcni does not load this',
    detail: 'no plugins in list',
    refused: true,
  });
});

test('a plugin of another file’s network has no version of its own', () => {
  expect(versionText(t, undefined, 'local')).toMatchObject({
    text: expect.stringContaining('plugin of'),
    refused: false,
  });
});
