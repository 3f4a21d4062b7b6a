import type { CnitoolCase } from '../cnitool-run.ts';
import {
  json,
  NET,
  NETNS,
  listOf,
  FILES,
  RESULT,
  ADDS,
  call,
  add,
  gc,
  acting,
  withArgs,
  withEnv,
  CACHED_AS,
  LEGACY,
  LIFE,
} from './cnitool-parts.ts';

/** Signals that end a process, except those that no shell reports (2 and 13, see CNITOOL_DIFFERENCES). */
const ENDING_SIGNALS = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31, 34, 35, 50, 64];
const binary = (text: string, mode: number): CnitoolCase => ({
  files: { '10.conflist': listOf('1.0.0', 'odd') },
  binaries: { odd: { text, mode } },
  steps: [add(), call('del')],
});

/** Calls of cnitool; each is made with Go's and with ours. */
export const CNITOOL: Readonly<Record<string, CnitoolCase>> = {
  'add, check, del': { files: FILES, acts: ADDS, steps: [add(), call('check'), call('del'), call('del')] },
  'check before add': { files: FILES, steps: [call('check')] },
  'del before add': { files: FILES, steps: [call('del')] },
  'add twice, for two interfaces': {
    files: FILES,
    acts: ADDS,
    steps: [add(), add({ CNI_IFNAME: 'net1' }), call('del')],
  },
  'a single configuration file': {
    files: { '10.conf': json({ name: NET, type: 'a', cniVersion: '0.4.0' }) },
    acts: { 'a ADD': RESULT('0.4.0') },
    steps: [add(), call('check'), call('del')],
  },
  'a list of 0.2.0 with a result of 1.0.0': {
    files: { '10.conflist': listOf('0.2.0', 'a') },
    acts: { 'a ADD': RESULT('1.0.0') },
    steps: [add(), call('check'), call('del')],
  },
  'side-loaded plugins': {
    files: { ...FILES, [`${NET}/20.conf`]: json({ type: 'b' }) },
    acts: ADDS,
    steps: [add(), call('del')],
  },
  'a network that is called as a file is': {
    files: { '10.conflist': json({ name: 'net.conf', cniVersion: '1.0.0', plugins: [{ type: 'a' }] }) },
    acts: ADDS,
    steps: ['add', 'check', 'del'].map((verb) => ({ args: [verb, 'net.conf', NETNS] })),
  },
  'no such network, called as a file is': withArgs('add', 'net.d.conflist', NETNS),
  'no such network, called as a file with too long a name is': withArgs('add', `${'n'.repeat(300)}.json`, NETNS),
  'no such network': withArgs('add', 'nobody', NETNS),
  'no configuration directory': withEnv({ NETCONFPATH: '$ROOT/nowhere' }),
  'a configuration directory that is a file': withEnv({ NETCONFPATH: '$ROOT/bin/a' }),
  'a malformed configuration': { files: { '10.conflist': '{' }, steps: [add()] },
  'a configuration without plugins': { files: { '10.conflist': json({ name: NET }) }, steps: [add()] },
  'a configuration that is a directory beside others': {
    files: { ...FILES, '05.conflist/x': '' },
    acts: ADDS,
    steps: [add()],
  },
  'four arguments': withArgs('add', NET, NETNS, 'more'),
  'a relative namespace': withArgs('add', NET, 'some/../ns'),
  'an empty namespace': withArgs('add', NET, ''),
  'a namespace with slashes to spare': withArgs('add', NET, '//var/./run//netns/../netns/x/'),
  'a namespace with odd characters': withArgs('add', NET, '/var/run/netns/é <&> $HOME\n"\''),
  'no CNI_PATH': withEnv({ CNI_PATH: undefined }),
  'an empty CNI_PATH': withEnv({ CNI_PATH: '' }),
  'a CNI_PATH of several directories': withEnv({ CNI_PATH: '/nowhere:$ROOT/bin:/usr' }),
  'a CNI_PATH with empty directories': withEnv({ CNI_PATH: ':$ROOT/bin:' }),
  'a relative CNI_PATH': withEnv({ CNI_PATH: 'bin' }),
  'a CNI_PATH where nothing is': withEnv({ CNI_PATH: '/nowhere:/tmp' }),
  CNI_ARGS: withEnv({ CNI_ARGS: 'A=1;B=<&>' }),
  'CNI_ARGS with an empty pair': withEnv({ CNI_ARGS: 'A=1;' }),
  'CNI_ARGS without a value': withEnv({ CNI_ARGS: 'A=' }),
  'CNI_ARGS with two equals signs': withEnv({ CNI_ARGS: 'A=b=c' }),
  'CNI_ARGS with odd characters': withEnv({ CNI_ARGS: '"é\u2028' }),
  CAP_ARGS: withEnv({ CAP_ARGS: '{"mac":"00:11","portMappings":[{"hostPort":8080}]}' }),
  'CAP_ARGS that are null': withEnv({ CAP_ARGS: 'null' }),
  'CAP_ARGS that are an array': withEnv({ CAP_ARGS: '[]' }),
  'CAP_ARGS that are no JSON': withEnv({ CAP_ARGS: '{mac' }),
  'CAP_ARGS and CNI_ARGS that are both wrong': withEnv({ CAP_ARGS: '{', CNI_ARGS: 'x' }),
  'an interface name': withEnv({ CNI_IFNAME: 'net9' }),
  'an empty interface name': withEnv({ CNI_IFNAME: '' }),
  'an interface name too long': withEnv({ CNI_IFNAME: 'a'.repeat(16) }),
  'variables that are for plugins': withEnv({
    CNI_COMMAND: 'DEL',
    CNI_CONTAINERID: 'x',
    CNI_NETNS: 'y',
    CNI_NETNS_OVERRIDE: '1',
  }),
  'a plugin that fails silently': acting('exit 3'),
  'a plugin that fails with words on stderr': acting('echo "no é" >&2; exit 1'),
  'a plugin that fails with an error object': acting(
    `echo '${json({ cniVersion: '1.0.0', code: 7, msg: 'bad <config>', details: 'line 3' })}'; exit 1`,
  ),
  'a plugin that fails with garbage': acting('echo "panic: \\"x\\""; echo more >&2; exit 2'),
  'a plugin that is killed': acting('kill -9 $$'),
  'a plugin that is terminated': acting('kill -15 $$'),
  'a plugin that aborts': acting('kill -6 $$'),
  'a plugin that exits with 137': acting('exit 137'),
  'a plugin that dumps core': acting('ulimit -c unlimited 2>/dev/null; cd "$(dirname "$0")"; kill -6 $$'),
  ...Object.fromEntries(
    ENDING_SIGNALS.map((signal) => [`a plugin that the signal ${signal} ends`, acting(`kill -${signal} $$`, 'a ADD')]),
  ),
  'a plugin that writes to stderr and goes well': {
    files: FILES,
    acts: { ...ADDS, 'a ADD': `echo note >&2\n${RESULT('1.0.0')}`, 'a DEL': 'echo bye >&2' },
    steps: [add(), call('del')],
  },
  'a plugin that prints nothing': acting(':'),
  'a plugin that prints garbage and goes well': acting('echo hello'),
  'a plugin that prints bytes that are not UTF-8': acting(
    'printf \'{"cniVersion":"1.0.0","dns":{"domain":"\\377\\300"}}\'',
  ),
  'a plugin that prints a NUL': acting("printf '\\0'"),
  'a plugin that prints 300 kB': acting('head -c 300000 /dev/zero | tr "\\0" " "; exit 1'),
  'a plugin that fails with 300 kB on stderr': acting('head -c 300000 /dev/zero | tr "\\0" "e" >&2; exit 1'),
  'a configuration of 1 MB': {
    files: {
      '10.conflist': json({ cniVersion: '1.0.0', name: NET, plugins: [{ type: 'a', x: 'x'.repeat(1_000_000) }] }),
    },
    acts: ADDS,
    steps: [add(), call('del')],
  },
  'a plugin that is not executable': binary('#!/bin/sh\n', 0o644),
  'a plugin without an interpreter line': binary('exit 0\n', 0o755),
  'a plugin whose interpreter is missing': binary('#!/nowhere/sh\n', 0o755),
  'a plugin that is an empty file': binary('', 0o755),
  'a plugin that is a damaged ELF file': binary('\u007fELF', 0o755),
  'a plugin that does not read its stdin': {
    files: {
      '10.conflist': json({ cniVersion: '1.0.0', name: NET, plugins: [{ type: 'odd', x: 'x'.repeat(300_000) }] }),
    },
    binaries: { odd: { text: `#!/bin/sh\necho '{"cniVersion":"1.0.0"}'\n`, mode: 0o755 } },
    steps: [add(), call('del')],
  },
  'a plugin type with a slash': { files: { '10.conflist': listOf('1.0.0', 'a/b') }, steps: [add(), call('del')] },
  'a plugin that is missing, second of the chain': {
    files: { '10.conflist': listOf('1.0.0', 'a', 'zz') },
    acts: ADDS,
    steps: [add(), call('del')],
  },
  'a network name that libcni refuses': {
    files: { '10.conflist': json({ name: 'a b', cniVersion: '1.0.0', plugins: [{ type: 'a' }] }) },
    steps: [{ args: ['add', 'a b', NETNS] }, { args: ['del', 'a b', NETNS] }],
  },
  'a configuration of an unreadable version': {
    files: { '10.conflist': listOf('x', 'a') },
    acts: { 'a ADD': RESULT('1.0.0') },
    steps: [add(), call('check'), call('del')],
  },
};

