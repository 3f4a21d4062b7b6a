import { existsSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createHost, type Host } from '../../../engine/host/index.ts';
import { quote, quoteWords, sh, type ShellText } from '../../../engine/host/shell/quote.ts';
import { ShellHost } from '../../../engine/host/shell-host.ts';
import { Random } from '../../conformance/generate/random.ts';
import { useMachine } from '../../machine-lock.ts';
import { shellHost, textOf } from '../../integration/engine/host/shell/shell-host.ts';
import { sshObstacle, SshNode } from '../ssh/ssh-node.ts';

const seed = Number(process.env['CNI_TEST_SEED'] ?? Date.now() % 1_000_000);

/** What a shell would make something of, were it not quoted; `touch` leaves a trace in the working directory. */
const bait: readonly [string, ...string[]] = [
  ' ',
  ...Array.from('\'"\\\n\r\t*?[a]~!&|;<>()#%\u0001\u007f\u0081\u0088ü\u{1F600}\uFFFD'),
  ...'$(touch owned)|`touch owned`|; touch owned;|\ntouch owned\n|${IFS}|$HOME|$$|%s|%n|-n|EOF|\nX\n|\\\\'.split('|'),
];

/** Any character that a shell word can hold. */
const character = (random: Random): string => {
  const code = 1 + random.below(random.chance(0.7) ? 0x17f : 0x10fffe);
  return code >= 0xd800 && code < 0xe000 ? 'x' : String.fromCodePoint(code);
};

function word(random: Random): string {
  const part = (): string =>
    random.chance(0.6) ? random.pick(bait) : random.several(0, 5, () => character(random)).join('');
  return random.several(0, 8, part).join('');
}

/** Words, any bytes, and the bytes that shells use inside for their own marks. */
function text(random: Random): Buffer {
  const bytes = [0, 10, 13, 0x27, 0x5c, 0x81, 0x82, 0x88, 0xc3, 0xff] as const;
  if (random.chance(0.3)) {
    return Buffer.from(word(random));
  }
  return Buffer.from(random.several(0, 400, () => (random.chance(0.5) ? random.pick(bytes) : random.below(256))));
}

/** Content of a shell word that is not UTF-8: any bytes but NUL, including special characters. */
function byteWord(random: Random): Buffer {
  const part = (): Buffer =>
    random.chance(0.3)
      ? Buffer.from(random.pick(bait))
      : Buffer.from(random.several(0, 12, () => 1 + random.below(255)));
  return Buffer.concat(random.several(0, 6, part));
}

/** `count` values of a kind; each host and shell gets its own. */
function generate<T>(count: number, kind: string, make: (random: Random) => T): readonly T[] {
  const random = Random.forCase(seed, kind, count);
  return Array.from({ length: count }, () => make(random));
}

const counts = { variables: 900, texts: 280, paths: 20, byteWords: 600, bytePaths: 20 } as const;
/** bash reads its stdin byte by byte and takes ten times as long. */
const argumentCounts: Readonly<Record<string, number>> = { dash: 14_500, bash: 3000, busybox: 13_000 };
const shells = [
  ['dash', '/bin/dash'],
  ['bash', '/bin/bash'],
  ['busybox', '/bin/busybox'],
] as const;
const kinds = ['local', 'ssh', 'exec'] as const;

/** The file system of the machine, but for the sh. */
const asShell = (file: string): readonly [string, ...string[]] => {
  const script = `mount --bind ${file} /bin/sh && exec "$@"`;
  return ['unshare', '--mount', '--propagation', 'private', '/bin/sh', '-c', script, 'as'];
};

const hasAll = shells.every(([, file]) => existsSync(file));
const obstacle = sshObstacle() ?? (hasAll ? undefined : 'dash, bash and busybox are not all there');
const nodes: SshNode[] = [];
let total = 0;

async function hostOf(kind: (typeof kinds)[number], name: string, file: string): Promise<Host> {
  switch (kind) {
    case 'local':
      return shellHost({ name, argv: file === '/bin/busybox' ? [file, 'ash'] : [file] });
    case 'exec':
      return createHost({ kind, argv: asShell(file) });
    case 'ssh': {
      const node = await SshNode.start({ number: 81 + nodes.length, shell: file });
      nodes.push(node);
      return node.host('root');
    }
  }
}

