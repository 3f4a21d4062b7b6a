import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCli } from '../../../cli/command-line/cnitool.ts';
import { readOperationDocument } from '../../../engine/libcni/index.ts';
import { MadeUpProcess } from '../../unit/cli/made-up-process.ts';
import { useShellCli } from './shell-cli.ts';

const { at, run, ran, fail } = useShellCli();
const attachment = ['web', '/var/run/netns/ns1'];
const record = (): readonly string[] => ['--record', at('r.json')];
const recorded = (): unknown => JSON.parse(readFileSync(at('r.json'), 'utf8'));

/** Runs `replay` on the recording, which has no host. */
async function replayed(...args: readonly string[]): Promise<string> {
  const cli = new MadeUpProcess(['replay', at('r.json'), ...args], { PATH: process.env['PATH'] });
  expect([await runCli(cli), cli.err]).toEqual([0, '']);
  return cli.out;
}

test.each([
  ['add', 'ADD'],
  ['check', 'CHECK'],
  ['del', 'DEL'],
  ['gc', 'GC'],
  ['status', 'STATUS'],
])('%s --record writes the document of --json, for the owner alone, and replay shows it', async (verb, specVerb) => {
  await run(['add', ...attachment]);
  const plain = await run([verb, ...attachment, ...(verb === 'gc' ? ['--yes'] : [])]);
  await run(['add', ...attachment]);
  ran();
  const { code, out, err } = await run([verb, ...attachment, ...(verb === 'gc' ? ['--yes'] : []), ...record()]);
  // Output and errors are those of cnitool, with and without a recording.
  expect({ code, out, err }).toEqual({ code: plain.code, out: plain.out, err: plain.err });
  expect(lstatSync(at('r.json')).mode & 0o777).toBe(0o600);
  const text = readFileSync(at('r.json'), 'utf8');
  expect(readOperationDocument(text)).toMatchObject({ verb: specVerb, network: 'web', state: 'ok', host: 'env' });
  expect(recorded()).toMatchObject({
    source: { path: at('net.d', 'web.conflist'), config: readFileSync(at('net.d', 'web.conflist'), 'utf8') },
    steps: expect.arrayContaining([expect.objectContaining({ outcome: 'exited', exitCode: 0 })]),
  });
  const before = ran();
  expect(await replayed()).toMatch(new RegExp(`^${specVerb} web: succeeded after `));
  expect(JSON.parse(await replayed('--json'))).toEqual(JSON.parse(text));
  expect([before.length > 0, ran()]).toEqual([true, []]);
});

test('a failure is recorded with its rollback and remedy, and what --json prints does not change', async () => {
  fail('ADD portmap');
  const { code, out } = await run(['add', ...attachment, '--rollback', '--json', ...record()]);
  expect(code).toBe(1);
  const { host, source, args, capabilityArgs, ...rest } = JSON.parse(readFileSync(at('r.json'), 'utf8'));
  expect(Object.keys(rest)).toEqual(Object.keys(JSON.parse(out)));
  expect(rest).toEqual(JSON.parse(out));
  expect({ host, source, args, capabilityArgs }).toMatchObject({ host: 'env', args: [], capabilityArgs: {} });
  expect(await replayed()).toMatch(/portmap +exit status 1 .*\n\nerror: .*no room\n[^]*\n\nDEL web: succeeded after /);
});

test('a network that cannot be loaded is recorded as well', async () => {
  expect((await run(['add', 'no', '/x', ...record()])).code).toBe(1);
  expect(recorded()).toMatchObject({ verb: 'ADD', state: 'failed', steps: [], error: { hint: expect.any(String) } });
  expect(await replayed()).toContain('No plugin ran.');
});

// docs/security.md: S22
test('secrets of the configuration, its arguments and results are masked, and no other variable is recorded', async () => {
  const plugins = [
    { type: 'bridge', args: { k8s_auth_token: 'hunter22' } },
    { type: 'portmap', capabilities: { secret: true } },
  ];
  writeFileSync(at('net.d', 'web.conflist'), JSON.stringify({ cniVersion: '1.1.0', name: 'web', plugins }));
  const env = { CNI_ARGS: 'K8S_TOKEN=hunter22;K=V', CAP_ARGS: '{"secret":{"a":"hunter22"}}', API_TOKEN: 'hunter22' };
  expect((await run(['add', ...attachment, ...record()], { env })).code).toBe(0);
  const text = readFileSync(at('r.json'), 'utf8');
  expect(text).not.toContain('hunter22');
  expect(text).not.toContain('API_TOKEN');
  expect(recorded()).toMatchObject({
    args: [
      ['K8S_TOKEN', '***'],
      ['K', 'V'],
    ],
    capabilityArgs: { secret: { a: '***' } },
    steps: [
      {
        env: { CNI_ARGS: 'K8S_TOKEN=***;K=V', CNI_PATH: at('plugins') },
        stdin: expect.stringContaining('{"k8s_auth_token":"***"}'),
      },
      { stdin: expect.stringContaining('"runtimeConfig":{"secret":{"a":"***"}}') },
    ],
  });
});

test('nothing runs if the recording cannot be written', async () => {
  for (const file of [at('no', 'r.json'), at('net.d')]) {
    const { code, out, err } = await run(['add', ...attachment, '--record', file]);
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(file)]);
  }
  expect([ran(), readdirSync(at('cache'))]).toEqual([[], []]);
});
