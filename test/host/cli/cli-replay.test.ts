import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BytesText, OperationDocument, StepDocument } from '../../../engine/libcni/index.ts';
import { skipBecause } from '../../skip.ts';
import { pluginDir, sandboxObstacle } from '../machine.ts';
import { CliStage, type Run } from './cli-stage.ts';

const obstacle = pluginDir === undefined ? 'the reference plugins are not installed' : sandboxObstacle();
const netns = '/var/run/netns/replayed';

let stage: CliStage;
let network = '';
const at = (name: string): string => path.join(stage.directory, name);
const ours = (...args: readonly string[]): Run => stage.ours(args, { env: { CNI_PATH: pluginDir } });
const documentIn = (text: string): OperationDocument => JSON.parse(text);
const recorded = (name: string): OperationDocument => documentIn(readFileSync(at(name), 'utf8'));

/** Returns bytes of a document that are JSON. */
function parsed(bytes: BytesText | undefined): Readonly<Record<string, unknown>> {
  expect(bytes).toBeTypeOf('string');
  return typeof bytes === 'string' ? JSON.parse(bytes) : {};
}

const inputOf = (step: StepDocument | undefined): Readonly<Record<string, unknown>> => parsed(step?.stdin);

/** Records a verb in a sandbox, which ends with it. */
const record = (verb: string, file: string): Run =>
  ours(verb, network, netns, '--host', 'sandbox', '--cache-dir', at('cache'), '--record', at(file));
/** Runs a recording again, without CNI_PATH: the directories are the recorded ones. */
const rerun = (...args: readonly string[]): Run =>
  stage.ours(['replay', ...args, '--run', '--yes'], { env: { CNI_PATH: '' } });

beforeAll(async () => {
  stage = await CliStage.build();
  if (obstacle !== undefined) {
    return;
  }
  network = at('web.conflist');
  const ipam = { type: 'host-local', ranges: [[{ subnet: '10.66.0.0/24' }]] };
  const plugins = [
    { type: 'bridge', bridge: 'cni0', isGateway: true, ipam },
    { type: 'portmap', capabilities: { portMappings: true } },
  ];
  writeFileSync(network, JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins }, null, 2));
  const { status, stderr } = record('add', 'add.json');
  if (status !== 0) {
    throw new Error(stderr);
  }
});
afterAll(() => stage.dispose());

test(
  'runs the same plugins with the recorded variables, and has a result of the same shape',
  skipBecause(obstacle),
  () => {
    const before = recorded('add.json');
    const { status, stdout } = rerun(at('add.json'), '--json');
    expect(status).toBe(0);
    const after = documentIn(stdout);
    expect(after).toMatchObject({ verb: 'ADD', network: 'web', state: 'ok', netNS: netns });
    expect(after.steps.map(({ env }) => env)).toEqual(before.steps.map(({ env }) => env));
    expect(inputOf(after.steps[0])).toEqual(inputOf(before.steps[0]));
    expect(shapeOf(after.result)).toEqual(shapeOf(before.result));
    expect(after.result).toMatchObject({ ips: [{ address: '10.66.0.2/24' }] });
    expect(rerun(at('add.json')).stdout).toMatch(
      /^ADD web: succeeded after .*\n[^]*\n1 {2}bridge +ok .*\n +host-local +ok .*\n2 {2}portmap +ok /,
    );
  },
);

test(
  'from a step, the steps before it run first, and the edited input follows the new result',
  skipBecause(obstacle),
  () => {
    const runtimeConfig = { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] };
    const edited = { ...inputOf(recorded('add.json').steps[1]), runtimeConfig };
    writeFileSync(at('edited.json'), JSON.stringify(edited));
    const { status, stdout } = rerun(at('add.json'), '--from', '2', '--stdin', at('edited.json'), '--json');
    expect(status).toBe(0);
    const [bridge, portmap] = documentIn(stdout).steps;
    expect(inputOf(portmap)).toMatchObject({ type: 'portmap', runtimeConfig });
    // libcni omits an empty "dns".
    expect(parsed(bridge?.stdout)).toMatchObject(inputOf(portmap)['prevResult'] ?? { missing: true });
  },
);

test('a failure of the edited step is the outcome of the run', skipBecause(obstacle), () => {
  const broken = { ...inputOf(recorded('add.json').steps[0]), ipam: { type: 'no-such-plugin' } };
  writeFileSync(at('broken.json'), JSON.stringify(broken));
  const { status, stdout } = rerun(at('add.json'), '--stdin', at('broken.json'));
  expect([status, stdout]).toEqual([
    1,
    expect.stringMatching(/^ADD web: failed after [^]*\n1 {2}bridge +exit status 1 [^]*\nerror: .*no-such-plugin/),
  ]);
  const later = rerun(at('add.json'), '--from', '2', '--stdin', at('broken.json'));
  expect([later.status, later.stdout]).toEqual([1, expect.stringMatching(/\n2 {2}portmap +exit status 1 /)]);
});

test('DEL and CHECK run after ADD of the same plugins', skipBecause(obstacle), () => {
  expect(record('del', 'del.json').status).toBe(0);
  const { status, stdout } = rerun(at('del.json'), '--json');
  expect(status).toBe(0);
  expect(documentIn(stdout).steps.map(({ verb, pluginType, exitCode }) => [verb, pluginType, exitCode])).toEqual([
    ['ADD', 'bridge', 0],
    ['ADD', 'portmap', 0],
    ['DEL', 'portmap', 0],
    ['DEL', 'bridge', 0],
  ]);
  expect(record('add', 'add.json').status).toBe(0);
  // The sandbox of the ADD has ended, so this CHECK fails with its first plugin.
  expect(record('check', 'check.json').status).toBe(1);
  const checked = documentIn(rerun(at('check.json'), '--json').stdout);
  expect(checked).toMatchObject({ verb: 'CHECK', state: 'ok' });
  expect(checked.steps.map(({ verb, pluginType }) => [verb, pluginType])).toEqual([
    ['ADD', 'bridge'],
    ['CHECK', 'bridge'],
  ]);
});

test('the new run can be recorded and run again', skipBecause(obstacle), () => {
  expect(rerun(at('add.json'), '--record', at('again.json')).status).toBe(0);
  expect(recorded('again.json')).toMatchObject({ verb: 'ADD', state: 'ok', source: { path: network } });
  expect(rerun(at('again.json')).status).toBe(0);
});
/** Returns a JSON value with the kinds of its scalars. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(shapeOf);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]))
    : typeof value;
}
