import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { readMissingNamespace, readMissingPlugin } from '../../read-arguments.ts';

/** Failures of libcni, as of v1.3.0. */
export const pluginExecution = {
  unknownPluginMissing: {
    pattern: /failed to find plugin "(?<plugin>[^"]{0,4096})" in path \[(?<path>[^\]]{0,4096})\]/,
    topic: 'plugin',
    cause: (args) => l10n.t('There is no plugin "{plugin}" in {path}.', args),
    remedy: () =>
      l10n.t(
        'Check the spelling of "type", install the plugin from the project that ships it, or add the plugin\'s directory to CNI_PATH.',
      ),
    rule: 'R171',
    read: readMissingPlugin,
    source: 'pkg/invoke/find.go:47',
  },
  referencePluginMissing: {
    topic: 'plugin',
    cause: (args) => l10n.t('There is no plugin "{plugin}" in {path}.', args),
    remedy: () =>
      l10n.t(
        'Install the CNI reference plugins, or add the plugin\'s directory to CNI_PATH. On Debian and Ubuntu, "sudo apt-get install containernetworking-plugins" installs them into /usr/lib/cni. Elsewhere, unpack the release archive into /opt/cni/bin.',
      ),
    rule: 'R171',
    source: 'pkg/invoke/find.go:47',
  },
  projectPluginMissing: {
    topic: 'plugin',
    cause: (args) => l10n.t('There is no plugin "{plugin}" in {path}.', args),
    remedy: (args) =>
      l10n.t("Install the plugin from {project} ({url}), or add the plugin's directory to CNI_PATH.", args),
    rule: 'R171',
    source: 'pkg/invoke/find.go:47',
  },
  noPluginPath: {
    pattern: /no paths provided/,
    topic: 'plugin',
    cause: () => l10n.t('No plugin directory is set.'),
    remedy: () =>
      l10n.t(
        'Set CNI_PATH to the directory with the plugins, such as /opt/cni/bin or /usr/lib/cni. If there are none, install the CNI reference plugins: on Debian and Ubuntu with "sudo apt-get install containernetworking-plugins", elsewhere by unpacking the release archive into /opt/cni/bin.',
      ),
    rank: 'common',
    source: 'pkg/invoke/find.go:35',
  },
  noPluginName: {
    pattern: /no plugin name provided/,
    topic: 'config',
    cause: () =>
      l10n.t(
        'libcni was asked to run a plugin without a "type". Usually the plugin needs "ipam", or CHECK ran on a bridge without "ipam".',
      ),
    remedy: () =>
      l10n.t('Add "ipam" with a "type". For a bridge without addresses, set "disableCheck": true in the list.'),
    rule: 'R071',
    rank: 'common',
    source: 'pkg/invoke/find.go:27',
  },
  pluginNamePath: {
    pattern: /invalid plugin name: (?<plugin>[^\s"]{1,256})/,
    topic: 'config',
    cause: (args) => l10n.t('The "type" {plugin} is a path.', args),
    remedy: () => l10n.t('Write only the file name of the plugin, without a directory.'),
    rule: 'R028',
    rank: 'common',
    source: 'pkg/invoke/find.go:31',
  },
  notExecutable: {
    pattern: /(?:fork\/exec|exec:) "?(?<path>\/[^\s":]{1,1024})"?: permission denied/,
    topic: 'plugin',
    cause: (args) => l10n.t('{path} exists, but is not executable.', args),
    remedy: (args) =>
      l10n.t('Make it executable with "chmod +x {path}", and check that its file system is not mounted noexec.', args),
    rule: 'R172',
    rank: 'common',
    source: 'pkg/invoke/raw_exec.go:42',
  },
  wrongFormat: {
    pattern: /fork\/exec (?<path>\/[^\s:]{1,1024}): exec format error/,
    topic: 'plugin',
    cause: (args) => l10n.t('{path} is not a program for this machine.', args),
    remedy: () =>
      l10n.t(
        'Install the plugin for the architecture of the host. A script needs "#!" and its interpreter in the first line.',
      ),
    rule: 'R172',
    rank: 'common',
    source: 'pkg/invoke/raw_exec.go:42',
  },
  beingWritten: {
    // libcni starts the same command again, which Go refuses, so its text does not name the plugin.
    pattern: /fork\/exec (?<path>\/[^\s:]{1,1024}): text file busy|no error message: exec: already started/,
    topic: 'plugin',
    cause: (args) =>
      args['path'] === undefined
        ? l10n.t('The file of a plugin is being written.')
        : l10n.t('{path} is being written.', args),
    remedy: () => l10n.t('Wait until its installation has finished, then try again.'),
    rank: 'common',
    source: 'pkg/invoke/raw_exec.go:51',
  },
  interpreterMissing: {
    pattern: /fork\/exec (?<path>\/[^\s:]{1,1024}): no such file or directory/,
    topic: 'plugin',
    cause: (args) => l10n.t('{path} exists, but its interpreter or loader is missing.', args),
    remedy: () =>
      l10n.t('Install that interpreter (see the first line of a script), or install a statically linked plugin.'),
    rank: 'common',
    source: 'pkg/invoke/raw_exec.go:42',
  },
  pluginSilent: {
    pattern: /netplugin failed with no error message: (?<status>exit status \d{1,3}|signal: [a-z ]{1,32})/,
    topic: 'plugin',
    cause: (args) => l10n.t('The plugin ended ({status}) and printed no error.', args),
    remedy: () =>
      l10n.t(
        "Read the plugin's own log file and the kernel log (dmesg). A plugin that was killed may have run out of memory.",
      ),
    rank: 'weak',
    source: 'pkg/invoke/raw_exec.go:76',
  },
  pluginPanic: {
    pattern: /netplugin failed: "[^\n]{0,2048}?(?:panic: |goroutine \d{1,9} \[)(?<reason>[^\n\\]{0,120})/,
    topic: 'plugin',
    cause: (args) => l10n.t('The plugin crashed: {reason}.', args),
    remedy: () =>
      l10n.t('Install another version of the plugin, and report the crash with the configuration to its project.'),
    source: 'pkg/invoke/raw_exec.go:78',
  },
  pluginStderr: {
    pattern: /netplugin failed: "(?<text>[^"\n]{1,300})/,
    topic: 'plugin',
    cause: (args) => l10n.t('The plugin printed something that is not an error object of CNI: {text}.', args),
    remedy: () => l10n.t('Check that the file in the plugin directory is the plugin, and read its log.'),
    rank: 'weak',
    source: 'pkg/invoke/raw_exec.go:78',
  },
  resultNotJSON: {
    pattern:
      /failed to unmarshal raw result|decoding version from network config: (?:invalid character|unexpected end)|netplugin failed but error parsing its diagnostic message "[^\n]{0,200}/,
    topic: 'plugin',
    cause: () => l10n.t('The plugin printed text that is not JSON, for example log lines before its result.'),
    remedy: () =>
      l10n.t(
        'A plugin must print only its result or error to stdout, and everything else to stderr. Turn off its debug output.',
      ),
    rank: 'weak',
    source: 'pkg/invoke/exec.go:50',
  },
  namespaceMissing: {
    pattern: /failed to Statfs "(?<path>[^"]{0,4096})": no such file or directory/,
    topic: 'namespace',
    cause: (args) => l10n.t('The network namespace {path} does not exist.', args),
    remedy: () => l10n.t('Check the path of the namespace.'),
    read: readMissingNamespace,
    source: 'plugins v1.9.1 pkg/ns/ns_linux.go:131',
  },
  namedNamespaceMissing: {
    topic: 'namespace',
    cause: (args) => l10n.t('The network namespace {path} does not exist.', args),
    remedy: (args) => l10n.t('Create it with "ip netns add {name}", or choose an existing one.', args),
    source: 'plugins v1.9.1 pkg/ns/ns_linux.go:131',
  },
  notANamespace: {
    pattern: /unknown FS magic on "(?<path>[^"]{0,4096})"/,
    topic: 'namespace',
    cause: (args) => l10n.t('{path} exists, but is not (or no longer) a network namespace.', args),
    remedy: () => l10n.t('Remove it with "ip netns del NAME" and create it again with "ip netns add NAME".'),
    source: 'plugins v1.9.1 pkg/ns/ns_linux.go:131',
  },
  namespaceOfHost: {
    pattern: /plugin's netns and netns from CNI_NETNS should not be the same/,
    topic: 'namespace',
    cause: () =>
      l10n.t('The namespace is that of the plugin itself, so the plugin would change the network of the host.'),
    remedy: () => l10n.t('Use the path of another namespace. A pod with hostNetwork needs no CNI.'),
    source: 'pkg/skel/skel.go:255',
  },
} as const satisfies KnownFailures;
