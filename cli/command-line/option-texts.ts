import * as l10n from '@vscode/l10n';
import type { OptionName, VariableName } from './verbs.ts';

/** An entry of the help: what to write, and what it means. */
export interface HelpEntry {
  readonly term: string;
  readonly text: string;
}

const entry = (term: string, text: string): HelpEntry => ({ term, text });

const texts: Readonly<Record<OptionName, () => readonly HelpEntry[]>> = {
  host: () => [
    entry('--host local', l10n.t('run the plugins on this machine, as root or with sudo (default)')),
    entry(
      '--host sandbox',
      l10n.t(
        'run the plugins in separate namespaces, which needs no root and changes nothing on this machine. The sandbox ends with the command. A missing namespace is created in it.',
      ),
    ),
    entry(
      '--host ssh:NAME',
      l10n.t('run the plugins on another machine over ssh, with your ssh configuration, as root or with sudo'),
    ),
    entry("--host 'exec:docker exec -i NODE'", l10n.t('run the plugins wherever a command opens a shell')),
  ],
  hosts: () => [
    entry(
      '--hosts FILE',
      l10n.t(
        'read hosts from a file that has the format of the setting "cni.hosts"; --host then also accepts their names',
      ),
    ),
  ],
  group: () => [entry('--group NAME', l10n.t('compare the hosts of this group in the file'))],
  'ssh-config': () => [entry('--ssh-config FILE', l10n.t('use this file instead of your ssh configuration'))],
  'cache-dir': () => [
    entry('--cache-dir DIR', l10n.t('directory of the cached results of libcni (default: {0})', '/var/lib/cni')),
  ],
  'script-timeout': () => [
    entry('--script-timeout SECONDS', l10n.t('time limit for each internal script on the host (default: {0})', 30)),
  ],
  'plugin-timeout': () => [
    entry(
      '--plugin-timeout SECONDS',
      l10n.t(
        'time limit for each plugin, after which it is killed and the outcome is unknown (default: 0, no limit, as in cnitool)',
      ),
    ),
  ],
  json: () => [entry('--json', l10n.t('print one JSON document to stdout, even if the command fails'))],
  rollback: () => [
    entry('--rollback', l10n.t('if ADD fails, run DEL of the plugins that ran, and report the outcome on stderr')),
  ],
  changes: () => [
    entry(
      '--changes',
      l10n.t(
        'read the network of the host before and after, and print what changed to stderr: links, addresses, routes, rules, nft, iptables, sysctls and reservations. With --json, it is part of the document.',
      ),
    ),
  ],
  yes: () => [entry('--yes', l10n.t('do not ask for confirmation'))],
  record: () => [
    entry(
      '--record FILE',
      l10n.t('write the operation to a file for "replay", without the values of secrets; replaces an existing file'),
    ),
  ],
  run: () => [
    entry('--run', l10n.t('run the plugins again in a new sandbox, in a fresh namespace, and print that run')),
  ],
  from: () => [entry('--from N', l10n.t('run again from this step; the steps before it run first'))],
  stdin: () => [
    entry('--stdin FILE|-', l10n.t('input of the first step, or of that of --from, instead of the recorded one')),
  ],
  profile: () => [
    entry(
      '--profile NAME',
      l10n.t('use the arguments of this profile of the setting "cni.profiles"; options and variables override it'),
    ),
  ],
  ifname: () => [entry('--ifname NAME', l10n.t('name of the interface in the namespace'))],
  'container-id': () => [
    entry('--container-id ID', l10n.t('container ID (default: derived from the namespace, as in cnitool)')),
  ],
  'cni-args': () => [entry('--cni-args ARGS', l10n.t('{0} for the plugins', 'KEY=VALUE;KEY=VALUE'))],
  'cap-args': () => [
    entry('--cap-args JSON', l10n.t('JSON object with capability arguments, such as {0}', '{"portMappings": […]}')),
  ],
  check: () => [entry('--check NAME,NAME', l10n.t('checks to run (default: all)'))],
  timeout: () => [entry('--timeout SECONDS', l10n.t('time limit for each host (default: {0})', 30))],
  parallel: () => [entry('--parallel N', l10n.t('number of hosts to query at once (default: {0})', 8))],
  archive: () => [
    entry('--archive URL|FILE', l10n.t('release archive (.tgz), with its checksum in URL.sha256 or FILE.sha256')),
  ],
  sha256: () => [entry('--sha256 SUM', l10n.t('checksum of the archive, instead of the one in the .sha256 file'))],
  dir: () => [entry('--dir DIR', l10n.t('directory for the plugins (default: {0})', '/opt/cni/bin'))],
  format: () => [
    entry('--format FORMAT', l10n.t('one of {0} (default: {1})', 'text, json, sarif, github, junit', 'text')),
  ],
  fix: () => [entry('--fix', l10n.t('apply all automatic fixes and list them'))],
  rule: () => [
    entry(
      '--rule ID=LEVEL',
      l10n.t('severity of a rule: {0}; may be repeated', 'error, warning, information, hint, off'),
    ),
  ],
  settings: () => [
    entry(
      '--settings FILE',
      l10n.t(
        'VS Code settings file with "cni.profiles", or for lint with "cni.rules", "cni.ignoredFindings", "cni.pluginAliases" and "cni.files" (default: {0}, if it exists)',
        '.vscode/settings.json',
      ),
    ),
  ],
  'host-facts': () => [
    entry('--host-facts FILE', l10n.t('output of "facts --json" for a host, which enables the rules about hosts')),
  ],
  'stdin-filename': () => [entry('--stdin-filename PATH', l10n.t('path of the file that stdin represents'))],
};

/** Returns the help entries of options. */
export const optionEntries = (names: readonly OptionName[]): readonly HelpEntry[] =>
  names.flatMap((name) => texts[name]());

/** Returns the help entries of the options that every verb has. */
export const commonEntries = (): readonly HelpEntry[] => [
  entry(
    '--lang LANGUAGE',
    l10n.t('language of messages: {0} (default: from LC_ALL, LC_MESSAGES or LANG)', 'en, zh-cn'),
  ),
  entry('--help', l10n.t('show this help, or the help of a verb: "<verb> --help"')),
];

const variables: Readonly<Record<VariableName, () => string>> = {
  CNI_PATH: () => l10n.t('directories with plugins, separated by colons'),
  NETCONFPATH: () => l10n.t('directory with network configurations (default: {0})', '/etc/cni/net.d'),
  CNI_IFNAME: () => l10n.t('name of the interface in the namespace (default: {0})', 'eth0'),
  CNI_ARGS: () => l10n.t('{0} for the plugins', 'KEY=VALUE;KEY=VALUE'),
  CAP_ARGS: () => l10n.t('JSON object with capability arguments, such as {0}', '{"portMappings": […]}'),
};

/** Returns the help entries of environment variables. */
export const variableEntries = (names: readonly VariableName[]): readonly HelpEntry[] =>
  names.map((name) => entry(name, variables[name]()));

/** Returns the help entry of the operand `<net>`. */
export const netEntry = (): HelpEntry =>
  entry(
    '<net>',
    l10n.t(
      'the "name" of a network configuration in NETCONFPATH, or the path of a file: either with a "/", or a file in the working directory that ends in .conflist, .conf or .json. FILE#NAME is a configuration inside another file, such as YAML',
    ),
  );

/** Returns the help entry of the operand `<netns>`. */
export const netnsEntry = (): HelpEntry =>
  entry('<netns>', l10n.t('path of a network namespace, such as {0}', '/var/run/netns/testing'));
