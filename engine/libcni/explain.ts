import { configProblemOf, isNoConfigsFoundError, isNotFoundError } from './conf-errors.ts';
import type { PluginOutcome } from './exec.ts';
import { interruptionOf } from './interruption.ts';
import type { Operation, Step } from './operation.ts';

/** A failure in the user's words: what happened, and what to do about it. Both are whole sentences. */
export interface Explanation {
  readonly title: string;
  readonly cure: string;
}

/** A failure whose text gives it away; `title` and `cure` may use the groups of `pattern`. */
interface KnownFailure {
  readonly pattern: RegExp;
  readonly title: (groups: Readonly<Record<string, string>>) => string;
  readonly cure: (groups: Readonly<Record<string, string>>) => string;
}

const installPlugins =
  'install the CNI plugins (Debian and Ubuntu: sudo apt-get install containernetworking-plugins, which puts them in /usr/lib/cni; or the release archive, unpacked to /opt/cni/bin)';

const group = (groups: Readonly<Record<string, string>>, name: string): string => groups[name] ?? '';

/** Texts of the reference plugins and of libcni, by the first that fits. Sources are in the comments. */
const knownFailures: readonly KnownFailure[] = [
  {
    // libcni: NetworkConfFromBytes.
    pattern: /no plugin configs found/,
    title: () => 'The list has no plugins.',
    cure: () =>
      'A list has them in "plugins": [ … ]. A configuration of one plugin is a .conf file, or is wrapped into a list: by the quick fix in the editor, or by "cnitool lint --fix".',
  },
  {
    // invoke.FindInPath; also printed by a plugin that delegates to an IPAM plugin.
    pattern: /failed to find plugin "(?<plugin>[^"]*)" in path \[(?<path>[^\]]*)\]/,
    title: (groups) =>
      `There is no plugin "${group(groups, 'plugin')}" in ${group(groups, 'path') || 'the plugin path'}.`,
    cure: () => `Check the "type" for a typing error, or ${installPlugins}, or add the plugin's directory to CNI_PATH.`,
  },
  {
    pattern: /no paths provided/,
    title: () => 'No plugin directory is known.',
    cure: () =>
      `Set CNI_PATH to where the plugins are, such as /opt/cni/bin or /usr/lib/cni; if there are none, ${installPlugins}.`,
  },
  {
    // pkg/ns: GetNS.
    pattern: /failed to Statfs "(?<path>[^"]*)": no such file or directory/,
    title: (groups) => `The network namespace ${group(groups, 'path')} does not exist.`,
    cure: (groups) => {
      const name = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(group(groups, 'path'))?.[1];
      return name === undefined
        ? 'Check the path of the namespace.'
        : `Create it (ip netns add ${name}), or choose one that is there.`;
    },
  },
  {
    // pkg/ns: NSPathNotNSErr.
    pattern: /unknown FS magic on "(?<path>[^"]*)"/,
    title: (groups) => `${group(groups, 'path')} is a file, but not a network namespace (any more).`,
    cure: () => 'Remove it (ip netns del NAME) and create it again (ip netns add NAME).',
  },
  {
    // os/exec.ErrNotFound of a plugin that calls a program.
    pattern: /exec: "(?<tool>[^"]*)": executable file not found in \$PATH/,
    title: (groups) => `A plugin needs the program "${group(groups, 'tool')}", which is not on the PATH of the host.`,
    cure: (groups) =>
      `Install the package that has "${group(groups, 'tool')}" (Debian and Ubuntu: iptables, nftables or ipset), or put its directory on the PATH.`,
  },
  {
    pattern: /container veth name \("(?<name>[^"]*)"\) .*already exists/,
    title: (groups) => `The namespace already has an interface "${group(groups, 'name')}".`,
    cure: () => 'Delete that attachment first (DEL), or choose another interface name (CNI_IFNAME).',
  },
  {
    // host-local: IPAllocator.Get. The look-behind keeps a long text without spaces from being searched at every place.
    pattern: /(?<![\w.:])(?<ip>[\w.:]+) has been allocated to (?<owner>\S+), duplicate allocation is not allowed/,
    title: (groups) => `This attachment already has the address ${group(groups, 'ip')} reserved.`,
    cure: () => 'Delete the attachment first (DEL); that gives the address back.',
  },
  {
    // host-local: IPAllocator.Get.
    pattern: /no IP addresses available in range set/,
    title: () => 'Every address of the range is reserved.',
    cure: () =>
      'Delete attachments that are no longer used, remove stale reservations (/var/lib/cni/networks/NETWORK), or widen the range.',
  },
  {
    // libcni: CheckNetworkList, and the reference plugins' own check of prevResult.
    pattern: /[Rr]equired prevResult missing/,
    title: () => 'CHECK needs the result of an earlier ADD, and there is none in the cache.',
    cure: () => 'Add the network to this namespace first; CHECK looks at what ADD did.',
  },
  {
    pattern: /does not support the CHECK command|doesn't support CHECK command/,
    title: () => 'The configuration is too old for CHECK.',
    cure: () => 'Set "cniVersion" to 0.4.0 or later.',
  },
  {
    // version.ErrorIncompatible.
    pattern: /incompatible CNI versions/,
    title: () => 'The plugin does not support the "cniVersion" of the configuration.',
    cure: () => 'Choose a "cniVersion" that the plugin lists, or install a newer plugin.',
  },
  {
    // Any netlink or iptables call without CAP_NET_ADMIN.
    pattern: /operation not permitted|Permission denied \(you must be root\)/i,
    title: () => 'The plugin was not allowed to change the network.',
    cure: () => 'Run it as root, let sudo do without a password, or use the sandbox, which needs no privilege.',
  },
];

