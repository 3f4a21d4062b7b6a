import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of libcni, as of v1.3.0. */
export const libcni = {
  resultNotCached: {
    pattern:
      /failed to set network "[^"]{0,256}" cached result: \S{1,64} (?<path>[^:]{1,4096}): (?<reason>[^:]{1,256})$/,
    topic: 'runtime',
    cause: (args) =>
      l10n.t('The plugins created the interface, but the result could not be written to {path} ({reason}).', args),
    remedy: () => l10n.t('Run DEL to remove the interface, fix the cache directory, and run ADD again.'),
    source: 'libcni/api.go:526',
  },
  fileNameTooLong: {
    pattern: /failed to read plugin config files in [^\n]{1,4096}: file name too long/,
    topic: 'config',
    cause: () => l10n.t('The name of the network is too long for the name of a directory or file (255 bytes).'),
    remedy: () => l10n.t('Choose a shorter "name".'),
    source: 'libcni/conf.go:75',
  },
  resultNotRead: {
    pattern: /failed to get network "(?<network>[^"]{1,256})" cached result: (?<reason>[^\n]{1,300})/,
    topic: 'runtime',
    cause: (args) => l10n.t('The cached result of the network "{network}" cannot be read ({reason}).', args),
    remedy: () =>
      l10n.t(
        'Remove the file from the cache directory (/var/lib/cni/results) and delete the attachment again. You may have to remove manually what the plugins created.',
      ),
    source: 'libcni/api.go:562',
  },
  resultConversion: {
    pattern:
      /failed to convert cached result to config version "(?<version>[^"]{0,64})"|unsupported CNI result version "(?<result>[^"]{0,64})"|no converter for CNI result version (?<from>[\d.]{1,16}) to (?<to>[\d.]{1,16})/,
    topic: 'version',
    cause: () => l10n.t('A result has a version that cannot be converted.'),
    remedy: () =>
      l10n.t(
        'Delete the attachment with the plugins that created it, or remove its file from /var/lib/cni/results. Then use one "cniVersion" that all plugins of the chain support.',
      ),
    source: 'libcni/api.go:361',
  },
  noPlugins: {
    pattern: /no plugin configs found|no plugins in list/,
    topic: 'config',
    cause: () => l10n.t('The network configuration list has no plugins.'),
    remedy: () =>
      l10n.t(
        'Add them in "plugins". If the file is the configuration of one plugin, name it .conf, or wrap it into a list with the quick fix in the editor or with "cnitool lint --fix".',
      ),
    rule: 'R024',
    source: 'libcni/conf.go:269',
  },
  listWithoutName: {
    pattern: /error parsing configuration list: no name/,
    topic: 'config',
    cause: () => l10n.t('The network configuration list has no "name".'),
    remedy: () => l10n.t('Add a "name" of letters, digits, dots, underscores and hyphens.'),
    rule: 'R019',
    rank: 'weak',
    source: 'libcni/conf.go:100',
  },
  typeMissing: {
    pattern:
      /error parsing configuration: missing 'type'|[Ee]rror loading CNI config file (?<file>\S{1,1024}): no 'type'; perhaps this is a \.conflist\?|network type not found in/,
    topic: 'config',
    cause: () => l10n.t('The file should have the configuration of one plugin, but has no "type".'),
    remedy: () => l10n.t('If it is a list with "plugins", name it .conflist. Otherwise add the "type" of the plugin.'),
    rule: 'R031',
    rank: 'weak',
    source: 'libcni/conf.go:61',
  },
  notJSONFile: {
    pattern:
      /error parsing configuration(?: list)?: (?:\S{1,20} )?(?<reason>(?:invalid character|unexpected end of JSON)[^\n]{0,200})/,
    topic: 'config',
    cause: (args) => l10n.t('A configuration file is not valid JSON: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Check every file in the directory. The error does not name the file, and any file before the needed one can cause it. "cnitool lint" reports the file and line.',
      ),
    rule: 'R001',
    rank: 'weak',
    source: 'libcni/conf.go:95',
  },
  listVersionInvalid: {
    pattern: /error parsing configuration list: invalid cniVersions? (?<version>[^\n:]{1,100})/,
    topic: 'version',
    cause: (args) => l10n.t('The configuration list has an invalid version: {version}.', args),
    remedy: () => l10n.t('Write "cniVersion" as a string with three numbers, such as "1.0.0".'),
    rule: 'R040',
    rank: 'weak',
    source: 'libcni/conf.go:112',
  },
  listValueType: {
    pattern:
      /error parsing configuration(?: list)?: (?<reason>json: cannot unmarshal [^\n]{1,200}|invalid (?:name )?type (?!for cniVersion)[^\n]{1,200}|invalid type for cniVersions[^\n]{0,200}|invalid value "[^\n]{1,200})/,
    topic: 'config',
    cause: (args) => l10n.t('The configuration has a value of the wrong type: {reason}.', args),
    remedy: remedies.fixFile,
    rule: 'R014',
    rank: 'weak',
    source: 'libcni/conf.go:173',
  },
  pluginsNotArray: {
    pattern: /error parsing configuration list: invalid 'plugins' type/,
    topic: 'config',
    cause: () => l10n.t('"plugins" is not an array.'),
    remedy: () => l10n.t('Write the plugins as an array of objects.'),
    rule: 'R025',
    rank: 'weak',
    source: 'libcni/conf.go:227',
  },
  networkNameMissing: {
    pattern: /missing network name/,
    topic: 'config',
    cause: () => l10n.t('The configuration has no "name".'),
    remedy: () => l10n.t('Add "name" at the top of the file.'),
    rule: 'R019',
    rank: 'common',
    source: 'pkg/skel/skel.go:224',
  },
  networkNameInvalid: {
    pattern: /invalid characters found in network name(?:; (?<name>[^\n"]{1,200}))?/,
    topic: 'config',
    cause: () => l10n.t('The network name has characters that CNI does not allow.'),
    remedy: () => l10n.t('Use letters, digits, dots, underscores and hyphens, and start with a letter or digit.'),
    rule: 'R022',
    source: 'pkg/utils/utils.go:54',
  },
  containerIDInvalid: {
    pattern: /invalid characters in containerID(?:; (?<id>[^\n"]{1,200}))?|missing containerID/,
    topic: 'config',
    cause: () => l10n.t('The container ID is missing or has characters that CNI does not allow.'),
    remedy: () => l10n.t('Set CNI_CONTAINERID to letters, digits, dots, underscores and hyphens.'),
    source: 'pkg/utils/utils.go:43',
  },
  interfaceNameInvalid: {
    pattern:
      /interface name (?:is too long|is empty|is \. or \.\.|contains \/ or : or whitespace characters)(?:; (?<limit>[^\n"]{1,100}))?/,
    topic: 'config',
    cause: () => l10n.t('The interface name (CNI_IFNAME) is not valid.'),
    remedy: () => l10n.t('Use 1 to 15 characters without slash, colon or space.'),
    rule: 'R077',
    rank: 'common',
    source: 'pkg/utils/utils.go:70',
  },
  variablesMissing: {
    pattern: /required env variables \[(?<names>[A-Z_,]{1,200})\] missing/,
    topic: 'plugin',
    cause: (args) => l10n.t('The plugin was started without {names}.', args),
    remedy: () => l10n.t('A runtime sets these variables. To run a plugin manually, use "cnitool add".'),
    source: 'pkg/skel/skel.go:160',
  },
  argumentsUnknown: {
    pattern: /ARGS: unknown args \[(?<args>[^\]]{1,1024})\]/,
    topic: 'config',
    cause: (args) => l10n.t('The plugin does not recognize the arguments {args} of CNI_ARGS.', args),
    remedy: () => l10n.t('Add IgnoreUnknown=1 to CNI_ARGS, as Kubernetes runtimes do, or remove the arguments.'),
    source: 'pkg/types/args.go:119',
  },
  argumentInvalid: {
    pattern: /ARGS: (?:invalid pair|error parsing value of pair) "(?<pair>[^"]{1,256})"/,
    topic: 'config',
    cause: (args) => l10n.t('CNI_ARGS has an invalid entry: {pair}.', args),
    remedy: () => l10n.t('Write KEY=VALUE, separated by semicolons.'),
    source: 'pkg/types/args.go:85',
  },
  checkUnsupported: {
    pattern:
      /does not support the CHECK command|doesn't support CHECK command|(?:config|plugin) version does not allow CHECK/,
    topic: 'version',
    cause: () => l10n.t('The "cniVersion" of the configuration is missing or too old for CHECK.'),
    remedy: () => l10n.t('Set "cniVersion" to 0.4.0 or later, also in each delegate of Multus.'),
    rule: 'R068',
    source: 'libcni/api.go:553',
  },
  gcUnsupported: {
    pattern: /(?:config|plugin) version does not allow (?<verb>GC|STATUS)/,
    topic: 'version',
    cause: (args) => l10n.t('The "cniVersion" of the configuration or the plugin is too old for {verb}.', args),
    remedy: () => l10n.t('Set "cniVersion" to 1.1.0 if every plugin of the chain supports it.'),
    source: 'pkg/skel/skel.go:301',
  },
  versionIncompatible: {
    pattern: /incompatible CNI versions/,
    topic: 'version',
    cause: () => l10n.t('The plugin does not support the "cniVersion" of the configuration.'),
    remedy: () => l10n.t('Choose a "cniVersion" that the plugin supports, or install a newer plugin.'),
    rule: 'R173',
    source: 'pkg/skel/skel.go:197',
  },
  versionUnsupported: {
    pattern: /\[?(?:plugin \S{1,256} does not support config version "[^"]{0,64}" ?){1,64}\]?/,
    topic: 'version',
    cause: () => l10n.t('A plugin of the chain does not support the "cniVersion" of the configuration.'),
    remedy: () => l10n.t('Choose a "cniVersion" that each plugin of the chain supports, or install newer plugins.'),
    rule: 'R173',
    source: 'libcni/api.go:752',
  },
  versionNotANumber: {
    pattern:
      /failed to convert (?:major|minor|micro) version part "(?<part>[^"]{0,64})"|invalid version "(?<version>[^"]{0,64})": too many parts/,
    topic: 'version',
    cause: () => l10n.t('The "cniVersion" is not made of three numbers.'),
    remedy: () => l10n.t('Use three numbers, such as "1.0.0".'),
    rule: 'R040',
    rank: 'weak',
    source: 'pkg/version/plugin.go:100',
  },
  prevResultUnreadable: {
    pattern: /could not (?:parse|serialize) prevResult/,
    topic: 'plugin',
    cause: () => l10n.t('A plugin cannot read the result of the previous plugin.'),
    remedy: () =>
      l10n.t(
        'Check that the previous plugin prints a result with the "cniVersion" of the list. Remove a "prevResult" from the file.',
      ),
    rule: 'R035',
    source: 'pkg/version/version.go:86',
  },
} as const satisfies KnownFailures;