useMachine();

console.log(
  obstacle === undefined
    ? `quoting everywhere: seed ${seed} (CNI_TEST_SEED)`
    : `skipped: quoting over ssh and exec, as ${obstacle}`,
);

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(async () => {
  if (obstacle !== undefined) {
    return;
  }
  for (const node of nodes) {
    await node.close();
  }
});

/** What a command wrote, which must have gone well. */
async function stdoutOf(host: Host, command: Parameters<Host['run']>[0]): Promise<Buffer> {
  const outcome = await host.run(command);
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    throw new Error(JSON.stringify(outcome).slice(0, 500));
  }
  return Buffer.from(outcome.stdout);
}

/** `count` values in batches. */
function* batches<T>(values: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < values.length; from += size) {
    yield values.slice(from, from + size);
  }
}

const joined = (values: readonly string[]): Buffer => Buffer.from(values.map((value) => `${value}\0`).join(''));

async function checkArguments(host: Host, where: string, count: number): Promise<number> {
  const all = generate(count, `arguments ${where}`, word);
  for (const values of batches(all, 500)) {
    // The shell's own printf: more than one program could be given.
    const echoed = await stdoutOf(host, { argv: ['printf', '%s\\0', ...values] });
    expect(echoed.equals(joined(values)), `arguments of seed ${seed}`).toBe(true);
  }
  return all.length;
}

async function checkVariables(host: Host, where: string): Promise<number> {
  const all = generate(counts.variables, `variables ${where}`, word);
  for (const values of batches(all, 100)) {
    const env = Object.fromEntries(values.map((value, index) => [`PROBE_${index}`, value]));
    const echoed = await stdoutOf(host, { argv: ['env', '-0'], env });
    const found = new Set(echoed.toString().split('\0'));
    const missing = Object.entries(env).filter(([key, value]) => !found.has(`${key}=${value}`));
    expect(missing).toEqual([]);
  }
  return all.length;
}

