import * as l10n from '@vscode/l10n';
import type { Args, KnownFailures } from '../known-failure.ts';

/** Failures that the outcome of a plugin execution or an error of libcni identifies, whatever its text. */
export const outcomes = {
  pluginStopped: {
    topic: 'stopped',
    cause: (args) => l10n.t('You stopped plugin "{plugin}" while it was running.', args),
    remedy: () => l10n.t('Run DEL to remove what it may have created.'),
    source: 'engine/explain/explain.ts',
  },
  operationStopped: {
    topic: 'stopped',
    cause: () => l10n.t('You stopped the operation while it was running.'),
    remedy: () => l10n.t('Run DEL to remove what it may have created.'),
    source: 'engine/explain/explain.ts',
  },
  pluginTimedOut: {
    topic: 'stopped',
    cause: (args) => l10n.t('Plugin "{plugin}" exceeded its time limit and was killed. The outcome is unknown.', args),
    remedy: timeoutRemedy,
    source: 'engine/explain/explain.ts',
  },
  operationTimedOut: {
    topic: 'stopped',
    cause: () => l10n.t('The operation exceeded its time limit and was killed. The outcome is unknown.'),
    remedy: timeoutRemedy,
    source: 'engine/explain/explain.ts',
  },
  pluginLost: {
    topic: 'stopped',
    cause: (args) =>
      l10n.t('The connection was lost while plugin "{plugin}" was running. The outcome is unknown.', args),
    remedy: lostRemedy,
    source: 'engine/explain/explain.ts',
  },
  operationLost: {
    topic: 'stopped',
    cause: () => l10n.t('The connection was lost while the operation was running. The outcome is unknown.'),
    remedy: lostRemedy,
    source: 'engine/explain/explain.ts',
  },
  noConfigurations: {
    topic: 'runtime',
    cause: (args) => l10n.t('There is no network configuration in {directory}.', args),
    remedy: () => l10n.t('Add a .conflist file there, or set NETCONFPATH to the directory with your configurations.'),
    source: 'engine/explain/explain.ts',
  },
  networkNotFound: {
    topic: 'runtime',
    cause: (args) => l10n.t('No configuration in {directory} is named "{network}".', args),
    remedy: () => l10n.t('Use the "name" inside the file, not the file name, and check the directory in NETCONFPATH.'),
    source: 'engine/explain/explain.ts',
  },
  configurationRefused: {
    topic: 'config',
    cause: (args) => l10n.t('libcni rejects the configuration {file}.', args),
    remedy: (args) =>
      l10n.t(
        'Fix {place} or move the file away. A runtime reads every file of the directory until it finds the network.',
        args,
      ),
    source: 'engine/explain/explain.ts',
  },
  notStarted: {
    topic: 'plugin',
    cause: (args) => l10n.t('{path} could not be started: {reason}.', args),
    remedy: () => l10n.t('Check the file and its file system.'),
    source: 'engine/explain/explain.ts',
  },
  crashed: {
    topic: 'plugin',
    cause: signalTitle,
    remedy: () => l10n.t('The plugin crashed. Check its stderr, and install another version of it.'),
    source: 'engine/explain/explain.ts',
  },
  killed: {
    topic: 'plugin',
    cause: signalTitle,
    remedy: () =>
      l10n.t('A user or the kernel killed it, for example because memory ran out. Check dmesg on the host.'),
    source: 'engine/explain/explain.ts',
  },
  signalled: {
    topic: 'plugin',
    cause: signalTitle,
    remedy: () => l10n.t("A user or program on the host ended it. Check the plugin's stderr and the log of the host."),
    source: 'engine/explain/explain.ts',
  },
  endlessOutput: {
    topic: 'plugin',
    cause: (args) => l10n.t('Plugin "{plugin}" exceeded the output limit.', args),
    remedy: (args) =>
      l10n.t(
        'Check that "{plugin}" is a CNI plugin, which prints one result or error. This step has the beginning of its output.',
        args,
      ),
    source: 'engine/explain/explain.ts',
  },
  silentExit: {
    topic: 'plugin',
    cause: (args) => l10n.t('Plugin "{plugin}" ended with exit status {status} and printed nothing.', args),
    remedy: () =>
      l10n.t(
        'Check the log of the plugin, or run it manually with the environment and input of this step. A plugin should print an error object.',
      ),
    source: 'engine/explain/explain.ts',
  },
  severalDocuments: {
    topic: 'plugin',
    cause: (args) => l10n.t('Plugin "{plugin}" printed more than one JSON document instead of one result.', args),
    remedy: outputRemedy,
    source: 'engine/explain/explain.ts',
  },
  textBeforeResult: {
    topic: 'plugin',
    cause: (args) => l10n.t('Plugin "{plugin}" printed text before its result.', args),
    remedy: outputRemedy,
    source: 'engine/explain/explain.ts',
  },
  notJSON: {
    topic: 'plugin',
    cause: (args) => l10n.t('Plugin "{plugin}" printed something that is not a JSON object.', args),
    remedy: (args) =>
      l10n.t(
        'Check that "{plugin}" is a CNI plugin. A plugin must print only its result or error to stdout, and everything else to stderr.',
        args,
      ),
    source: 'engine/explain/explain.ts',
  },
} as const satisfies KnownFailures;

function signalTitle(args: Args): string {
  return l10n.t('Plugin "{plugin}" was ended by the signal {signal}.', args);
}

function outputRemedy(): string {
  return l10n.t(
    'A plugin must print only its result or error to stdout, and everything else to stderr. Turn off its debug output.',
  );
}

function timeoutRemedy(): string {
  return l10n.t(
    'Run DEL to remove what it may have created. If the plugin is only slow, allow more time with the setting "cni.pluginTimeout" or the option --plugin-timeout.',
  );
}

function lostRemedy(): string {
  return l10n.t('Connect again, and run CHECK to see what exists or DEL to remove it.');
}
