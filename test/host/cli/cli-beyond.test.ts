import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RecordingStage } from './cli-recording-stage.ts';
import type { Run } from './cli-stage.ts';
import { isRoot, pluginDir, sandboxObstacle } from '../machine.ts';
import { expectCause } from '../right-cause.ts';

/** Each host, and why it cannot be tried here. */
const hosts: readonly (readonly [string, string | undefined])[] = [
  ['sandbox', sandboxObstacle()],
  ['local', isRoot ? undefined : 'only root can run plugins on this machine here'],
];
for (const [host, hindrance] of hosts) {
  if (hindrance !== undefined) {
    console.log(`skipped: cnitool beyond Go's, host ${host}, as ${hindrance}`);
  }
}

let stage: RecordingStage;

beforeAll(async () => {
  stage = await RecordingStage.build();
});

afterAll(() => stage.cli.dispose());

const netns = (name: string): string => `/var/run/netns/beyond-${name}`;
const json = (run: Run): unknown => JSON.parse(run.stdout);
const ours = (host: string, cache: string, ...args: readonly string[]): Run =>
  stage.cli.ours([...args, '--host', host, '--cache-dir', stage.cache(`${host}-${cache}`)]);

test.for(hosts)(
  'attachments lists what add left in --cache-dir, and nothing after del, host %s',
  ([host, hindrance], { skip }) => {
    if (hindrance !== undefined) {
      return skip(hindrance);
    }
    expect(ours(host, 'life', 'attachments', '--json')).toMatchObject({ status: 0, stdout: '[]\n' });
    expect(ours(host, 'life', 'add', 'fine', netns('a')).status).toBe(0);
    expect(stage.cached(`${host}-life`)).toEqual([expect.stringMatching(/^fine-cnitool-[0-9a-f]{20}-eth0$/)]);
    const shown = ours(host, 'life', 'attachments');
    expect(shown.stdout).toMatch(
      /^NETWORK +CONTAINER +INTERFACE +NAMESPACE\nfine +cnitool-[0-9a-f]{20} +eth0 +\/var\/run\/netns\/beyond-a\n$/,
    );
    expect(ours(host, 'life', 'attachments', 'half').stdout).toBe('');
    const file = stage.network('fine');
    expect(json(ours(host, 'life', 'attachments', file, '--json'))).toMatchObject([
      { network: 'fine', netNS: netns('a'), config: readFileSync(file, 'utf8'), cniArgs: [], capabilityArgs: {} },
    ]);
    expect(ours(host, 'life', 'del', file, netns('a')).status).toBe(0);
    expect(ours(host, 'life', 'attachments')).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/^note: There are no cached attachments in /),
    });
  },
);

test.for(hosts)('gc refuses without a terminal and deletes with --yes, host %s', ([host, hindrance], { skip }) => {
  if (hindrance !== undefined) {
    return skip(hindrance);
  }
  ours(host, 'gc', 'add', 'fine', netns('a'));
  ours(host, 'gc', 'add', 'fine', netns('b'));
  stage.newCalls();
  const refused = ours(host, 'gc', 'gc', 'fine', 'x');
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toMatch(
    /^gc would delete these 2 attachments of network "fine" on .*:\nCONTAINER(?:.*\n){3}Each plugin \(good\) .*\nNothing was deleted, because there is no terminal .*\nhint: Add --yes/,
  );
  expect([stage.newCalls(), stage.cached(`${host}-gc`).length]).toEqual([[], 2]);
  expect(ours(host, 'gc', 'gc', 'fine', 'x', '--yes')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect([stage.newCalls(), stage.cached(`${host}-gc`)]).toEqual([['DEL good', 'DEL good', 'GC good'], []]);
});

test.for(hosts)(
  '--json tells every step of an operation that failed half-way, bytes that are no text as base64, host %s',
  ([host, hindrance], { skip }) => {
    if (hindrance !== undefined) {
      return skip(hindrance);
    }
    const run = ours(host, 'json', 'add', 'half', netns('a'), '--json');
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/plugin type="bad" failed \(add\): netplugin failed but error parsing/);
    expectCause(run.stderr, 'resultNotJSON');
    expect(json(run)).toMatchObject({
      verb: 'ADD',
      network: 'half',
      netNS: netns('a'),
      state: 'failed',
      steps: [
        { pluginType: 'good', pluginPath: stage.plugin('good'), outcome: 'exited', exitCode: 0 },
        {
          pluginType: 'bad',
          env: { CNI_COMMAND: 'ADD', CNI_NETNS: netns('a') },
          stdin: expect.stringContaining('"prevResult":{"cniVersion":"1.1.0"'),
          exitCode: 7,
          stdout: { base64: Buffer.from([0xff, 0x6e, 0x6f]).toString('base64') },
          durationMs: expect.any(Number),
        },
      ],
      error: {
        message: expect.stringContaining('plugin type="bad"'),
        hint: expect.stringContaining('not a JSON object'),
      },
    });
  },
);

test.for(hosts)(
  '--json gives the result of add, and an operation also when the network is not there, host %s',
  ([host, hindrance], { skip }) => {
    if (hindrance !== undefined) {
      return skip(hindrance);
    }
    expect(json(ours(host, 'json', 'add', 'fine', netns('j'), '--json'))).toMatchObject({
      state: 'ok',
      result: { cniVersion: '1.1.0', ips: [{ address: '10.1.2.3/24' }] },
    });
    expect(json(ours(host, 'json', 'status', 'nobody', 'x', '--json'))).toMatchObject({
      verb: 'STATUS',
      state: 'failed',
      steps: [],
      error: { message: expect.stringContaining('"nobody"'), hint: expect.stringContaining('inside the file') },
    });
  },
);

