import { readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCli } from '../../../cli/command-line/cnitool.ts';
import { useShellCli } from './shell-cli.ts';

const { at, run, ran, fail, processOf } = useShellCli();
const attachment = ['web', '/var/run/netns/ns1'];

test('add prints the result and the output of plugins, check and del print nothing, all in order', async () => {
  const added = await run(['add', ...attachment]);
  expect(added).toMatchObject({ code: 0, err: 'bridge is here\nportmap is here\n' });
  expect(JSON.parse(added.out)).toMatchObject({ ips: [{ address: '10.0.0.2/24' }] });
  expect(readdirSync(at('cache', 'results'))).toHaveLength(1);
  expect(await run(['check', ...attachment])).toMatchObject({ code: 0, out: '' });
  expect(await run(['del', ...attachment])).toMatchObject({ code: 0, out: '' });
  expect(ran()).toEqual(['ADD bridge', 'ADD portmap', 'CHECK bridge', 'CHECK portmap', 'DEL portmap', 'DEL bridge']);
  expect(readdirSync(at('cache', 'results'))).toEqual([]);
});

test('the interface, arguments and capabilities are those of cnitool', async () => {
  const env = { CNI_IFNAME: 'net1', CNI_ARGS: 'A=1;B=2', CAP_ARGS: '{"portMappings":[]}' };
  await run(['add', ...attachment], { env });
  const { out } = await run(['attachments', '--json']);
  expect(JSON.parse(out)).toMatchObject([
    {
      network: 'web',
      ifName: 'net1',
      netNS: '/var/run/netns/ns1',
      cniArgs: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
      capabilityArgs: { portMappings: [] },
      config: expect.stringContaining('"web"'),
    },
  ]);
});

test('attachments are listed, of all networks or of one', async () => {
  expect(await run(['attachments'])).toEqual({
    code: 0,
    out: '',
    err: `note: There are no cached attachments in ${at('cache')}/results.\n`,
    questions: [],
  });
  await run(['add', ...attachment]);
  const { out } = await run(['attachments']);
  expect(out).toMatch(/^NETWORK +CONTAINER +INTERFACE +NAMESPACE\nweb +cnitool-\S+ +eth0 +\/var\/run\/netns\/ns1\n$/);
  expect((await run(['attachments', 'web'])).out).toBe(out);
  expect((await run(['attachments', at('net.d', 'web.conflist')])).out).toBe(out);
  expect((await run(['attachments', 'other'])).err).toContain(
    'note: There are no cached attachments of network "other" in',
  );
});

test('a failed plugin is reported in its words, and earlier changes stay', async () => {
  fail('ADD portmap');
  const { code, out, err } = await run(['add', ...attachment]);
  expect([code, out, err]).toEqual([1, '', expect.stringContaining('no room')]);
  expect(ran()).toEqual(['ADD bridge', 'ADD portmap']);
});

test('with --rollback it is rolled back, and a failed rollback is reported with the remedy', async () => {
  fail('ADD portmap');
  const { code, err } = await run(['add', ...attachment, '--rollback']);
  expect([code, err]).toEqual([1, expect.stringMatching(/note: Rolled back: DEL of portmap, bridge succeeded\.\n$/)]);
  expect(ran()).toEqual(['ADD bridge', 'ADD portmap', 'DEL portmap', 'DEL bridge']);
  await run(['add', ...attachment, '--rollback']);
});

test('--json prints every plugin that ran, also of what failed', async () => {
  const added = await run(['add', ...attachment, '--json']);
  expect(JSON.parse(added.out)).toMatchObject({
    verb: 'ADD',
    network: 'web',
    state: 'ok',
    result: { ips: [{ address: '10.0.0.2/24' }] },
    steps: [{ pluginType: 'bridge' }, { pluginType: 'portmap' }],
  });
  fail('CHECK bridge');
  const failed = await run(['check', ...attachment, '--json']);
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.out)).toMatchObject({
    verb: 'CHECK',
    state: 'failed',
    error: { code: 100, msg: 'no room' },
  });
  const lost = await run(['check', 'gone', '/var/run/netns/ns1', '--json']);
  expect([lost.code, JSON.parse(lost.out)]).toMatchObject([
    1,
    { verb: 'CHECK', network: 'gone', state: 'failed', steps: [] },
  ]);
});

test('gc lists what would be deleted, and asks', async () => {
  await run(['add', ...attachment]);
  ran();
  const silent = await run(['gc', ...attachment]);
  expect([silent.code, silent.questions, ran()]).toEqual([1, ['Continue? [y/N] '], []]);
  expect(silent.err).toMatch(
    /gc would delete this attachment of network "web" on .*:\nCONTAINER +INTERFACE +NAMESPACE\ncnitool-/,
  );
  expect(silent.err).toContain('Each plugin (bridge, portmap) would release all its resources for the network.');
  expect(silent.err).toContain('hint: Add --yes to skip the confirmation.');
  const refused = await run(['gc', ...attachment], { answer: 'n' });
  expect([refused.code, refused.err, ran()]).toEqual([1, expect.stringContaining('Nothing was deleted'), []]);
  expect((await run(['gc', ...attachment], { answer: ' Yes ' })).code).toBe(0);
  expect(ran()).toEqual(['DEL portmap', 'DEL bridge', 'GC bridge', 'GC portmap']);
  expect((await run(['gc', ...attachment, '--yes'])).questions).toEqual([]);
  const empty = await run(['gc', ...attachment], { answer: 'y' });
  expect(empty.err).toContain('Network "web" has no cached attachment on');
});