const linked = (links: Readonly<Record<string, string>>): CnitoolCase => ({ ...LIFE, links, steps: [add()] });

/** Odd things in the places that cnitool reads and writes. */
export const CNITOOL_PLACES: Readonly<Record<string, CnitoolCase>> = {
  'a configuration behind a symbolic link': {
    ...linked({ '05.conflist': '10-net.conflist' }),
    steps: [add(), call('del')],
  },
  'a symbolic link to nothing': linked({ '05.conflist': 'nothing' }),
  'a symbolic link to nothing, of a single configuration': { ...linked({ '05.conf': 'nothing' }), files: {} },
  'a symbolic link to itself': linked({ '05.conflist': '05.conflist' }),
  'a symbolic link to a directory': linked({ '05.conflist': '..' }),
  'side-loaded plugins behind a symbolic link': {
    files: { ...FILES, 'other/10.conf': json({ type: 'b' }) },
    acts: ADDS,
    links: { [NET]: 'other' },
    steps: [add()],
  },
  'a file where side-loaded plugins would be': { files: { ...FILES, [NET]: 'x' }, acts: ADDS, steps: [add()] },
  'a directory of side-loaded plugins that is empty but for a directory': {
    files: { ...FILES, [`${NET}/10.conf/x`]: '' },
    acts: ADDS,
    steps: [add()],
  },
  'a cache directory that is a file': { ...LIFE, lib: { cni: 'x' } },
  'a cache of results that is a file': { ...LIFE, lib: { 'cni/results': 'x' } },
  'a cached result that is a directory': { ...LIFE, lib: { [`${CACHED_AS}/x`]: '' } },
  'a cached result of an old libcni': {
    ...LIFE,
    lib: { [CACHED_AS]: LEGACY },
    steps: [call('check'), call('del'), add()],
  },
  'a cached result that is garbage': {
    ...LIFE,
    lib: { [CACHED_AS]: 'base64:/w==' },
    steps: [call('check'), call('del'), add()],
  },
  'a network name with a NUL beside': {
    ...LIFE,
    files: { ...FILES, '05.conflist': json({ name: 'n\u0000', plugins: [{ type: 'a' }] }) },
    steps: [add()],
  },
  'a network name too long for a directory beside': {
    ...LIFE,
    files: { ...FILES, '05.conflist': json({ name: 'n'.repeat(256), plugins: [{ type: 'a' }] }) },
    steps: [add()],
  },
  'a network name too long for a cache file': {
    files: { '05.conflist': json({ name: 'n'.repeat(240), cniVersion: '1.0.0', plugins: [{ type: 'a' }] }) },
    acts: ADDS,
    steps: ['add', 'check', 'del'].map((verb) => ({ args: [verb, 'n'.repeat(240), NETNS] })),
  },
};

