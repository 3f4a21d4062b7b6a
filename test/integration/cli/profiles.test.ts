import { readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useShellCli } from './shell-cli.ts';

const { at, run, ran } = useShellCli();
const attachment = ['web', '/var/run/netns/ns1'];

const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }];

/** Writes the settings and returns the options that select a profile of them. */
function profile(name: string): readonly string[] {
  const settings = at('settings.json');
  const web = { interfaceName: 'net1', containerID: 'web-1', cniArgs: 'A=1', capabilityArgs: { portMappings } };
  const text = JSON.stringify({ 'cni.profiles': { web, plain: {}, broken: { interfaceName: 'a/b' } } });
  writeFileSync(settings, `// A comment, as in VS Code.\n${text}\n`);
  return ['--settings', settings, '--profile', name];
}

const cached = async (): Promise<unknown> => JSON.parse((await run(['attachments', '--json'])).out);

test('--profile passes the arguments of a profile, to ADD, CHECK and DEL', async () => {
  const options = profile('web');
  expect(await run(['add', ...attachment, ...options])).toMatchObject({ code: 0 });
  expect(await cached()).toMatchObject([
    {
      containerID: 'web-1',
      ifName: 'net1',
      netNS: '/var/run/netns/ns1',
      cniArgs: [{ name: 'A', value: '1' }],
      capabilityArgs: { portMappings },
    },
  ]);
  expect(await run(['check', ...attachment, ...options])).toMatchObject({ code: 0 });
  expect(await run(['del', ...attachment, ...options])).toMatchObject({ code: 0 });
  expect(readdirSync(at('cache', 'results'))).toEqual([]);
  expect(ran()).toHaveLength(6);
});

test('an option overrides a variable, and a variable overrides the profile, each as a whole', async () => {
  const options = [...profile('web'), '--ifname', 'net3', '--cni-args', 'C=3'];
  const env = { CNI_IFNAME: 'net2', CNI_ARGS: 'B=2', CAP_ARGS: '{"bandwidth": {}}' };
  await run(['add', ...attachment, ...options], { env });
  expect(await cached()).toMatchObject([
    {
      containerID: 'web-1',
      ifName: 'net3',
      cniArgs: [{ name: 'C', value: '3' }],
      capabilityArgs: { bandwidth: {} },
    },
  ]);
});

test('a variable that is set to nothing clears its part of the profile', async () => {
  await run(['add', ...attachment, ...profile('web')], { env: { CNI_ARGS: '', CAP_ARGS: '' } });
  const [only] = Array.isArray(await cached()) ? [await cached()].flat() : [];
  expect(only).toMatchObject({ ifName: 'net1' });
  expect(only).not.toHaveProperty('cniArgs.0');
  expect(only).not.toHaveProperty('capabilityArgs.portMappings');
});

test('options work without a profile', async () => {
  const options = ['--container-id', 'web-2', '--cap-args', JSON.stringify({ portMappings })];
  await run(['add', ...attachment, ...options]);
  expect(await cached()).toMatchObject([{ containerID: 'web-2', ifName: 'eth0', capabilityArgs: { portMappings } }]);
});

test('a profile that does not exist or cannot be used is reported, and nothing runs', async () => {
  const unknown = await run(['add', ...attachment, ...profile('wbe')]);
  expect(unknown).toMatchObject({ code: 1, out: '' });
  expect(unknown.err).toBe(
    `There is no profile "wbe" in "cni.profiles" of ${at('settings.json')}.\nhint: The profiles are web, plain.\n`,
  );
  const broken = await run(['add', ...attachment, ...profile('broken')]);
  expect(broken.err).toMatch(
    /^The profile "broken" in "cni.profiles" cannot be used: .*\nhint: Correct the setting.\n$/,
  );
  const missing = await run(['add', ...attachment, '--profile', 'web']);
  expect(missing).toMatchObject({
    code: 1,
    err: 'There is no profile "web" in "cni.profiles" of .vscode/settings.json.\nhint: Add it to the file, or choose another file with --settings.\n',
  });
  const alone = await run(['add', ...attachment, '--settings', at('settings.json')]);
  expect(alone).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^--settings FILE needs the name of a profile\. Choose one .* --profile NAME\./),
  });
  expect(await run(['status', ...attachment, '--profile', 'web'])).toMatchObject({ code: 2 });
  expect(ran()).toEqual([]);
});
