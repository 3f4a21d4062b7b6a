import path from 'node:path';
import { expect, test } from 'vitest';
import { askpassEnvironment } from '../../../../engine/host/askpass-program.ts';
import { askpassStarter } from '../../../../engine/host/askpass-starter.ts';

test.each([
  ['win32', 'OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2', 'program'],
  ['win32', 'OpenSSH_for_Windows_10.0p2, LibreSSL 4.1.0', 'program'],
  ['win32', 'OpenSSH_for_Windows_8.6p1, LibreSSL 3.4.3', 'program'],
  ['win32', 'OpenSSH_for_Windows_8.1p1, LibreSSL 3.0.2', undefined],
  ['win32', 'OpenSSH_for_Windows_7.7p1, LibreSSL 2.6.5', undefined],
  // Of Git, MSYS2 and Cygwin.
  ['win32', 'OpenSSH_9.9p1, OpenSSL 3.2.4 11 Feb 2025', 'script'],
  // There is no ssh.
  ['win32', '', 'script'],
  ['linux', 'OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0.17', 'script'],
  ['darwin', 'OpenSSH_9.9p2, LibreSSL 3.3.6', 'script'],
] as const)('on %s with %s ssh starts a %s', async (platform, version, starter) => {
  expect(await askpassStarter({}, platform, () => Promise.resolve(`${version}\r\n`))).toBe(starter);
});

test('a program is named with its first argument, in what OpenSSH for Windows takes for one', () => {
  const place = { directory: '/tmp/my askpass', socket: '/tmp/socket', token: 'secret' };
  const { SSH_ASKPASS, ELECTRON_RUN_AS_NODE, ...rest } = askpassEnvironment('program', place);
  expect(SSH_ASKPASS).toBe(`${process.execPath} "${path.join(place.directory, 'askpass.cjs')}"`);
  expect(ELECTRON_RUN_AS_NODE).toBe('1');
  expect(rest).toMatchObject({ NODE_OPTIONS: undefined, SSH_ASKPASS_REQUIRE: 'force', CNI_ASKPASS_TOKEN: 'secret' });
  expect(askpassEnvironment('script', place)).toMatchObject({ SSH_ASKPASS: '/tmp/my askpass/askpass.sh' });
});