/**
 * What a failure means and how to mend it, or undefined when libcni's own text says all there is to say.
 * @param error what an operation failed with: a CNIError, or what loading a configuration rejects with
 * @param step the plugin run that failed, if it was one
 */
export function explain(error: unknown, step?: Step): Explanation | undefined {
  const message = error instanceof Error ? error.message : String(error);
  return (
    explainInterruption(error, step) ??
    explainKnown(message) ??
    explainConfiguration(error) ??
    (step?.outcome === undefined ? undefined : explainOutcome(step.pluginType, step.outcome))
  );
}

/** {@link explain} of the failure that ended an operation; undefined for one that went well. */
export function explainOperation(operation: Operation): Explanation | undefined {
  return operation.error === undefined
    ? undefined
    : explain(
        operation.error,
        operation.steps.findLast((step) => step.error !== undefined),
      );
}

function explainKnown(message: string): Explanation | undefined {
  for (const { pattern, title, cure } of knownFailures) {
    const match = pattern.exec(message);
    if (match !== null) {
      const groups = match.groups ?? {};
      return { title: title(groups), cure: cure(groups) };
    }
  }
  return undefined;
}

function explainInterruption(error: unknown, step: Step | undefined): Explanation | undefined {
  const plugin = step === undefined ? 'the operation' : `plugin "${step.pluginType}"`;
  switch (interruptionOf(error)) {
    case 'cancelled':
      return { title: `You stopped ${plugin} while it ran.`, cure: 'Run DEL to take back what it may have done.' };
    case 'timedOut':
      return {
        title: `The time for ${plugin} ran out, and it was killed.`,
        cure: 'Run DEL to take back what it may have done; give it more time if it is only slow.',
      };
    case 'unknown':
      return {
        title: `The connection broke while ${plugin} ran: nobody knows whether it finished.`,
        cure: 'Connect again and run CHECK to see what is there, or DEL to take it back.',
      };
    case undefined:
      return undefined;
  }
}

