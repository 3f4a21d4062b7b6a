import { expect, test } from 'vitest';
import { networkConfFromBytes } from '../../../../engine/libcni/index.ts';
import { versionText } from '../../../../client/views/version-text.ts';

const listOf = (head: object): ReturnType<typeof networkConfFromBytes> =>
  networkConfFromBytes(new TextEncoder().encode(JSON.stringify({ name: 'a', plugins: [{ type: 'ptp' }], ...head })));

test('the version that libcni selects is shown, with the source of the schemas and the host', () => {
  expect(versionText(listOf({ cniVersion: '0.4.0' }), 'sandbox')).toEqual({
    text: 'CNI 0.4.0',
    detail: 'Built-in schemas; plugins run on "sandbox"',
    rejected: false,
  });
});

test('of several versions, the one that libcni selects is shown', () => {
  const list = listOf({ cniVersion: '0.4.0', cniVersions: ['0.3.1', '1.0.0'] });
  expect(versionText(list, 'sandbox').text).toBe(`CNI ${list.cniVersion}`);
  expect(list.cniVersion).toBe('1.0.0');
});

test('no version is 0.1.0', () => {
  expect(versionText(listOf({}), 'local').text).toBe('CNI 0.1.0');
});

test('the reason why libcni rejects a configuration is shown', () => {
  expect(versionText({ reason: 'no plugins in list' }, 'local')).toEqual({
    text: 'Rejected by libcni',
    detail: 'no plugins in list',
    rejected: true,
  });
});

test('a plugin of a network in another file has no version', () => {
  expect(versionText(undefined, 'local')).toMatchObject({
    text: expect.stringContaining('plugin for'),
    rejected: false,
  });
});
