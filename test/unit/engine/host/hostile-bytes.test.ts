import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Answers } from '../../../../engine/host/login/answers.ts';
import { AskpassServer } from '../../../../engine/host/login/askpass-server.ts';
import { cleanLine } from '../../../../engine/host/clean-text.ts';
import { readFactSections } from '../../../../engine/host/facts/fact-sections.ts';
import { collectFacts } from '../../../../engine/host/facts/facts.ts';
import { FrameReader } from '../../../../engine/host/shell/frame.ts';
import type { CommandOutcome } from '../../../../engine/host/host.ts';
import { HostFiles } from '../../../../engine/host/files/host-files.ts';
import { limits } from '../../../../engine/host/limits.ts';
import { listNamespaces } from '../../../../engine/host/facts/namespaces.ts';
import { findPluginDirs } from '../../../../engine/host/facts/plugin-dirs.ts';
import { inspectAttachment } from '../../../../engine/host/facts/remains.ts';
import { listReservations } from '../../../../engine/host/facts/reservations.ts';
import { ShellConfigFiles } from '../../../../engine/host/files/shell-files.ts';
import { ShellExec } from '../../../../engine/host/shell/shell-exec.ts';
import type { ScriptOutcome } from '../../../../engine/host/shell/shell-pool.ts';
import { readTar, tarEntrySize } from '../../../../engine/host/files/tar.ts';
import { explain } from '../../../../engine/explain/index.ts';
import { exited, madeUpHost } from '../fleet/made-up-host.ts';

// Most of these took minutes or forever, or all memory: a test that comes to its end has passed.

const nonce = 'abcdef0123456789';
const mib = 1024 * 1024;

// docs/security.md: S17
test('an unfinished last line of the output is limited', () => {
  const reader = new FrameReader(nonce, 1000);
  reader.push(Buffer.from(`output\n${nonce} `));
  const chunk = Buffer.alloc(65_536, '0');
  for (let sent = 0; sent < 256 * mib; sent += chunk.length) {
    reader.push(chunk);
  }
  expect([reader.overLimit, reader.end, reader.partial.length]).toEqual([true, undefined, 1000]);
});

test('millions of single bytes take no more than their length', () => {
  const reader = new FrameReader(nonce, limits.output);
  const byte = Buffer.from('x');
  for (let sent = 0; sent < 4 * mib; sent += 1) {
    reader.push(byte);
  }
  reader.push(Buffer.from(`\n${nonce} 0 0 ran:0\n`));
  expect([reader.end?.payload.length, reader.end?.trailer]).toEqual([4 * mib, '0 0 ran:0']);
});

/** A header block; its checksum is not looked at. */
function header(name: string, size: string, type = '0'): Buffer {
  const block = Buffer.alloc(512);
  block.write(name);
  block.write(size, 124, 12, 'latin1');
  block.write(type, 156);
  return block;
}

const padded = (text: string): Buffer => Buffer.concat([Buffer.from(text), Buffer.alloc(512 - (text.length % 512))]);

test.each([
  ['negative, so that the reader goes back', '-0000001000'],
  ['no number', '0000000zzzz'],
  ['of more than 8 GiB, as GNU tar writes it', '\x80\0\0\0\0\0\0\xff\xff\xff\xff\xff'],
  ['hexadecimal', '0x000000100'],
])('an archive with a size that is %s is rejected', (_what, size) => {
  const archive = Buffer.concat([header('a', size), Buffer.alloc(1024)]);
  expect(() => readTar(archive)).toThrow('The archive has a file with an invalid size.');
  expect(() => tarEntrySize(archive)).toThrow('an invalid size');
});

test.each([
  ['of the length 0', '0 path=x\n'],
  ['of a length with a million digits', `${'0'.repeat(60_000)}1 path=x\n`],
  ['longer than the header', '99 path=x\n'],
  ['without a length', 'path=x\n'],
  ['that is only a length', '2 \n'],
])('an extended header with a record %s is rejected', (_what, records) => {
  const size = records.length.toString(8).padStart(11, '0');
  expect(() => readTar(Buffer.concat([header('x', size, 'x'), padded(records)]))).toThrow(
    'The archive has an invalid extended header.',
  );
});

test.each(['L', 'K', 'x'])('a header %s with a name of a megabyte is refused', (type) => {
  const archive = Buffer.concat([header('x', '00004000000', type), Buffer.alloc(mib)]);
  expect(() => readTar(archive)).toThrow(`The archive has a name of ${mib} bytes.`);
});

const nothing = Buffer.alloc(0);
const reply = (stdout: Buffer, stderr = '', status = 0): ScriptOutcome => {
  return { kind: 'done', stdout, stderr: Buffer.from(stderr), status, how: 'ran:0', diagnostic: '' };
};
const filesOf = (outcome: ScriptOutcome): ShellConfigFiles =>
  new ShellConfigFiles({ run: () => Promise.resolve(outcome), label: () => 'node1' });

const listing = (outcome: ScriptOutcome): Promise<unknown> => filesOf(outcome).readDir('/d', ['.conf']);

// docs/security.md: S17
test('files that a host sends of a directory stay in it', async () => {
  const names = ['./a.conf', './../../etc/b.conf', '/etc/c.conf', './d/e.conf', './..', 'f.conf'];
  const archive = Buffer.concat(names.flatMap((name) => [header(name, '00000000001'), padded('x')]));
  const files = await filesOf(reply(archive)).readDir('/etc/cni/net.d', ['.conf']);
  expect(files.map(({ path }) => path)).toEqual(['/etc/cni/net.d/a.conf']);
});

