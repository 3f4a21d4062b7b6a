import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import { MadeUpProcess } from '../made-up-process.ts';

const place = mkdtempSync(path.join(tmpdir(), 'cni-show-'));
const at = (name: string): string => path.join(place, name);
const put = (name: string, value: unknown): void => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value));
};

beforeAll(() => {
  put('10-web.conflist', {
    name: 'web',
    cniVersion: '0.3.1',
    cniVersions: ['0.4.0', '1.0.0', '9.0.0'],
    disableGC: 'true',
    plugins: [{ type: 'bridge', x: '<' }],
  });
  put('web/20.conf', { type: 'tuning' });
  put('web/10.conf', '{"type":"bandwidth","big":9007199254740993}');
  put('30-old.conf', { name: 'old', type: 'ptp', cniVersion: '0.2.0' });
  put('elsewhere/list.txt', { name: 'odd', plugins: [{ type: 'a' }] });
  put('elsewhere/single.txt', { name: 'odd', type: 'b' });
  put('elsewhere/broken.conflist', '{\n"name": nope');
});

afterAll(() => rmSync(place, { recursive: true }));

interface Shown {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function show(...args: readonly string[]): Promise<Shown> {
  const cli = new MadeUpProcess(['show', ...args], { NETCONFPATH: place });
  const code = await runCli(cli);
  return { code, out: cli.out, err: cli.err };
}

test('shows the chosen version and the side-loaded plugins, with the file of each', async () => {
  const { code, out, err } = await show('web');
  expect(code).toBe(0);
  expect(out).toBe(`{
    "cniVersion": "1.0.0",
    "name": "web",
    "disableGC": true,
    "plugins": [
        {
            "type": "bridge",
            "x": "\\u003c"
        },
        {
            "big": 9007199254740992,
            "type": "bandwidth"
        },
        {
            "type": "tuning"
        }
    ]
}
`);
  expect(err).toBe(
    `note: The network is from ${at('10-web.conflist')}.\nnote: Plugin 2 (bandwidth) is from ${at('web/10.conf')}.\nnote: Plugin 3 (tuning) is from ${at('web/20.conf')}.\n`,
  );
});

test('a single configuration is shown as the list that libcni makes of it', async () => {
  const { out, err } = await show('old');
  expect(JSON.parse(out)).toEqual({
    cniVersion: '0.2.0',
    name: 'old',
    plugins: [{ name: 'old', type: 'ptp', cniVersion: '0.2.0' }],
  });
  expect(err).toBe(`note: The network is from ${at('30-old.conf')}.\n`);
});

test.each([
  ['10-web.conflist', 'bridge', 3],
  ['30-old.conf', 'ptp', 1],
  ['elsewhere/list.txt', 'a', 1],
  ['elsewhere/single.txt', 'b', 1],
])('a path is treated as a file: %s', async (file, type, count) => {
  const { code, out } = await show(path.relative(process.cwd(), at(file)).replace(/^(?!\.)/, './'));
  expect(code).toBe(0);
  const { plugins }: { readonly plugins: readonly { readonly type: string }[] } = JSON.parse(out);
  expect([plugins[0]?.type, plugins.length]).toEqual([type, count]);
});

test('--json gives the list with its files', async () => {
  const { out, err } = await show('web', '--json');
  expect(err).toBe('');
  expect(JSON.parse(out)).toMatchObject({
    file: at('10-web.conflist'),
    plugins: [
      { type: 'bridge', file: at('10-web.conflist') },
      { type: 'bandwidth', file: at('web/10.conf') },
      { type: 'tuning', file: at('web/20.conf') },
    ],
    list: { name: 'web', cniVersion: '1.0.0' },
  });
});

test.each([
  ['nobody', /^no net configuration with name "nobody" in \S+\nhint: Use the "name" inside the file/],
  [
    'nobody.conflist',
    /^no net configuration with name "nobody.conflist" in \S+\nhint: The working directory has no file "nobody/,
  ],
  ['./no.conf', /^error reading \S+: open \S+: no such file or directory\nhint: Check the path/],
])('%s, which is missing, is reported with the remedy', async (reference, said) => {
  const { code, out, err } = await show(reference);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(said);
});

test('a file that is not JSON is reported with its location, with --json on stdout too', async () => {
  const { code, out, err } = await show(at('elsewhere/broken.conflist'), '--json');
  expect(code).toBe(1);
  expect(err).toMatch(/^error parsing configuration list: invalid character .*\nhint: Fix \S+broken\.conflist:2:\d+/);
  expect(JSON.parse(out)).toMatchObject({ error: { message: err.split('\n')[0] } });
});
