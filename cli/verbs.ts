/** What Go's cnitool v1.3.0 does, in the order of its usage text. */
export const cnitoolVerbs = ['add', 'check', 'del', 'gc', 'status'] as const;
export type CnitoolVerb = (typeof cnitoolVerbs)[number];

/** What we do beyond it; these run no command that changes a network. */
const ownVerbs = ['validate', 'version', 'show', 'attachments'] as const;
type OwnVerb = (typeof ownVerbs)[number];

export const allVerbs = [...cnitoolVerbs, ...ownVerbs] as const;
export type VerbName = CnitoolVerb | OwnVerb;

/** The options of all verbs, as node:util's parseArgs takes them. */
export const optionTypes = {
  host: { type: 'string' },
  'ssh-config': { type: 'string' },
  'cache-dir': { type: 'string' },
  json: { type: 'boolean' },
  rollback: { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** One verb in the words of its help. */
export interface VerbText {
  /** Behind the verb, as in the usage. */
  readonly operands: string;
  /** Half a line. */
  readonly summary: string;
  /** What it prints and when it fails. */
  readonly details: string;
  /** What --json prints. */
  readonly json: string;
}

const operationJSON =
  'the operation: every plugin run with its path, environment, stdin, stdout,\nstderr, exit code, start and duration, also of one that failed';

export const verbTexts: Readonly<Record<VerbName, VerbText>> = {
  add: {
    operands: '<net> <netns>',
    summary: 'add the network to a namespace',
    details: `Runs ADD of each plugin of the network in turn and prints the last result, as cnitool
does. When a plugin fails, what the plugins before it did stays, as with cnitool.

--rollback        after a failed ADD run DEL of the plugins that ran; stderr says what became of it`,
    json: `${operationJSON}; and the result`,
  },
  check: {
    operands: '<net> <netns>',
    summary: 'check that the network is as ADD made it',
    details: 'Runs CHECK of each plugin with the cached result. Prints nothing when all is well.',
    json: operationJSON,
  },
  del: {
    operands: '<net> <netns>',
    summary: 'remove the network from a namespace',
    details: 'Runs DEL of each plugin, the last one first, and forgets the cached result.',
    json: operationJSON,
  },
  gc: {
    operands: '<net> <netns>',
    summary: 'delete every cached attachment of the network',
    details: `Runs DEL for every cached attachment of the network, whatever its namespace, and then (from
cniVersion 1.1.0 on) GC of each plugin. <netns> must be given and is not used, as with
cnitool. It first says what would go and asks; without a terminal it does nothing.

--yes             do not ask`,
    json: operationJSON,
  },
  status: {
    operands: '<net> <netns>',
    summary: 'ask the plugins whether they are ready',
    details: `Runs STATUS of each plugin; below cniVersion 1.1.0 it does nothing. <netns> must be given
and is not used, as with cnitool.`,
    json: operationJSON,
  },
  validate: {
    operands: '<net>',
    summary: 'check that the plugins are there and support the version',
    details: `Asks each plugin of the network which spec versions it supports, and prints a line for each
and the capabilities that the network has on. Changes nothing. Fails when a plugin is
missing or does not support the network's version.`,
    json: 'the same, with the operation that asked the plugins',
  },
  version: {
    operands: '<plugin>',
    summary: 'print the spec versions that a plugin supports',
    details: `<plugin> is a plugin's name, looked for in CNI_PATH, or the path of its file (with a "/").
stderr says which file answered.`,
    json: 'the versions, with the operation that asked the plugin',
  },
  show: {
    operands: '<net>',
    summary: 'print the network as libcni loads it',
    details: `Prints the network's configuration list with the version that libcni chooses and with the
plugins from files of their own (<directory>/<name>/*.conf). stderr says which files it came
from. Runs nothing; the files are those of this machine, so --host and --cache-dir change
nothing.`,
    json: 'the list, with the files that it came from',
  },
  attachments: {
    operands: '[<net>]',
    summary: 'list the cached attachments',
    details: `Lists what ADD made and no DEL has taken back, of all networks or of one, from the cache
directory (<cache-dir>/results). Runs no plugin.`,
    json: 'an array, with the arguments and the configuration of each ADD',
  },
};
