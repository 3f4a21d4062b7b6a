/** What Go's cnitool v1.3.0 does, in the order of its usage text. */
export const cnitoolVerbs = ['add', 'check', 'del', 'gc', 'status'] as const;
export type CnitoolVerb = (typeof cnitoolVerbs)[number];

/** What we do beyond it; these run no command that changes a network. */
const ownVerbs = ['validate', 'version', 'show', 'attachments', 'facts', 'compare', 'install-plugins', 'lint'] as const;
type OwnVerb = (typeof ownVerbs)[number];

export const allVerbs = [...cnitoolVerbs, ...ownVerbs] as const;
export type VerbName = CnitoolVerb | OwnVerb;

/** The options of all verbs, as node:util's parseArgs takes them. */
export const optionTypes = {
  host: { type: 'string', multiple: true },
  hosts: { type: 'string' },
  group: { type: 'string', multiple: true },
  'ssh-config': { type: 'string' },
  'cache-dir': { type: 'string' },
  json: { type: 'boolean' },
  rollback: { type: 'boolean' },
  yes: { type: 'boolean' },
  check: { type: 'string', multiple: true },
  timeout: { type: 'string' },
  parallel: { type: 'string' },
  archive: { type: 'string' },
  sha256: { type: 'string' },
  dir: { type: 'string' },
  format: { type: 'string' },
  fix: { type: 'boolean' },
  rule: { type: 'string', multiple: true },
  settings: { type: 'string' },
  'host-facts': { type: 'string' },
  'stdin-filename': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** The options that belong to some verbs only, in the order of their help. */
export const optionNames = [
  'host',
  'hosts',
  'group',
  'ssh-config',
  'cache-dir',
  'json',
  'rollback',
  'yes',
  'check',
  'timeout',
  'parallel',
  'archive',
  'sha256',
  'dir',
  'format',
  'fix',
  'rule',
  'settings',
  'host-facts',
  'stdin-filename',
] as const;
export type OptionName = (typeof optionNames)[number];

/** What a verb that looks at a host or its cache can be told. */
export const hostOptions = ['host', 'hosts', 'ssh-config', 'cache-dir', 'json'] as const;

/** One verb in the words of its help. */
export interface VerbText {
  /** Behind the verb, as in the usage. */
  readonly operands: string;
  readonly options: readonly OptionName[];
  /** Half a line. */
  readonly summary: string;
  /** What it prints and when it fails. */
  readonly details: string;
  /** What --json prints. */
  readonly json: string;
  /** What it reads of the environment. */
  readonly variables: readonly VariableName[];
}

/** The variables of cnitool. */
export type VariableName = 'CNI_PATH' | 'NETCONFPATH' | 'CNI_IFNAME' | 'CNI_ARGS' | 'CAP_ARGS';

const forNetworks = ['CNI_PATH', 'NETCONFPATH'] as const;
const forAttachments = [...forNetworks, 'CNI_IFNAME', 'CNI_ARGS', 'CAP_ARGS'] as const;
/** Without an attachment the arguments reach no plugin, but cnitool refuses wrong ones all the same. */
const forNobody = [...forNetworks, 'CNI_ARGS', 'CAP_ARGS'] as const;

const operationJSON =
  'the operation: every plugin run with its path, environment, stdin, stdout,\nstderr, exit code, start and duration, also of one that failed';

export const verbTexts: Readonly<Record<VerbName, VerbText>> = {
  add: {
    operands: '<net> <netns>',
    options: [...hostOptions, 'rollback'],
    summary: 'add the network to a namespace',
    details: `Runs ADD of each plugin of the network in turn and prints the last result, as cnitool
does. When a plugin fails, what the plugins before it did stays, as with cnitool.`,
    json: `${operationJSON}; and the result`,
    variables: forAttachments,
  },
  check: {
    operands: '<net> <netns>',
    options: hostOptions,
    summary: 'check that the network is as ADD made it',
    details: 'Runs CHECK of each plugin with the cached result. Prints nothing when all is well.',
    json: operationJSON,
    variables: forAttachments,
  },
  del: {
    operands: '<net> <netns>',
    options: hostOptions,
    summary: 'remove the network from a namespace',
    details: 'Runs DEL of each plugin, the last one first, and forgets the cached result.',
    json: operationJSON,
    variables: forAttachments,
  },
  gc: {
    operands: '<net> <netns>',
    options: [...hostOptions, 'yes'],
    summary: 'delete every cached attachment of the network',
    details: `Runs DEL for every cached attachment of the network, whatever its namespace, and then (from
cniVersion 1.1.0 on) GC of each plugin. <netns> must be given and is not used, as with
cnitool. It first says what would go and asks; without a terminal it does nothing.`,
    json: operationJSON,
    variables: forNobody,
  },
  status: {
    operands: '<net> <netns>',
    options: hostOptions,
    summary: 'ask the plugins whether they are ready',
    details: `Runs STATUS of each plugin; below cniVersion 1.1.0 it does nothing. <netns> must be given
and is not used, as with cnitool.`,
    json: operationJSON,
    variables: forNobody,
  },
  validate: {
    operands: '<net>',
    options: hostOptions,
    summary: 'check that the plugins are there and support the version',
    details: `Asks each plugin of the network which spec versions it supports, and prints a line for each
and the capabilities that the network has on. Changes nothing. Fails when a plugin is
missing or does not support the network's version.`,
    json: 'the same, with the operation that asked the plugins',
    variables: forNetworks,
  },
  version: {
    operands: '<plugin>',
    options: hostOptions,
    summary: 'print the spec versions that a plugin supports',
    details: `<plugin> is a plugin's name, looked for in CNI_PATH, or the path of its file (with a "/").
stderr says which file answered.`,
    json: 'the versions, with the operation that asked the plugin',
    variables: ['CNI_PATH'],
  },
  show: {
    operands: '<net>',
    options: hostOptions,
    summary: 'print the network as libcni loads it',
    details: `Prints the network's configuration list with the version that libcni chooses and with the
plugins from files of their own (<directory>/<name>/*.conf). stderr says which files it came
from. Runs nothing; the files are those of this machine, so --host and --cache-dir change
nothing.`,
    json: 'the list, with the files that it came from',
    variables: ['NETCONFPATH'],
  },
  attachments: {
    operands: '[<net>]',
    options: hostOptions,
    summary: 'list the cached attachments',
    details: `Lists what ADD made and no DEL has taken back, of all networks or of one, from the cache
directory (<cache-dir>/results). Runs no plugin.`,
    json: 'an array, with the arguments and the configuration of each ADD',
    variables: [],
  },
  facts: {
    operands: '',
    options: hostOptions,
    summary: 'print what a host has',
    details: `Prints the plugins, interfaces, routes, configuration files, attachments and reservations of
the host, and which programs and kernel modules it has. Changes nothing; plugins are asked for
their versions only. The document of --json is what "lint --host-facts" reads.`,
    json: 'all of it, as the language server takes it',
    variables: ['CNI_PATH'],
  },
  compare: {
    operands: '[<net>]',
    options: [...hostOptions, 'group', 'check', 'timeout', 'parallel'],
    summary: 'compare hosts: who lacks what, and whose files differ',
    details: `Looks at several hosts at once and prints a table of hosts and checks: for a network, or
without one for the networks that each host has. --host may be given again and again. Changes
nothing; plugins run with VERSION and STATUS only. A host that is dead or hangs harms no other.

Checks: plugins, version, subnet, needs, order, drift, validate, status, attachments.
Exit status: 0 all is well, 1 there are findings, 2 a host did not answer (or wrong arguments).`,
    json: 'the same, with every reason and cure',
    variables: forNetworks,
  },
  'install-plugins': {
    operands: '',
    options: [...hostOptions, 'archive', 'sha256', 'dir', 'yes'],
    summary: 'install the reference plugins on a host',
    details: `Takes the official release v1.9.1 for the architecture of the host, or --archive; checks its
SHA-256 before anything is unpacked; and asks, naming host, directory and archive. The archive
is fetched on this machine and sent through the shell of the host, which needs no Internet.
The plugins are run there with VERSION before they are renamed into place; what they replace
is kept in a directory beside them.`,
    json: 'what was installed and what was replaced',
    variables: [],
  },
  lint: {
    operands: '<path>...',
    options: ['format', 'json', 'fix', 'rule', 'settings', 'host-facts', 'stdin-filename'],
    summary: 'find mistakes in configuration files',
    details: `Finds what the editor finds, with the same rules. A <path> is a file, a directory, or "-" for
stdin. Of a directory it takes what the editor takes for a network configuration: *.conflist,
the *.conf and *.json of a net.d, the *.conf one level below it, and others whose content is one.
Files beside them count as in the editor. Exit status: 0 no error, 1 errors, 2 a file or argument
that cannot be used.`,
    json: 'the same as --format json',
    variables: [],
  },
};
