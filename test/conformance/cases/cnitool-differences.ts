import type { CnitoolCase, Run } from '../cnitool-run.ts';
import {
  json,
  NET,
  NETNS,
  listOf,
  FILES,
  ADDS,
  call,
  add,
  acting,
  withArgs,
  withEnv,
  CACHED_AS,
  LEGACY,
  LIFE,
} from './cnitool-parts.ts';

/** What our cnitool does otherwise than Go's, on purpose; each is tested. */
export interface CnitoolDifference {
  readonly name: string;
  readonly reason: string;
  readonly example: CnitoolCase;
  /** True when the two runs part in this way and no other. */
  readonly holds: (go: Run, ours: Run) => boolean;
}

/** One version in many spellings, more than Go sorts by insertion. */
const MANY_SPELLINGS = Array.from({ length: 16 }, (_none, index) => `${'0'.repeat((index * 7) % 16)}1.0.0`);

/** The version that the first plugin was given. */
const versionGiven = (run: Run): string | undefined => /"cniVersion":"([^"]*)"/.exec(run.calls[0] ?? '')?.[1];

/** Returns the output of cnitool itself, without the additional line after it. */
const withoutHint = (stderr: string): string => stderr.replace(/hint: [^]*$/u, '');

export const CNITOOL_DIFFERENCES: readonly CnitoolDifference[] = [
  {
    name: 'a line with a hint follows an error',
    reason: "The error is Go's, to the letter; a last line says how to mend it. stdout and the exit status are alike.",
    example: withEnv({ CNI_PATH: undefined }),
    holds: (go, ours) => ours.status === go.status && ours.stderr.startsWith(`${go.stderr}hint: `),
  },
  {
    name: 'a cached result that was there is replaced as a whole, with mode 600',
    reason: 'Go writes into the file and keeps its mode; we rename a new file to it, so that nobody reads half of it.',
    example: { ...LIFE, lib: { [CACHED_AS]: LEGACY }, steps: [add()] },
    holds: (go, ours) => {
      const [theirs, own] = [go, ours].map(({ cache }) => cache[CACHED_AS.replace('cni/', '')] ?? '');
      return theirs?.startsWith('f 644 ') === true && own === theirs.replace('f 644 ', 'f 600 ');
    },
  },
  {
    name: 'a verb that there is not is refused',
    reason:
      "Go's cnitool reads the configuration, does nothing and exits 0, so that a typing error looks like success. The exit status 2 is that of wrong arguments that cnitool does not know.",
    example: withArgs('ad', NET, NETNS),
    holds: (go, ours) => go.status === 0 && go.stderr === '' && ours.status === 2 && ours.stderr.includes('"ad"'),
  },
  {
    name: 'gc asks first, unless --yes',
    reason:
      "gc deletes every attachment of the network, also those that are in use, and GC of the plugins lets go of all that they hold. Ours says what would go and asks at the terminal; without one it refuses and names --yes. With --yes (which Go's cnitool takes for an argument too many and passes over) both do the same, as they do without it where gc has nothing to do.",
    example: { files: { '10.conflist': listOf('1.1.0', 'a') }, steps: [call('gc')] },
    holds: (go, ours) =>
      go.status === 0 &&
      go.calls.length === 1 &&
      ours.status === 1 &&
      ours.calls.length === 0 &&
      ours.stdout === '' &&
      ours.stderr.includes('hint: Add --yes'),
  },
  {
    name: 'a network may be given by the path of its file',
    reason:
      'What has a slash, or is the name of an existing file that ends in .conflist, .conf or .json, is a file. Only a network with a slash in its name is out of reach so, and ADD refuses such a name in both.',
    example: withArgs('add', '$ROOT/net.d/10-net.conflist', NETNS),
    holds: (go, ours) =>
      go.status === 1 && go.calls.length === 0 && ours.status === 0 && ours.calls.length === 2 && ours.stderr === '',
  },
  {
    name: 'exit statuses 130 and 141 are taken for signals',
    reason:
      'A shell gives 128 + N both for the signal N and for an exit status, and says a word about a signal, but not about SIGINT and SIGPIPE.',
    example: acting('exit 130', 'a ADD'),
    holds: (go, ours) =>
      go.status === ours.status &&
      go.stderr.includes('exit status 130') &&
      withoutHint(ours.stderr) === go.stderr.replace('exit status 130', 'signal: interrupt'),
  },
  {
    name: "a plugin that prints a shell's word about a signal, and exits as if there had been one, is taken for killed",
    reason: "That word is all that tells one from the other, and dash and busybox put it behind the plugin's stderr.",
    example: acting('echo Killed >&2; exit 137', 'a ADD'),
    holds: (go, ours) =>
      go.status === ours.status &&
      go.stderr.includes(String.raw`netplugin failed: "Killed\n"`) &&
      ours.stderr.includes('signal: killed'),
  },
  {
    name: 'a process that a plugin leaves behind with its stdout is not waited for',
    reason:
      'Go waits until everybody has closed it, so that a plugin that starts a daemon can hold cnitool up for ever. Ours takes what was written when the plugin ended, and does not use that shell again.',
    example: acting(`( sleep 2; printf '"cniVersion":"1.0.0"}' ) & printf '{'`, 'a ADD'),
    holds: (go, ours) => go.status === 0 && ours.status === 1 && ours.stderr.includes('unexpected end of JSON input'),
  },
  {
    name: 'variables whose names are no identifiers are not passed on',
    reason: 'A shell takes no such variable over from its own environment.',
    example: {
      ...acting("grep -qz '^a[.]b=1' /proc/$$/environ && echo seen >&2; exit 1", 'a ADD'),
      steps: [{ ...add(), through: ['env', 'a.b=1'] }],
    },
    holds: (go, ours) => go.stderr.includes('seen') && ours.status === go.status && !ours.stderr.includes('seen'),
  },
  {
    name: 'PATH ends with the sbin directories where it lacks them',
    reason:
      'ip, iptables and nft live there, and the PATH of an ordinary user, or of a shell by ssh, does not have them.',
    example: withEnv({ PATH: '/usr/bin:/bin' }),
    holds: (go, ours) => {
      const told = ours.calls.join('').replaceAll(/^PATH=.*$/gm, 'PATH=/usr/bin:/bin');
      return (
        ours.calls[0]?.includes('\nPATH=/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin\n') === true &&
        told === go.calls.join('')
      );
    },
  },
  {
    name: 'a plugin that writes more than 16 MiB is killed',
    reason: 'Go keeps whatever comes, until there is no memory. A result has some kilobytes; more is a faulty plugin.',
    example: acting(`head -c 17000000 /dev/zero | tr '\\0' ' '; echo '{"cniVersion":"1.0.0"}'`, 'a ADD'),
    holds: (go, ours) =>
      go.status === 0 &&
      ours.status === 1 &&
      ours.stderr.includes('plugin "a" wrote more than 16 MiB to stdout or stderr: it was killed\nhint: '),
  },
  {
    name: 'bytes of arguments that are not UTF-8 are replaced',
    reason: 'Node gives a program its arguments as text, and puts U+FFFD for what is none.',
    example: { files: FILES, acts: ADDS, steps: [{ args: ['add', NET], lastArgument: '/run/netns/\\0377' }] },
    holds: (go, ours) =>
      go.status === 0 &&
      ours.status === 0 &&
      go.calls[0]?.startsWith('base64:') === true &&
      ours.calls[0]?.includes('CNI_NETNS=/run/netns/\u{fffd}\n') === true,
  },
  {
    name: 'of more than twelve cniVersions, one of them in several spellings, another spelling may be taken',
    reason:
      'It is the last one when Go has sorted them, and its way of sorting more than twelve leaves equal ones in an order of its own. The version is the same.',
    example: {
      files: { '10.conflist': json({ cniVersions: MANY_SPELLINGS, name: NET, plugins: [{ type: 'a' }] }) },
      acts: ADDS,
      steps: [add()],
    },
    holds: (go, ours) => {
      const [theirs, own] = [versionGiven(go), versionGiven(ours)];
      return theirs !== own && [theirs, own].every((one) => one?.split('.').map(Number).join('.') === '1.0.0');
    },
  },
  {
    name: 'arguments that begin with - are options',
    reason: "Go's cnitool has no options, and takes --help for a verb that there is not.",
    example: withArgs('--help', NET, NETNS),
    holds: (go, ours) => go.status === 0 && go.stdout === '' && ours.status === 0 && ours.stdout.includes('add'),
  },
];