/** Calls with too few arguments: both print the usage. */
export const CNITOOL_USAGE: Readonly<Record<string, CnitoolCase>> = {
  'no arguments': withArgs(),
  'one argument': withArgs('add'),
  'two arguments': withArgs('add', NET),
};

/** The same for the verbs of spec 1.1.0. */
export const CNITOOL_GC_STATUS: Readonly<Record<string, CnitoolCase>> = {
  status: { files: { '10.conflist': listOf('1.1.0', 'a', 'b') }, steps: [call('status')] },
  'status below 1.1.0': { files: FILES, steps: [call('status')] },
  'status that fails': {
    files: { '10.conflist': listOf('1.1.0', 'a', 'b') },
    acts: { 'a STATUS': `echo '${json({ code: 50, msg: 'not available', details: 'yet' })}'; exit 1` },
    steps: [call('status')],
  },
  'gc after two adds': {
    files: { '10.conflist': listOf('1.1.0', 'a') },
    acts: { 'a ADD': RESULT('1.1.0') },
    steps: [add(), add({ CNI_IFNAME: 'net1' }), gc],
  },
  'gc with nothing to do': { files: { '10.conflist': listOf('1.1.0', 'a', 'b') }, steps: [gc] },
  'gc below 1.1.0': { files: FILES, acts: ADDS, steps: [add(), gc] },
  'gc that fails': {
    files: { '10.conflist': listOf('1.1.0', 'a', 'b') },
    acts: { 'a GC': 'exit 3', 'b GC': 'echo no >&2; exit 4' },
    steps: [gc],
  },
  'gc of one network of two': {
    files: {
      '10.conflist': listOf('1.1.0', 'a'),
      '20.conflist': json({ cniVersion: '1.1.0', name: 'other', plugins: [{ type: 'b' }] }),
    },
    acts: { 'a ADD': RESULT('1.1.0'), 'b ADD': RESULT('1.1.0') },
    steps: [add(), { args: ['add', 'other', NETNS] }, gc, { args: ['gc', 'other', NETNS, '--yes'] }],
  },
  'gc when DEL fails': {
    files: { '10.conflist': listOf('1.1.0', 'a', 'b') },
    acts: { 'a ADD': RESULT('1.1.0'), 'b ADD': RESULT('1.1.0'), 'b DEL': 'exit 5' },
    steps: [add(), gc, gc],
  },
  'gc that is switched off, without a question': {
    files: { '10.conflist': json({ cniVersion: '1.1.0', name: NET, disableGC: true, plugins: [{ type: 'a' }] }) },
    acts: { 'a ADD': RESULT('1.1.0') },
    steps: [add(), call('gc')],
  },
  'gc below 1.1.0 with nothing cached, without a question': { files: FILES, steps: [call('gc')] },
  'gc where the cache is a file, without a question': {
    files: { '10.conflist': listOf('1.1.0', 'a') },
    lib: { 'cni/results': 'x' },
    steps: [call('gc')],
  },
  'gc and status with a plugin that is missing': {
    files: { '10.conflist': listOf('1.1.0', 'a', 'zz') },
    steps: [gc, call('status')],
  },
  'gc and status of a plugin that writes to stderr': {
    files: { '10.conflist': listOf('1.1.0', 'a') },
    acts: { 'a GC': 'echo note >&2', 'a STATUS': 'echo note >&2; echo ignored' },
    steps: [gc, call('status')],
  },
  'gc and status of a network that there is not': {
    files: FILES,
    steps: ['gc', 'status'].map((verb) => ({ args: [verb, 'nobody', NETNS, '--yes'].slice(0, verb === 'gc' ? 4 : 3) })),
  },
  'gc and status with CNI_ARGS that are wrong': {
    files: { '10.conflist': listOf('1.1.0', 'a') },
    steps: [{ ...gc, env: { CNI_ARGS: 'x' } }, call('status', { CNI_ARGS: 'x' })],
  },
  'status without CNI_PATH': {
    files: { '10.conflist': listOf('1.1.0', 'a') },
    steps: [call('status', { CNI_PATH: undefined })],
  },
};
