import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { atTerminal } from '../at-terminal.ts';
import { CliStage } from './cli-stage.ts';
import { hasTool } from '../machine.ts';
import { password } from '../ssh/ssh-node.ts';
import { useNode } from '../tests-on-a-node.ts';

let stage: CliStage;
let config: string;

const node = useNode({
  what: 'what ssh and sudo ask of the command line',
  number: 92,
  obstacle: hasTool('script') ? undefined : 'there is no program "script"',
  setUp: async (started) => {
    stage = await CliStage.build();
    const list = { cniVersion: '1.1.0', name: network, plugins: [{ type: 'chatty' }] };
    writeFileSync(path.join(stage.directory, 'net.d', `${network}.conflist`), JSON.stringify(list));
    config = started.writeConfig({ PubkeyAuthentication: 'no' }, 'password_config');
  },
});

afterAll(() => stage?.dispose());

/** A network of a version that has STATUS and GC, whose plugin does well whatever it is asked. */
const network = 'asking';

/** Runs cnitool at a terminal, and types the password after each line that asks for it. */
function ours(...args: readonly string[]): Promise<readonly [number | null, string]> {
  const env = { PATH: process.env['PATH'], CNI_PATH: stage.plugins, NETCONFPATH: `${stage.directory}/net.d` };
  return atTerminal([stage.node, stage.program, ...args], env, (latest) =>
    /assword[^\n]*: ?$/.test(latest) ? `${password}\r` : undefined,
  );
}

const onNode = (): readonly string[] => ['--host', 'ssh:strict@node', '--ssh-config', config];

test.for([
  ['add', [network, '/run/netns/none'], 0, '"cniVersion"'],
  ['check', [network, '/run/netns/none'], 0, ''],
  ['status', [network, '/run/netns/none'], 0, ''],
  ['del', [network, '/run/netns/none'], 0, ''],
  ['gc', [network, '/run/netns/none', '--yes'], 0, ''],
  ['validate', ['ptp'], 0, 'capabilities: none'],
  ['version', ['host-local'], 0, '0.4.0 1.0.0'],
  ['attachments', ['--json'], 0, '[]'],
  ['facts', [], 0, 'host: strict@node over ssh'],
  ['compare', ['--check', 'plugins'], 0, '1 host compared. No findings.'],
  ['install-plugins', ['--dir', '/run/bin', '--archive', '/nowhere.tgz'], 1, '/nowhere.tgz'],
] as const)('%s prompts at the terminal for ssh and sudo, and shows no secret', async ([verb, args, exit, said]) => {
  const [status, seen] = await ours(verb, ...args, ...onNode());
  expect(seen).toContain("[strict@node] strict@node's password: ");
  expect(seen).toContain('sudo on host "strict@node" asks: [sudo] password for strict: ');
  expect(seen).not.toContain(password);
  expect(seen).toContain(said);
  expect(status).toBe(exit);
});

test('several hosts that ask are asked for one after the other', async () => {
  const hosts = ['a', 'b', 'c'].map((name) => ({
    name,
    kind: 'ssh',
    destination: 'strict@node',
    configFile: config,
    pluginPath: [node().pluginDir],
  }));
  const file = path.join(stage.directory, 'hosts.json');
  writeFileSync(file, JSON.stringify(hosts));
  const [status, seen] = await ours('compare', '--hosts', file, '--check', 'plugins', '--timeout', '120');
  const prompts = [...seen.matchAll(/(?:\[|on host ")([abc])(?:\] |" asks: )[^:]*: /g)].map(([, name = '']) => name);
  expect(prompts.toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  expect(seen).not.toContain(password);
  expect(seen).toContain('3 hosts compared. No findings.');
  expect(status).toBe(0);
});

test('without a terminal every verb reports that it cannot prompt, with the remedy', () => {
  const facts = stage.ours(['facts', ...onNode()]);
  expect(facts).toMatchObject({ status: 1, stdout: '' });
  expect(facts.stderr).toMatch(
    /Permission denied \(publickey,password\)\.\n.*hint: The host needs a password, which requires a terminal/,
  );
  const compared = stage.ours(['compare', '--check', 'plugins', ...onNode()]);
  expect(compared.status).toBe(2);
  expect(compared.stdout).toContain('hint: The host needs a password, which requires a terminal.');
});