function explainConfiguration(error: unknown): Explanation | undefined {
  if (isNoConfigsFoundError(error)) {
    return {
      title: `There is no network configuration in ${error.dir}.`,
      cure: 'Put a .conflist there, or set NETCONFPATH to the directory that has yours.',
    };
  }
  if (isNotFoundError(error)) {
    return {
      title: `No configuration in ${error.dir} is named "${error.networkName}".`,
      cure: 'The network is known by the "name" inside the file, not by the name of the file; NETCONFPATH names the directory.',
    };
  }
  const problem = configProblemOf(error);
  if (problem !== undefined) {
    const { file, line, column } = problem;
    return {
      title: `${file} is no configuration that libcni takes.`,
      cure: `Mend ${line === undefined ? file : `${file}:${line}:${column}`}, or move it away: a runtime reads every file of its directory until it finds the network.`,
    };
  }
  return undefined;
}

function explainOutcome(type: string, outcome: PluginOutcome): Explanation | undefined {
  switch (outcome.kind) {
    case 'notStarted':
      return explainNotStarted(outcome.pluginPath, outcome.reason);
    case 'exited':
      return explainExit(type, outcome.exitCode, outcome.stdout, outcome.stderr);
    case 'signalled':
      return {
        title: `Plugin "${type}" was ended by the signal ${outcome.signal}.`,
        cure: cureOfSignal(outcome.signal),
      };
    case 'outputLimit':
      return {
        title: `Plugin "${type}" wrote without end.`,
        cure: `Check that "${type}" is a CNI plugin; the beginning of what it wrote is in this step. A plugin prints one result or error.`,
      };
    case 'notFound':
    case 'aborted':
    case 'unknown':
      return undefined;
  }
}

/** The signals of a program that is faulty itself. */
const crashes: ReadonlySet<string> = new Set(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP']);

function cureOfSignal(signal: string): string {
  if (crashes.has(signal)) {
    return 'The plugin crashed: see what it wrote to stderr, and install another version of it.';
  }
  return signal === 'SIGKILL'
    ? 'Somebody killed it, or the kernel did for want of memory: see dmesg on the host.'
    : 'Somebody or something on the host ended it: see what it wrote to stderr, and the log of the host.';
}

function explainNotStarted(path: string, reason: string): Explanation {
  switch (reason) {
    case 'permission denied':
      return {
        title: `${path} is there, but may not be executed.`,
        cure: `Make it executable (chmod +x ${path}), and check that its file system is not mounted noexec.`,
      };
    case 'exec format error':
      return {
        title: `${path} is no program for this machine.`,
        cure: 'Install the plugin for the architecture of the host; a script needs "#!" and its interpreter in its first line.',
      };
    case 'no such file or directory':
      return {
        title: `${path} is there, but the interpreter or loader that it names is not.`,
        cure: 'Install that interpreter (see the first line of a script), or a statically linked plugin.',
      };
    case 'text file busy':
      return { title: `${path} is being written.`, cure: 'Wait until its installation has finished, then try again.' };
    default:
      return { title: `${path} could not be started: ${reason}.`, cure: 'Check the file and its file system.' };
  }
}

function explainExit(type: string, exitCode: number, stdout: Uint8Array, stderr: Uint8Array): Explanation | undefined {
  if (exitCode !== 0 && stdout.length === 0 && stderr.length === 0) {
    return {
      title: `Plugin "${type}" ended with exit status ${exitCode} and said nothing.`,
      cure: 'See its own log if it has one; or run it by hand with the environment and input of this step. A plugin should print an error object.',
    };
  }
  if (!isObject(stdout) && (exitCode === 0 || stdout.length > 0)) {
    return {
      title: `Plugin "${type}" printed something that is not JSON.`,
      cure: `Check that "${type}" is a CNI plugin. A plugin may print only its result or error to stdout; all else belongs to stderr.`,
    };
  }
  return undefined;
}

/** True for the text of a JSON object, which the SPEC wants. */
function isObject(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