test('a listing that is invalid, too long or too late is a problem of the host, with a remedy', async () => {
  await expect(listing(reply(header('a', '-0000001000')))).rejects.toMatchObject({
    problem: { code: 'badAnswer', message: expect.stringContaining('The answer of node1 is not valid') },
  });
  const streams = { stdout: nothing, stderr: nothing };
  await expect(listing({ kind: 'outputLimit', reason: '', ...streams })).rejects.toMatchObject({ code: 'EFBIG' });
  await expect(listing({ kind: 'aborted', reason: 'timedOut', ...streams })).rejects.toMatchObject({
    problem: { code: 'timedOut' },
  });
});

test('megabytes of what tar could not read are read once', async () => {
  const said = `tar: ./${': Cannot '.repeat(500_000)}\n`;
  expect(await filesOf(reply(nothing, said, 2)).readDir('/d', ['.conf'])).toMatchObject([{ path: '/d/: Cannot ' }]);
});

const aborted = (reason: 'timedOut' | 'outputLimit'): CommandOutcome => {
  return { kind: 'aborted', reason, stdout: nothing, stderr: nothing, startedAt: 0, durationMs: 0 };
};
const attachment = { network: 'n', containerID: 'c', ifName: 'eth0', netNS: '/n' };

test.each([
  ['timedOut', 'timedOut'],
  ['outputLimit', 'tooMuchOutput'],
] as const)('whatever is asked of a host that is %s rejects with a problem that has a remedy', async (reason, code) => {
  const host = madeUpHost(() => Promise.resolve(aborted(reason)));
  const asked = [
    collectFacts(host, { pluginDirs: [], confDir: '/' }),
    findPluginDirs(host, undefined),
    listNamespaces(host),
    listReservations(host),
    inspectAttachment(host, attachment),
  ];
  for (const one of asked) {
    await expect(one).rejects.toMatchObject({
      name: 'WorkbenchError',
      code,
      remedy: expect.stringMatching(/\./),
    });
  }
  const file = new HostFiles(host).stat('/f');
  await expect(file).rejects.toMatchObject(reason === 'timedOut' ? { problem: { code } } : { code: 'EFBIG' });
});

test('an answer without its end is a problem of the host', async () => {
  const host = madeUpHost(() => Promise.resolve(exited('x'.repeat(1000))));
  await expect(listReservations(host)).rejects.toMatchObject({ problem: { code: 'badAnswer' } });
  await expect(inspectAttachment(host, attachment)).rejects.toMatchObject({ problem: { code: 'badAnswer' } });
});

test.each([
  ['a cgroup', `\n${nonce} netns own\n1 1\n\n${nonce} netns processes\n2 3 ${'docker'.repeat(300_000)} sh\n`],
  ['a directory of networks', `\n${nonce} networks ${'/'.repeat(2 * mib)}x\n10.0.0.1 c eth0\n`],
  ['a distribution', `\n${nonce} kernel x\nm\n\n${nonce} distribution -\n${'PRETTY_NAME="'.repeat(200_000)}\n`],
  ['a release', `\n${nonce} about /p\n${' plugin v1.1.1'.repeat(100_000)}\n`],
  ['addresses', `\n${nonce} ip addresses\n${'['.repeat(2 * mib)}\n`],
  ['sections', `\n${nonce} config x\n`.repeat(100_000)],
])('facts with %s of megabytes are read in one pass', (_what, output) => {
  expect(readFactSections(output, nonce, 'node1', []).host).toBe('node1');
});

test('megabytes of a complaint are not searched for a tool, a shell or a known failure again and again', async () => {
  const long = 'a'.repeat(2 * mib);
  const failing = madeUpHost(() => Promise.resolve(exited('', 127, long)));
  await expect(new HostFiles(failing).stat('/f')).rejects.toMatchObject({ code: 'EIO' });
  const complaint = Buffer.from('sh: '.repeat(mib));
  const options = { label: () => 'node1', removes: true, outputLimit: 1, pluginTimeoutMs: () => undefined };
  const exec = new ShellExec(() => Promise.resolve({ ...reply(nothing), stderr: complaint, status: 127 }), options);
  const outcome = await exec.execPlugin({ type: 'p', pluginDirs: ['/d'], env: {}, stdin: nothing });
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 127 });
  expect(explain(new Error('container veth name ("x") '.repeat(200_000)))).toBeUndefined();
  expect(cleanLine('\u001B'.repeat(8 * mib), 200)).toBe('');
});

let server: AskpassServer | undefined;
afterEach(() => server?.close());

test('a question that does not end is cut off, and one that is asked twice on one connection is asked once', async () => {
  server = await AskpassServer.start();
  let asked = 0;
  const answers = new Answers(() => {
    asked += 1;
    return Promise.resolve('answer');
  }, 'node1');
  const env = server.environmentFor(answers.attempt(), 'script', true);
  const client = async (send: (socket: Socket) => void): Promise<string> => {
    const socket = connect(env['CNI_ASKPASS_SOCKET'] ?? '');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('connect', () => send(socket));
    await new Promise((resolve) => socket.once('close', resolve));
    return text;
  };
  const endless = Buffer.alloc(mib, 'x');
  expect(await client((socket) => socket.write(endless))).toBe('');
  const question = `${JSON.stringify({ token: env['CNI_ASKPASS_TOKEN'], prompt: 'p: ', hint: '' })}\n`;
  expect(await client((socket) => socket.write(question + question))).toBe('{}');
  expect(await client((socket) => socket.write(question))).toBe('{"answer":"answer"}');
  expect(asked).toBe(1);
});