test.for(hosts)(
  'a failed add leaves what ran, as cnitool does, unless --rollback undoes it, host %s',
  ([host, hindrance], { skip }) => {
    if (hindrance !== undefined) {
      return skip(hindrance);
    }
    stage.newCalls();
    expect(ours(host, 'back', 'add', 'half', netns('a')).stderr).not.toMatch(/rolled back/);
    expect(stage.newCalls()).toEqual(['ADD good', 'ADD bad']);
    const run = ours(host, 'back', 'add', 'half', netns('a'), '--rollback', '--json');
    expect(stage.newCalls()).toEqual(['ADD good', 'ADD bad', 'DEL bad', 'DEL good']);
    expect(run.stderr).toMatch(/\nnote: Rolled back: DEL of bad, good succeeded\.\n$/);
    expect(json(run)).toMatchObject({
      verb: 'ADD',
      state: 'failed',
      rollback: { verb: 'DEL', state: 'ok', steps: [{ pluginType: 'bad' }, { pluginType: 'good' }] },
    });
  },
);

test.for(hosts)(
  '--rollback that fails, or has nothing to do, or is not needed, says so, host %s',
  ([host, hindrance], { skip }) => {
    if (hindrance !== undefined) {
      return skip(hindrance);
    }
    expect(ours(host, 'back', 'add', 'worse', netns('a'), '--rollback').stderr).toMatch(
      /\nnote: The rollback failed: plugin type="stuck" failed \(delete\).* DEL of stuck failed\. DEL of bad succeeded\. Run "del" to try again\.\n/,
    );
    expect(ours(host, 'back', 'add', 'first', netns('a'), '--rollback').stderr).toMatch(
      /\nnote: No plugin ran, so nothing was rolled back\.\n$/,
    );
    expect(ours(host, 'back', 'add', 'fine', netns('r'), '--rollback')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\{\n {4}"cniVersion"/),
    });
  },
);

test.for(hosts)(
  'validate tells what is wrong with each plugin, and the capabilities, host %s',
  ([host, hindrance], { skip }) => {
    if (hindrance !== undefined) {
      return skip(hindrance);
    }
    expect(ours(host, 'v', 'validate', 'fine')).toEqual({
      status: 0,
      stdout: `PLUGIN  STATE  FILE${' '.repeat(stage.plugin('good').length - 2)}SUPPORTS\ngood    ok     ${stage.plugin('good')}  0.4.0 1.0.0 1.1.0\ncapabilities: mac\n`,
      stderr: '',
    });
    const { status, stdout, stderr } = ours(host, 'v', 'validate', stage.network('mixed'));
    expect(status).toBe(1);
    expect(stdout.replaceAll(/ {2,}/g, ' | ')).toMatch(
      /good \| ok \| .*\nold \| does not support 1\.1\.0 \| \S+old \| 0\.1\.0\nmute \| does not report its versions \| \S+mute \| -\nnowhere \| missing \| - \| -\ncapabilities: mac\n$/,
    );
    expect(stderr).toMatch(
      /^\[plugin old does not support config version "1\.1\.0" netplugin failed with no error message: exit status 3 failed to find plugin "nowhere" in path \[\S+\]\]\nhint: /,
    );
    expect(json(ours(host, 'v', 'validate', 'mixed', '--json'))).toMatchObject({
      valid: false,
      capabilities: ['mac'],
      plugins: [{ type: 'good' }, { supportedVersions: ['0.1.0'] }, {}, { problem: 'missing' }],
      operation: { verb: 'VERSION', steps: [{}, {}, {}, { outcome: 'notFound' }] },
    });
  },
);

test.for(hosts)('version asks a plugin by name or by path, host %s', ([host, hindrance], { skip }) => {
  if (hindrance !== undefined) {
    return skip(hindrance);
  }
  const file = stage.plugin('good');
  expect(ours(host, 'v', 'version', 'good')).toEqual({
    status: 0,
    stdout: '0.4.0 1.0.0 1.1.0\n',
    stderr: `note: ${file}\n`,
  });
  expect(json(ours(host, 'v', 'version', file, '--json'))).toMatchObject({
    plugin: 'good',
    path: file,
    supportedVersions: ['0.4.0', '1.0.0', '1.1.0'],
    operation: { state: 'ok' },
  });
  expect(ours(host, 'v', 'version', './nowhere')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^failed to find plugin "nowhere" in path \[\S+\]\nhint: /),
  });
  if (pluginDir === undefined) {
    return skip('no real plugins');
  }
  expect(ours(host, 'v', 'version', path.join(pluginDir, 'ptp')).stdout).toMatch(/^0\.1\.0 .*1\.0\.0/);
});

test.for(hosts)('--changes prints what changed on the host, host %s', ([host, hindrance], { skip }) => {
  if (hindrance !== undefined) {
    return skip(hindrance);
  }
  const plain = ours(host, 'changes', 'add', 'fine', netns('c'));
  const { status, stdout, stderr } = ours(host, 'changes', 'add', 'fine', netns('c'), '--changes');
  expect([status, stdout]).toEqual([0, plain.stdout]);
  expect(stderr).toBe(`${plain.stderr}Nothing changed on the host.\n`);
  const documented = ours(host, 'changes', 'del', 'fine', netns('c'), '--changes', '--json');
  expect(json(documented)).toMatchObject({ verb: 'DEL', state: 'ok', changes: [] });
  expect(json(ours(host, 'changes', 'del', 'fine', netns('c'), '--json'))).not.toHaveProperty('changes');
  expect(ours(host, 'changes', 'check', 'fine', netns('c'), '--changes')).toMatchObject({ status: 2 });
});
