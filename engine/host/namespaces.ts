import { type CommandOutcome, type Command, type Host, HostError, type Namespace } from './host.ts';
import { missingTool } from './missing-tool.ts';

/** Rejection of an operation on a namespace; the message names the namespace, the cure says what to do. */
export class NamespaceError extends Error {
  override readonly name = 'NamespaceError';
  readonly code: 'exists' | 'missing' | 'illegalName' | 'refused';
  readonly cure: string;

  constructor(code: NamespaceError['code'], message: string, cure: string) {
    super(message);
    this.code = code;
    this.cure = cure;
  }
}

/** Where `ip netns` keeps its namespaces. */
const directory = '/run/netns';
const absent = 44;

/**
 * Refuses what cannot be a namespace's name, before anything runs.
 * @throws NamespaceError illegalName
 */
function checkNamespaceName(name: string): void {
  const problem =
    name === ''
      ? 'it is empty'
      : name === '.' || name === '..'
        ? 'it means a directory'
        : name.startsWith('-')
          ? 'it begins with a hyphen, which ip takes for an option'
          : /[/\0\s]/.test(name)
            ? 'it holds a slash, a blank or a NUL'
            : Buffer.byteLength(name) > 255
              ? 'it is longer than 255 bytes'
              : undefined;
  if (problem !== undefined) {
    throw new NamespaceError(
      'illegalName',
      `${JSON.stringify(name)} cannot be the name of a network namespace: ${problem}.`,
      'Use letters, digits, hyphens and dots.',
    );
  }
}

/** The named namespaces of the host, by name. One round trip. Rejects with HostError. */
export async function listNamespaces(host: Host, signal?: AbortSignal): Promise<readonly Namespace[]> {
  const script = `cd ${directory} 2>/dev/null || exit 0; for f in * .[!.]*; do [ -e "$f" ] && printf '%s\\0' "$f"; done; exit 0`;
  const { stdout } = await runShell(host, script, [], signal);
  return stdout
    .toString()
    .split('\0')
    .filter((name) => name !== '')
    .map(namespaceOf)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** True when the host has a namespace of that name. One round trip. Rejects with HostError. */
export async function namespaceExists(host: Host, name: string, signal?: AbortSignal): Promise<boolean> {
  checkNamespaceName(name);
  const { exitCode } = await runShell(host, `[ -e "${directory}/$1" ]`, [name], signal);
  return exitCode === 0;
}

/** Makes a namespace. One round trip. Rejects with NamespaceError (illegalName, exists, refused) or HostError. */
export async function createNamespace(host: Host, name: string, signal?: AbortSignal): Promise<Namespace> {
  checkNamespaceName(name);
  const script = `[ ! -e "${directory}/$1" ] || exit ${absent}; ip netns add "$1"`;
  const { exitCode, stderr } = await runShell(host, withIp(script), [name], signal);
  if (exitCode === absent) {
    throw new NamespaceError(
      'exists',
      `There is already a network namespace "${name}" in ${host.label}.`,
      'Choose another name, or use the one that is there.',
    );
  }
  refuseFailure(exitCode, stderr, `The network namespace "${name}" could not be made in ${host.label}`);
  return namespaceOf(name);
}

/** Removes a namespace. One round trip. Rejects with NamespaceError (illegalName, missing, refused) or HostError. */
export async function deleteNamespace(host: Host, name: string, signal?: AbortSignal): Promise<void> {
  checkNamespaceName(name);
  const script = `[ -e "${directory}/$1" ] || exit ${absent}; ip netns del "$1"`;
  const { exitCode, stderr } = await runShell(host, withIp(script), [name], signal);
  if (exitCode === absent) {
    throw missingNamespace(host, name);
  }
  refuseFailure(exitCode, stderr, `The network namespace "${name}" could not be removed from ${host.label}`);
}

/**
 * Runs a command, such as `ip addr` or `ping`, inside a named namespace. One round trip.
 * Rejects with NamespaceError (illegalName, missing) or HostError (also when the program is missing).
 */
export async function runInNamespace(
  host: Host,
  namespace: string,
  command: Command,
  signal?: AbortSignal,
): Promise<CommandOutcome> {
  checkNamespaceName(namespace);
  const nonce = 'cni-workbench-missing';
  const script = `[ -e "${directory}/$1" ] || { echo ${nonce} >&2; exit ${absent}; }; command -v "$2" >/dev/null || { echo ${nonce} "$2" >&2; exit 127; }; exec ip netns exec "$@"`;
  const argv: Command['argv'] = ['/bin/sh', '-c', withIp(script), 'sh', namespace, ...command.argv];
  const outcome = await host.run({ ...command, argv }, signal === undefined ? {} : { signal });
  if (outcome.kind === 'exited') {
    const said = text(outcome.stderr);
    if (outcome.exitCode === absent && said === `${nonce}\n`) {
      throw missingNamespace(host, namespace);
    }
    throwWhenToolMissing(host, outcome.exitCode, said);
  }
  return outcome;
}

function namespaceOf(name: string): Namespace {
  return { name, path: `/var/run/netns/${name}` };
}

function withIp(script: string): string {
  return `command -v ip >/dev/null || { echo cni-workbench-missing ip >&2; exit 127; }; ${script}`;
}

async function runShell(
  host: Host,
  script: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly exitCode: number; readonly stdout: Buffer; readonly stderr: string }> {
  const outcome = await host.run(
    { argv: ['/bin/sh', '-c', script, 'sh', ...args], env: { LC_ALL: 'C' } },
    signal === undefined ? {} : { signal },
  );
  switch (outcome.kind) {
    case 'exited': {
      const stderr = text(outcome.stderr);
      throwWhenToolMissing(host, outcome.exitCode, stderr);
      return { exitCode: outcome.exitCode, stdout: Buffer.from(outcome.stdout), stderr };
    }
    case 'aborted':
      throw signal?.reason instanceof Error ? signal.reason : new Error(`Stopped in ${host.label}: ${outcome.reason}.`);
    case 'unknown':
      throw new HostError({ code: 'connectionLost', message: outcome.reason, cure: 'Try again.' });
  }
}

function throwWhenToolMissing(host: Host, exitCode: number, stderr: string): void {
  const tool = /^cni-workbench-missing (\S+)\n$/.exec(stderr)?.[1];
  if (exitCode === 127 && tool !== undefined) {
    throw new HostError(missingTool(tool, `in ${host.label}`));
  }
}

function missingNamespace(host: Host, name: string): NamespaceError {
  return new NamespaceError(
    'missing',
    `There is no network namespace "${name}" in ${host.label}.`,
    'Create it first, or choose one that is there.',
  );
}

function refuseFailure(exitCode: number, stderr: string, what: string): void {
  if (exitCode !== 0) {
    throw new NamespaceError(
      'refused',
      `${what}: ${stderr.trim() || `exit status ${exitCode}`}.`,
      'See what the message of "ip" says.',
    );
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}