test('status asks each plugin', async () => {
  expect((await run(['status', ...attachment])).code).toBe(0);
  expect(ran()).toEqual(['STATUS bridge', 'STATUS portmap']);
  fail('STATUS bridge');
  expect((await run(['status', ...attachment])).code).toBe(1);
});

const line = (name: string): string => `${name}\\s+ok\\s+${at('plugins', name)}\\s+0\\.4\\.0 1\\.0\\.0 1\\.1\\.0\\n`;

test('validate has a line for each plugin', async () => {
  const { code, out } = await run(['validate', 'web']);
  expect(out).toMatch(
    new RegExp(`^PLUGIN +STATE +FILE +SUPPORTS\\n${line('bridge')}${line('portmap')}capabilities: portMappings\\n$`),
  );
  expect(code).toBe(0);
  const json = JSON.parse((await run(['validate', 'web', '--json'])).out);
  expect(json).toMatchObject({
    network: 'web',
    valid: true,
    capabilities: ['portMappings'],
    operation: { state: 'ok' },
  });
});

test.each([
  ['is missing', 'nothing', '1.0.0', 'missing'],
  ['does not support the version', 'bridge', '0.3.0', 'does not support 0.3.0'],
  ['does not answer', 'mute', '1.0.0', 'does not report its versions'],
])('validate: a plugin that %s', async (_, type, cniVersion, verdict) => {
  writeFileSync(at('plugins', 'mute'), '#!/bin/sh\necho CNI_COMMAND\nexit 0\n', { mode: 0o755 });
  const list = { cniVersion, name: 'other', plugins: [{ type }] };
  writeFileSync(at('net.d', 'other.conflist'), JSON.stringify(list));
  const { code, out } = await run(['validate', 'other']);
  expect([code, out]).toEqual([1, expect.stringContaining(verdict)]);
  expect(out).toContain('capabilities: none\n');
});

test('version asks a plugin by name or by path', async () => {
  const byName = await run(['version', 'bridge']);
  const byPath = await run(['version', at('plugins', 'bridge')]);
  expect([byName.code, byName.out]).toEqual([0, expect.stringContaining('1.1.0')]);
  expect(byPath.out).toBe(byName.out);
  expect(byName.err).toContain(at('plugins', 'bridge'));
  const gone = await run(['version', 'gone']);
  expect([gone.code, gone.out]).toEqual([1, '']);
});

test('show prints what libcni loads, and from where', async () => {
  const { out, err, code } = await run(['show', 'web']);
  expect([code, JSON.parse(out), err]).toMatchObject([
    0,
    { name: 'web' },
    `note: The network is from ${at('net.d', 'web.conflist')}.\n`,
  ]);
  const json = JSON.parse((await run(['show', at('net.d', 'web.conflist'), '--json'])).out);
  expect(json).toMatchObject({ file: at('net.d', 'web.conflist'), plugins: [{ type: 'bridge' }, { type: 'portmap' }] });
});

test.each([
  ['gone', 'no net configuration with name "gone"', undefined],
  [
    './gone.conflist',
    'no such file',
    'Check the path. Without a "/" it would be the name of a network in NETCONFPATH.',
  ],
  ['gone.conf', 'gone.conf', 'The working directory has no file "gone.conf"'],
])('a missing network (%s) is reported with its remedy', async (reference, said, hint = '') => {
  const { code, err } = await run(['show', reference]);
  expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  expect(err).toContain(hint);
  expect((await run(['add', reference, '/var/run/netns/ns1'])).err).toContain(hint);
});

test('facts are for people, or for lint', async () => {
  await run(['add', ...attachment]);
  ran();
  const { code, out } = await run(['facts']);
  expect(code).toBe(0);
  expect(out).toContain(`configuration files: ${at('net.d', 'web.conflist')}\n`);
  expect(out).toContain('attachments: 1\n');
  expect(out).toMatch(/\nbridge +ok +0\.4\.0 1\.0\.0 1\.1\.0 +/);
  const facts = JSON.parse((await run(['facts', '--json'])).out);
  expect(facts).toMatchObject({
    cachedResults: [{ network: 'web', ifName: 'eth0' }],
    configFiles: [{ mode: expect.any(String) }],
  });
  expect(facts.plugins.map(({ name }: { readonly name: string }) => name)).toEqual(['bridge', 'portmap']);
});

test('a stopped command is reported, and rolled back if requested', async () => {
  writeFileSync(at('slow'), '');
  const stopped = processOf(['add', ...attachment]);
  const code = runCli(stopped);
  await expect.poll(() => ran().length, { interval: 20 }).toBeGreaterThan(0);
  stopped.stopper.abort();
  expect([await code, stopped.err]).toEqual([1, expect.stringContaining('stopped')]);
});
