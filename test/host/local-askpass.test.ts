import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundle, hasTool, lockMachine, unlockMachine } from './machine.ts';
import { password, sshObstacle, SshNode } from './ssh-node.ts';

const obstacle = sshObstacle() ?? (hasTool('setpriv') ? undefined : 'there is no setpriv');
let node: SshNode;
let program: string;

beforeAll(async () => {
  if (obstacle !== undefined) return console.log(`skipped: sudo with a password on this machine, as ${obstacle}`);
  await lockMachine();
  node = await SshNode.start({ number: 91 });
  program = await bundle('test/host/askpass-process.ts');
}, 300_000);

beforeEach((context) => {
  if (obstacle !== undefined) context.skip(obstacle);
});

afterAll(async () => {
  if (obstacle !== undefined) return;
  await node.close();
  rmSync(path.dirname(program), { recursive: true });
  unlockMachine();
});

/** The local host as `strict` of a node has it, whose sudo wants a password. */
function asStrict(...answers: readonly string[]): unknown {
  const user = ['setpriv', '--reuid', 'strict', '--regid', 'strict', '--init-groups', '--'] as const;
  return JSON.parse(node.run(...user, process.execPath, program, ...answers));
}

const asked = { kind: 'secret', prompt: '[sudo] password for strict:', host: 'this machine' };

test('the local host asks for the password of sudo, once for all its shells', () => {
  expect(asStrict(password)).toEqual({ said: ['0\n', '0\n'], asked: [asked], label: 'this machine with sudo' });
});

test('a wrong password is asked for again; without an answer nothing is run', () => {
  expect(asStrict('wrong', password)).toMatchObject({ said: ['0\n', '0\n'], asked: [asked, asked] });
  expect(asStrict()).toMatchObject({
    error: expect.stringContaining('this machine with sudo asked "[sudo] password for strict:" and got no answer.'),
  });
});

/** Runs a command at a terminal of its own; types the password whenever a line asks for one. Gives status and screen. */
function atTerminal(command: readonly string[]): Promise<readonly [number | null, string]> {
  const words = command.map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `exec ${words}`, '/dev/null'], { env: { PATH: process.env['PATH'] } });
  let seen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    if (/assword[^\n]*: ?$/.test(text)) child.stdin.write(`${password}\r`);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve([status, seen]));
  });
}

test('the command line asks at the terminal what ssh and sudo want, and shows no secret', async (context) => {
  if (!hasTool('script')) return context.skip('there is no program "script"');
  const cnitool = await bundle('cli/main.ts');
  const config = node.writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  const options = ['attachments', '--host', 'ssh:strict@node', '--ssh-config', config, '--json'];
  const [status, seen] = await atTerminal([process.execPath, cnitool, ...options]);
  expect(seen).toContain("[strict@node] strict@node's password: ");
  expect(seen).toContain('[strict@node] [sudo] password for strict: ');
  expect(seen).not.toContain(password);
  expect(seen.trim().endsWith('[]')).toBe(true);
  expect(status).toBe(0);
  rmSync(path.dirname(cnitool), { recursive: true });
});
