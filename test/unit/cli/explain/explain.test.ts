import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import { rulePage } from '../../../../language/rules/rule.ts';
import { MadeUpProcess } from '../made-up-process.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'explain-'));
});
afterAll(() => rm(directory, { recursive: true }));

const full =
  'E1130 12:03:44.118264 1417 kuberuntime_sandbox.go:72] "Failed to create sandbox for pod" err="rpc error: code = Unknown desc = failed to setup network for sandbox \\"3f2a9c51\\": plugin type=\\"bridge\\" name=\\"pods\\" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254" pod="shop/web-0"';
const unknown = 'plugin type="house" failed (add): the moon is in the wrong house, password=hunter22';

async function run(input: string | Uint8Array, ...args: readonly string[]) {
  const process = new MadeUpProcess(['explain', ...args]);
  process.input = input;
  const exitCode = await runCli(process);
  return { exitCode, out: process.out, err: process.err };
}

test('a known failure is explained, and exits with 0', async () => {
  const { exitCode, out } = await run(`quiet\n${full}\n${full}\n`);
  expect(exitCode).toBe(0);
  expect(out).toBe(`<stdin>:2: No address assigned (2 lines)
  Every address of the range is reserved.
  Delete unused attachments, remove stale reservations (/var/lib/cni/networks/NETWORK), or widen the range.
  pod shop/web-0, network pods, plugin bridge, sandbox 3f2a9c51
  Message: failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254
  ${rulePage('R188')}
`);
});

test('--json prints one document with the file, the line and the links', async () => {
  const file = join(directory, 'kubelet.log');
  await writeFile(file, `quiet\n${full}\n`);
  const { exitCode, out } = await run('', file, '--json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(out)).toEqual({
    explanations: [
      {
        id: 'rangeExhausted',
        title: 'No address assigned',
        cause: 'Every address of the range is reserved.',
        remedy:
          'Delete unused attachments, remove stale reservations (/var/lib/cni/networks/NETWORK), or widen the range.',
        file,
        line: 2,
        count: 1,
        plugin: 'bridge',
        network: 'pods',
        pod: 'web-0',
        namespace: 'shop',
        sandbox: '3f2a9c51',
        message: 'failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254',
        links: [rulePage('R188')],
      },
    ],
  });
});

test('an unknown failure is listed without a cause, and exits with 1', async () => {
  const { exitCode, out } = await run(unknown, '-', '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toEqual({
    explanations: [
      {
        file: '<stdin>',
        line: 1,
        count: 1,
        plugin: 'house',
        message: 'the moon is in the wrong house, password=***',
        links: [],
      },
    ],
  });
  expect((await run(unknown)).out).toContain('<stdin>:1: Unknown failure\n');
});

test('a host that cannot be reached exits with 2, and the log is explained', async () => {
  const { exitCode, out, err } = await run(full, '-', '--json', '--host', 'exec:/no/such/program');
  expect(exitCode).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ explanations: [{ id: 'rangeExhausted' }] });
  expect(err).toMatch(/^note: /);
});

test('failures after the first 1,000 different ones are counted', async () => {
  const lines = Array.from(
    { length: 1002 },
    (_, index) => `plugin type="p${String.fromCodePoint(0x4e00 + index)}" failed (add): no IP ranges specified`,
  );
  const { exitCode, err } = await run([...lines, unknown].join('\n'), '-', '--json');
  expect(exitCode).toBe(1);
  expect(err).toMatch(/^note: The log has more than 1,?000 different failures\..* 3\.\n$/);
});

test('a log without a failure exits with 0 and says so', async () => {
  expect(await run('all is well\n')).toEqual({
    exitCode: 0,
    out: '',
    err: 'note: There is no CNI failure in <stdin>.\n',
  });
  expect((await run('', '--json')).out).toBe('{\n  "explanations": []\n}\n');
});

describe('an input that cannot be used exits with 2, and the others are explained', () => {
  test.each([
    [
      'a missing file',
      join(tmpdir(), 'no-such.log'),
      '',
      /^Cannot read .*: the file or directory does not exist\.\nhint: /,
    ],
    ['a directory', tmpdir(), '', /^Cannot read .*\nhint: /],
    ['binary input', '-', Uint8Array.of(1, 0, 2), /^Cannot read <stdin>, because it is a binary file\.\nhint: /],
  ])('%s', async (_name, path, input, problem) => {
    const file = join(directory, 'good.log');
    await writeFile(file, full);
    const { exitCode, out, err } = await run(input, path, file);
    expect(exitCode).toBe(2);
    expect(err).toMatch(problem);
    expect(out).toContain('No address assigned');
  });
});

test('an option of another verb is rejected', async () => {
  expect((await run('', '--fix')).exitCode).toBe(2);
});
