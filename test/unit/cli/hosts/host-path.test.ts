import { expect, test } from 'vitest';
import { readArguments } from '../../../../cli/command-line/arguments.ts';
import { hostPath, rejectWindowsPath } from '../../../../cli/hosts/host-path.ts';

test.each([
  ['/var/run/netns/x', '/var/run/netns/x'],
  ['//var/run/netns/x', '/var/run/netns/x'],
  ['netns/../x', '/home/me/x'],
])('%s on a host is %s', (given, absolute) => {
  expect(hostPath(given, '/home/me')).toBe(absolute);
});

test.each([String.raw`C:\netns\x`, 'C:/Program Files/Git/var/run/netns/x', String.raw`\\server\share`])(
  'on Windows %s is refused, since it is no path of a host',
  (given) => {
    expect(() => rejectWindowsPath('<netns>', given, 'win32')).toThrow(
      `<netns> is "${given}", which is a Windows path`,
    );
    expect(() => rejectWindowsPath('<netns>', given, 'linux')).not.toThrow();
  },
);

test.each([['facts'], ['compare', '--host', 'local'], ['add', 'net', '/ns']])(
  '%s refuses an empty directory of the cache',
  (...args) => {
    expect(readArguments([...args, '--cache-dir', ''])).toMatchObject({
      kind: 'usage',
      problem: '--cache-dir is empty. Enter a directory, such as --cache-dir /tmp/cni.',
    });
  },
);
