/** The verbs of Go's cnitool v1.3.0, in the order of its usage text. */
export const cnitoolVerbs = ['add', 'check', 'del', 'gc', 'status'] as const;
export type CnitoolVerb = (typeof cnitoolVerbs)[number];

/** The additional verbs, none of which changes a network outside the sandbox. */
const ownVerbs = [
  'validate',
  'version',
  'show',
  'attachments',
  'facts',
  'doctor',
  'compare',
  'install-plugins',
  'lint',
  'explain',
  'replay',
] as const;
type OwnVerb = (typeof ownVerbs)[number];

export const allVerbs = [...cnitoolVerbs, ...ownVerbs] as const;
export type VerbName = CnitoolVerb | OwnVerb;

/** The options of all verbs, for parseArgs of node:util. */
export const optionTypes = {
  host: { type: 'string', multiple: true },
  hosts: { type: 'string' },
  group: { type: 'string', multiple: true },
  'ssh-config': { type: 'string' },
  'cache-dir': { type: 'string' },
  'script-timeout': { type: 'string' },
  'plugin-timeout': { type: 'string' },
  json: { type: 'boolean' },
  rollback: { type: 'boolean' },
  changes: { type: 'boolean' },
  yes: { type: 'boolean' },
  record: { type: 'string' },
  run: { type: 'boolean' },
  from: { type: 'string' },
  stdin: { type: 'string' },
  profile: { type: 'string' },
  ifname: { type: 'string' },
  'container-id': { type: 'string' },
  'cni-args': { type: 'string' },
  'cap-args': { type: 'string' },
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
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** The options that not every verb has, in the order of the help. */
export const optionNames = [
  'host',
  'hosts',
  'group',
  'ssh-config',
  'cache-dir',
  'script-timeout',
  'plugin-timeout',
  'json',
  'rollback',
  'changes',
  'yes',
  'record',
  'run',
  'from',
  'stdin',
  'profile',
  'ifname',
  'container-id',
  'cni-args',
  'cap-args',
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

/** The options of every verb that uses a host or its cache. */
export const hostOptions = [
  'host',
  'hosts',
  'ssh-config',
  'cache-dir',
  'script-timeout',
  'plugin-timeout',
  'json',
] as const;

/** The options of every verb that concerns one attachment. */
const attachmentOptions = [
  ...hostOptions,
  'profile',
  'settings',
  'ifname',
  'container-id',
  'cni-args',
  'cap-args',
] as const;

/** The arguments and variables of one verb. */
interface VerbArguments {
  /** Operands after the verb, as in the usage. */
  readonly operands: string;
  readonly options: readonly OptionName[];
  /** Environment variables that the verb reads. */
  readonly variables: readonly VariableName[];
}

/** The environment variables of cnitool. */
export type VariableName = 'CNI_PATH' | 'NETCONFPATH' | 'CNI_IFNAME' | 'CNI_ARGS' | 'CAP_ARGS';

const forNetworks = ['CNI_PATH', 'NETCONFPATH'] as const;
const forAttachments = [...forNetworks, 'CNI_IFNAME', 'CNI_ARGS', 'CAP_ARGS'] as const;
/** Without an attachment the arguments reach no plugin, but cnitool rejects invalid ones nevertheless. */
const withoutAttachment = [...forNetworks, 'CNI_ARGS', 'CAP_ARGS'] as const;

export const verbs: Readonly<Record<VerbName, VerbArguments>> = {
  add: {
    operands: '<net> <netns>',
    options: [...attachmentOptions, 'rollback', 'changes', 'record'],
    variables: forAttachments,
  },
  check: { operands: '<net> <netns>', options: [...attachmentOptions, 'record'], variables: forAttachments },
  del: { operands: '<net> <netns>', options: [...attachmentOptions, 'changes', 'record'], variables: forAttachments },
  gc: { operands: '<net> <netns>', options: [...hostOptions, 'yes', 'record'], variables: withoutAttachment },
  status: { operands: '<net> <netns>', options: [...hostOptions, 'record'], variables: withoutAttachment },
  validate: { operands: '<net>', options: hostOptions, variables: forNetworks },
  version: { operands: '<plugin>', options: hostOptions, variables: ['CNI_PATH'] },
  show: { operands: '<net>', options: hostOptions, variables: ['NETCONFPATH'] },
  attachments: { operands: '[<net>]', options: hostOptions, variables: [] },
  facts: { operands: '', options: hostOptions, variables: ['CNI_PATH'] },
  doctor: { operands: '', options: hostOptions, variables: forNetworks },
  compare: {
    operands: '[<net>]',
    options: [...hostOptions, 'group', 'check', 'timeout', 'parallel'],
    variables: forNetworks,
  },
  'install-plugins': { operands: '', options: [...hostOptions, 'archive', 'sha256', 'dir', 'yes'], variables: [] },
  lint: {
    operands: '<path>...',
    options: ['format', 'json', 'fix', 'rule', 'settings', 'host-facts', 'stdin-filename'],
    variables: [],
  },
  explain: { operands: '[<file>|-]...', options: hostOptions, variables: forNetworks },
  replay: {
    operands: '<file>',
    options: ['json', 'run', 'from', 'stdin', 'yes', 'record', 'script-timeout', 'plugin-timeout'],
    variables: ['CNI_PATH'],
  },
};