async function checkTexts(host: Host, where: string): Promise<number> {
  const large = Buffer.alloc(200_000, Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
  const all = [...generate(counts.texts, `texts ${where}`, text), large];
  for (const stdin of all) {
    expect((await stdoutOf(host, { argv: ['cat'], stdin })).equals(stdin), `texts of seed ${seed}`).toBe(true);
  }
  return all.length;
}

async function checkPaths(host: Host, where: string, directory: string): Promise<number> {
  const names = generate(counts.paths, `paths ${where}`, word)
    .map((name, index) => `${index}${name.replaceAll('/', '_')}`)
    .filter((name) => Buffer.byteLength(name) < 200);
  for (const name of names) {
    await host.store.write(`${directory}/${name}/in it`, Buffer.from(name));
  }
  for (const name of names) {
    expect(await host.store.list(`${directory}/${name}`)).toEqual([
      { path: `${directory}/${name}/in it`, bytes: Buffer.from(name) },
    ]);
  }
  await stdoutOf(host, { argv: ['rm', '-rf', directory] });
  return names.length;
}

/** Shell text in one, with `between` between its parts. */
const joinText = (parts: readonly ShellText[], between: ShellText): ShellText =>
  parts.reduce((whole, part) => sh`${whole}${between}${part}`);

/** What a script wrote, for words that are bytes. */
async function scripted(host: Host, script: ShellText): Promise<Buffer> {
  if (!(host instanceof ShellHost)) {
    throw new Error('a host without a shell');
  }
  const outcome = await host.runScript(() => sh`${script}\ncni_end 0`);
  if (outcome.kind !== 'done') {
    throw new Error(outcome.reason);
  }
  return outcome.stdout;
}

/**
 * The words of a Command and the paths of a store are JavaScript's strings, as they come from JSON or from the command
 * line, and hold no bytes that are no UTF-8. quote(), through which all of them go, takes bytes: it is given them here,
 * as arguments, values of variables and names of files.
 */
async function checkByteWords(host: Host, where: string): Promise<number> {
  const all = generate(counts.byteWords, `byte words ${where}`, byteWord);
  const nul = Buffer.from([0]);
  for (const values of batches(all, 200)) {
    const expected = Buffer.concat(values.flatMap((value) => [value, nul]));
    expect(
      (await scripted(host, sh`printf '%s\\0' ${quoteWords(values)}`)).equals(expected),
      `bytes of seed ${seed}`,
    ).toBe(true);
    const variables = values.map((value, index) => sh`PROBE_${index}=${quote(value)}`);
    const echoed = (await scripted(host, sh`${joinText(variables, sh` `)} env -0`)).toString('latin1').split('\0');
    const wanted = values.map((value, index) => `PROBE_${index}=${value.toString('latin1')}`);
    expect(wanted.filter((line) => !echoed.includes(line))).toEqual([]);
  }
  return 2 * all.length;
}

async function checkBytePaths(host: Host, where: string, directory: string): Promise<number> {
  const names = generate(counts.bytePaths, `byte paths ${where}`, byteWord)
    .map((name, index) => Buffer.concat([Buffer.from(String(index)), name]))
    .map((name) => Buffer.from(name.map((byte) => (byte === 0x2f ? 0x5f : byte))));
  const at = (name: Buffer): ShellText => quote(Buffer.concat([Buffer.from(`${directory}/`), name]));
  const writes = names.map((name) => sh`printf %s ${quote(name)} >${at(name)}`);
  await scripted(host, sh`mkdir ${quote(directory)}; ${joinText(writes, sh`; `)}`);
  for (const name of names) {
    expect((await scripted(host, sh`cat ${at(name)}`)).equals(name)).toBe(true);
  }
  const listed = await scripted(host, sh`cd ${quote(directory)} && for f in *; do printf '%s\\0' "$f"; done; cd ..`);
  const found = listed.toString('latin1').split('\0').slice(0, -1);
  expect(found.toSorted()).toEqual(names.map((name) => name.toString('latin1')).toSorted());
  await scripted(host, sh`rm -rf ${quote(directory)}`);
  return names.length;
}

/** A lone surrogate is not text: it arrives as U+FFFD, as in Go. */
async function checkLoneSurrogates(host: Host, directory: string): Promise<void> {
  const half = 'a\ud800b';
  const whole = 'a\ufffdb';
  expect(textOf(await stdoutOf(host, { argv: ['printf', '%s', half] }))).toBe(whole);
  expect(textOf(await stdoutOf(host, { argv: ['sh', '-c', 'printf %s "$PROBE"'], env: { PROBE: half } }))).toBe(whole);
  await host.store.write(`${directory}/${half}`, Buffer.from('x'));
  expect((await host.store.list(directory)).map(({ path }) => path)).toEqual([`${directory}/${whole}`]);
  await host.store.remove(`${directory}/${half}`);
  await stdoutOf(host, { argv: ['rmdir', directory] });
}

describe.each(kinds)('%s', (kind) => {
  // docs/security.md: S4
  test.each(shells)('with %s gets every name, path, argument, variable and text byte for byte', async (name, file) => {
    const host = await hostOf(kind, name, file);
    const [directory = ''] = textOf(await stdoutOf(host, { argv: ['mktemp', '-d'] })).split('\n');
    await stdoutOf(host, { argv: ['chmod', '755', directory] });
    // One shell, whose working directory is the one in which something executed would leave its trace.
    await stdoutOf(host, { argv: ['cd', directory] });
    const isIt = `[ "/proc/$$/exe" -ef ${file} ] && echo yes`;
    expect(textOf(await stdoutOf(host, { argv: ['eval', isIt] }))).toBe('yes\n');
    const where = `${kind} ${name}`;
    const checked = [
      await checkArguments(host, where, argumentCounts[name] ?? 0),
      await checkVariables(host, where),
      await checkTexts(host, where),
      await checkByteWords(host, where),
    ];
    expect(textOf(await stdoutOf(host, { argv: ['ls', '-A', directory] }))).toBe('');
    checked.push(await checkPaths(host, where, `${directory}/paths`));
    checked.push(await checkBytePaths(host, where, `${directory}/byte paths`));
    await checkLoneSurrogates(host, `${directory}/halves`);
    expect(textOf(await stdoutOf(host, { argv: ['ls', '-A', directory] }))).toBe('');
    total += checked.reduce((sum, one) => sum + one);
    await stdoutOf(host, { argv: ['rmdir', directory] });
    await host.dispose();
  });
});

test('these were 100,000 and more', () => {
  expect(total).toBeGreaterThan(100_000);
});
