import * as l10n from '@vscode/l10n';
import type { VerbName } from './verbs.ts';

/** The help of one verb, in the language of the user. */
interface VerbText {
  /** Half a line. */
  readonly summary: () => string;
  /** Paragraphs: what the verb does and prints, and when it fails. */
  readonly details: () => readonly string[];
  /** A sentence on what --json prints. */
  readonly json: () => string;
}

const operationJSON = (): string =>
  l10n.t(
    'With --json it prints the operation, even if it failed: every plugin execution with its path, environment, stdin, stdout, stderr, exit code, start and duration.',
  );

export const verbTexts: Readonly<Record<VerbName, VerbText>> = {
  add: {
    summary: () => l10n.t('add the network to a namespace'),
    details: () => [
      l10n.t(
        'Runs ADD of each plugin of the network in order and prints the last result. If a plugin fails, the changes of the plugins before it remain, as in cnitool.',
      ),
    ],
    json: () =>
      l10n.t(
        'With --json it prints the result and the operation, even if it failed: every plugin execution with its path, environment, stdin, stdout, stderr, exit code, start and duration.',
      ),
  },
  check: {
    summary: () => l10n.t('check that the network still matches the ADD result'),
    details: () => [l10n.t('Runs CHECK of each plugin with the cached result. Prints nothing if all is well.')],
    json: operationJSON,
  },
  del: {
    summary: () => l10n.t('remove the network from a namespace'),
    details: () => [l10n.t('Runs DEL of each plugin in reverse order, and removes the cached result.')],
    json: operationJSON,
  },
  gc: {
    summary: () => l10n.t('delete every cached attachment of the network'),
    details: () => [
      l10n.t(
        'Runs DEL for every cached attachment of the network, in any namespace. With cniVersion 1.1.0 or later, it then runs GC of each plugin. <netns> is required but ignored, as in cnitool.',
      ),
      l10n.t(
        'Lists what would be deleted and asks for confirmation. Without a terminal it deletes nothing, unless --yes is given.',
      ),
    ],
    json: operationJSON,
  },
  status: {
    summary: () => l10n.t('check whether the plugins are ready'),
    details: () => [
      l10n.t(
        'Runs STATUS of each plugin. With a cniVersion below 1.1.0, it does nothing. <netns> is required but ignored, as in cnitool.',
      ),
    ],
    json: operationJSON,
  },
  validate: {
    summary: () => l10n.t('check that the plugins exist and support the version'),
    details: () => [
      l10n.t(
        'Prints the supported spec versions of each plugin of the network, and the capabilities that the network enables. Changes nothing.',
      ),
      l10n.t("Fails if a plugin is missing or does not support the network's version."),
    ],
    json: () => l10n.t('With --json it prints the same with the operation that queried the plugins.'),
  },
  version: {
    summary: () => l10n.t('print the spec versions that a plugin supports'),
    details: () => [
      l10n.t(
        '<plugin> is the name of a plugin in CNI_PATH, or the path of its file (with a "/"). Prints the path of the file on stderr.',
      ),
    ],
    json: () => l10n.t('With --json it prints the versions with the operation that queried the plugin.'),
  },
  show: {
    summary: () => l10n.t('print the network as libcni loads it'),
    details: () => [
      l10n.t(
        'Prints the configuration list with the version that libcni chooses and with the plugins from separate files (<directory>/<name>/*.conf). Prints the paths of its files on stderr.',
      ),
      l10n.t('Runs nothing. The files are on this machine, so --host and --cache-dir have no effect.'),
    ],
    json: () => l10n.t('With --json it prints the list and the paths of its files.'),
  },
  attachments: {
    summary: () => l10n.t('list the cached attachments'),
    details: () => [
      l10n.t(
        'Lists the attachments in the cache directory (<cache-dir>/results), of all networks or of one: those that ADD created and DEL has not removed. Runs no plugin.',
      ),
    ],
    json: () => l10n.t('With --json it prints an array with the arguments and the configuration of each ADD.'),
  },
  facts: {
    summary: () => l10n.t('print the facts of a host'),
    details: () => [
      l10n.t(
        'Prints the plugins, interfaces, routes, configuration files, attachments, reservations, programs and kernel modules of the host. Changes nothing: plugins run with VERSION only.',
      ),
      l10n.t('"lint --host-facts" reads the output of --json.'),
    ],
    json: () => l10n.t('With --json it prints all facts in the format of the language server.'),
  },
  doctor: {
    summary: () => l10n.t('find what is wrong on a host'),
    details: () => [
      l10n.t(
        'Prints what is wrong on a host, most likely cause first, each with the values that show it, the rule and the remedy. Checks the configuration files, plugins, addresses, reservations, interfaces and kernel settings. Changes nothing: plugins run with VERSION only.',
      ),
      l10n.t('Exit status: 0 healthy, 1 problems, 2 the host could not be examined or an argument is wrong.'),
    ],
    json: () => l10n.t('With --json it prints the same with the cause as an identifier.'),
  },
  compare: {
    summary: () => l10n.t('compare the plugins and configurations of hosts'),
    details: () => [
      l10n.t(
        'Queries several hosts at once and prints a table of hosts and checks, for one network or for all networks of each host. --host may be repeated. Changes nothing: plugins run with VERSION and STATUS only. A host that does not answer does not affect the others.',
      ),
      l10n.t('Checks: {0}.', 'plugins, version, subnet, needs, order, drift, validate, status, attachments'),
      l10n.t('Exit status: 0 no findings, 1 findings, 2 a host did not answer or an argument is wrong.'),
    ],
    json: () => l10n.t('With --json it prints the same with every reason and remedy.'),
  },
  'install-plugins': {
    summary: () => l10n.t('install the reference plugins on a host'),
    details: () => [
      l10n.t(
        'Installs the official release {0} for the architecture of the host, or --archive. Verifies the SHA-256 before it unpacks anything, and asks for confirmation with host, directory and archive.',
        'v1.9.1',
      ),
      l10n.t(
        'This machine downloads the archive and sends it through the shell of the host, which needs no Internet access. Each plugin runs there with VERSION before it is moved into place. Replaced files are kept in a directory next to the plugins.',
      ),
    ],
    json: () => l10n.t('With --json it prints the installed and the replaced plugins.'),
  },
  lint: {
    summary: () => l10n.t('find problems in configuration files'),
    details: () => [
      l10n.t('Reports the same problems as the editor. A <path> is a file, a directory, or "-" for stdin.'),
      l10n.t(
        'In a directory, it checks the files that the editor treats as network configurations: *.conflist, *.conf and *.json in a net.d directory, *.conf one level below it, and other files that contain a configuration. As in the editor, neighboring files are taken into account.',
      ),
      l10n.t('Exit status: 0 no errors, 1 errors, 2 a file or an argument cannot be used.'),
    ],
    json: () => l10n.t('With --json it prints the same as with --format json.'),
  },
  explain: {
    summary: () => l10n.t('explain the CNI failures in a log'),
    details: () => [
      l10n.t(
        'Finds CNI failures in logs of kubelet, containerd, CRI-O, nerdctl, Podman and Nomad, in Kubernetes events and in JSON logs, and prints the cause and remedy of each. Without a file, or with "-", it reads stdin. Other lines are ignored, and repeated failures are grouped.',
      ),
      l10n.t('With --host it also examines the host, as "doctor" does, and adds what is the case there.'),
      l10n.t('The log stays on this machine. Passwords, tokens and keys are masked in the output.'),
      l10n.t('Exit status: 0 no failures or only known ones, 1 an unknown failure, 2 an input cannot be used.'),
    ],
    json: () => l10n.t('With --json it prints the explanations, with the details of each failure from the log.'),
  },
  replay: {
    summary: () => l10n.t('display or run again what --record wrote'),
    details: () => [
      l10n.t(
        'Prints a recording: the plugins with outcome and duration, the error with its meaning and remedy, and the result. Runs nothing.',
      ),
      l10n.t(
        'With --run it runs the recorded plugins again, in the sandbox only, with the recorded CNI_* variables and input. The results of the new run replace the recorded ones in the input. CHECK and DEL run after ADD. CNI_PATH replaces the recorded directories.',
      ),
      l10n.t(
        'Names the plugins and asks for confirmation, unless --yes is given. Masked values ("***") cannot run; enter the real ones in the file or with --stdin.',
      ),
    ],
    json: () => l10n.t('With --json it prints the recording, or with --run the new operation.'),
  },
};
