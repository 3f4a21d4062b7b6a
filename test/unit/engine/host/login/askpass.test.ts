import path from 'node:path';
import { expect, test } from 'vitest';
import { askpassEnvironment } from '../../../../../engine/host/login/askpass-program.ts';
import { sshAsking } from '../../../../../engine/host/login/askpass-starter.ts';

test.each([
  ['win32', 'OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2', 'program', true],
  ['win32', 'OpenSSH_for_Windows_10.0p2, LibreSSL 4.1.0', 'program', true],
  ['win32', 'OpenSSH_for_Windows_8.6p1, LibreSSL 3.4.3', 'program', true],
  ['win32', 'OpenSSH_for_Windows_8.1p1, LibreSSL 3.0.2', undefined, false],
  ['win32', 'OpenSSH_for_Windows_7.7p1, LibreSSL 2.6.5', undefined, false],
  // Of Git, MSYS2 and Cygwin.
  ['win32', 'OpenSSH_9.9p1, OpenSSL 3.2.4 11 Feb 2025', 'script', true],
  // There is no ssh.
  ['win32', '', 'script', false],
  ['linux', 'OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0.17', 'script', true],
  ['darwin', 'OpenSSH_9.9p2, LibreSSL 3.3.6', 'script', true],
  ['linux', 'OpenSSH_8.5p1, OpenSSL 1.1.1', 'script', true],
  ['linux', 'OpenSSH_8.4p1 Debian-5+deb11u3, OpenSSL 1.1.1w', 'script', false],
  ['linux', 'OpenSSH_7.10p1, OpenSSL 1.1.1', 'script', false],
] as const)(
  'on %s with %s ssh starts a %s, marks remote questions: %s',
  async (platform, version, starter, marksRemote) => {
    expect(await sshAsking({}, platform, () => Promise.resolve(`${version}\r\n`))).toEqual({ starter, marksRemote });
  },
);

test('a program has its first argument, in the format of OpenSSH for Windows', () => {
  const place = { directory: '/tmp/my askpass', socket: '/tmp/socket', token: 'secret' };
  const { SSH_ASKPASS, ELECTRON_RUN_AS_NODE, ...rest } = askpassEnvironment('program', place);
  expect(SSH_ASKPASS).toBe(`${process.execPath} "${path.join(place.directory, 'askpass.cjs')}"`);
  expect(ELECTRON_RUN_AS_NODE).toBe('1');
  expect(rest).toMatchObject({ NODE_OPTIONS: undefined, SSH_ASKPASS_REQUIRE: 'force', CNI_ASKPASS_TOKEN: 'secret' });
  expect(askpassEnvironment('script', place)).toMatchObject({ SSH_ASKPASS: '/tmp/my askpass/askpass.sh' });
});
