import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { AskedHost } from './askpass-process.ts';
import { bundle, hasTool } from './machine.ts';
import { password } from './ssh/ssh-node.ts';
import { useNode } from './tests-on-a-node.ts';

let program: string;

const node = useNode({
  what: 'sudo with a password on this machine',
  number: 91,
  obstacle: hasTool('setpriv') ? undefined : 'there is no setpriv',
  setUp: async () => {
    program = await bundle('test/host/askpass-process.ts');
  },
  tearDown: () => rmSync(path.dirname(program), { recursive: true }),
});

/** The local host as `strict` of a node has it, whose sudo wants a password. */
function asStrict(...answers: readonly string[]): unknown {
  const user = ['setpriv', '--reuid', 'strict', '--regid', 'strict', '--init-groups', '--'] as const;
  const input = JSON.stringify({ spec: { kind: 'local' }, answers } satisfies AskedHost);
  return JSON.parse(node().feed(input, ...user, process.execPath, program));
}

const asked = {
  kind: 'secret',
  prompt: '[sudo] password for strict:',
  host: 'this machine',
  asker: 'localSudo',
  isRepeated: false,
};

test('the local host asks for the password of sudo, once for all its shells', () => {
  expect(asStrict(password)).toEqual({ said: ['0\n', '0\n'], asked: [asked], label: 'this machine with sudo' });
});

test('a wrong password is asked for again; without an answer nothing is run', () => {
  expect(asStrict('wrong', password)).toMatchObject({
    said: ['0\n', '0\n'],
    asked: [asked, { ...asked, isRepeated: true }],
  });
  expect(asStrict()).toMatchObject({
    error: expect.stringContaining('this machine with sudo asked "[sudo] password for strict:", but got no answer.'),
  });
});
