import * as l10n from '@vscode/l10n';
import { hasCode } from '../../errors/workbench-error.ts';
import type { HostSpec, NamedHost, SudoUse } from '../host.ts';
import { hostSettingError, type HostSettingError } from './host-setting-error.ts';
import { isClusterEntry, type KubernetesCluster, readClusterSetting } from './kubernetes-settings.ts';
import { isRecord } from '../../libcni/json/record.ts';

/** The keys of a host in `cni.hosts`. */
const known = [
  'name',
  'kind',
  'destination',
  'configFile',
  'command',
  'sudo',
  'pluginPath',
  'confDir',
  'cacheDir',
  'group',
] as const;
type Key = (typeof known)[number];

const kinds = ['local', 'ssh', 'exec'] as const;
type Kind = (typeof kinds)[number];
const belongsTo: Readonly<Partial<Record<Key, Kind>>> = { destination: 'ssh', configFile: 'ssh', command: 'exec' };
const sudoUses: readonly SudoUse[] = ['auto', 'always', 'never'];
/** Hosts that always exist. */
const builtIn = ['sandbox', 'local'];

type Entry = Readonly<Record<string, unknown>>;

/**
 * Reads the hosts of the setting `cni.hosts`, a list of objects. An invalid entry does not affect the others.
 * @param value of the setting, with any type
 */
export function readHostSettings(value: unknown): {
  readonly hosts: readonly NamedHost[];
  /** Entries of kind "kubernetes": groups whose hosts kubectl lists (kubernetes.ts). */
  readonly clusters: readonly KubernetesCluster[];
  readonly problems: readonly HostSettingError[];
} {
  if (!Array.isArray(value)) {
    const problem = hostSettingError(
      l10n.t('"cni.hosts" is not a list.'),
      l10n.t('Use the form {0}.', '[{"name": …, "kind": …}]'),
    );
    return { hosts: [], clusters: [], problems: value === undefined || value === null ? [] : [problem] };
  }
  const hosts = new Map<string, NamedHost>();
  const clusters = new Map<string, KubernetesCluster>();
  const problems: HostSettingError[] = [];
  value.forEach((one: unknown, index) => {
    try {
      const host = isClusterEntry(one) ? readClusterSetting(one, index) : readHostSetting(one, index);
      if (hosts.has(host.name) || clusters.has(host.name)) {
        throw hostSettingError(
          l10n.t('Entry {0} of "cni.hosts" has the name of another host, "{1}".', index + 1, host.name),
          l10n.t('Choose a unique name for each host.'),
        );
      }
      if ('spec' in host) {
        hosts.set(host.name, host);
      } else {
        clusters.set(host.name, host);
      }
    } catch (error) {
      if (!hasCode(error, 'hostSetting')) {
        throw error;
      }
      problems.push(error);
    }
  });
  return { hosts: [...hosts.values()], clusters: [...clusters.values()], problems };
}

/** Reads one entry of the setting. @throws HostSettingError */
function readHostSetting(value: unknown, index: number): NamedHost {
  if (!isRecord(value)) {
    throw hostSettingError(
      l10n.t('Entry {0} of "cni.hosts" is {1}, which is not an object.', index + 1, JSON.stringify(value)),
      l10n.t('Use the form {0}.', '{"name": …, "kind": …}'),
    );
  }
  const entry = new EntryReader(value, index);
  const name = entry.name();
  const kind = entry.kind();
  entry.rejectUnknownOptions(kind);
  const pluginPath = entry.pluginPath();
  return {
    name,
    spec: entry.spec(kind),
    pluginPath,
    ...entry.directory('confDir'),
    ...entry.directory('cacheDir'),
    ...entry.text('group'),
  };
}

/** Returns why a text is not a valid ssh destination, as a sentence; undefined if it is valid. */
export function destinationProblem(destination: string): string | undefined {
  if (destination === '') {
    return l10n.t('The ssh destination is empty.');
  }
  if (destination.startsWith('-')) {
    return l10n.t('The ssh destination "{0}" begins with a hyphen, which ssh treats as an option.', destination);
  }
  return /[\s\0]/.test(destination) ? l10n.t('The ssh destination "{0}" has a space.', destination) : undefined;
}

/** Reads the members of one entry. Every error names the entry. */
class EntryReader {
  readonly #entry: Entry;
  readonly #where: string;

  constructor(entry: Entry, index: number) {
    this.#entry = entry;
    const name = entry['name'];
    this.#where =
      typeof name === 'string' && name !== ''
        ? l10n.t('Host "{0}" of "cni.hosts"', name)
        : l10n.t('Entry {0} of "cni.hosts"', index + 1);
  }

  name(): string {
    const { name } = this.text('name');
    if (name === undefined) {
      this.#reject(l10n.t('"name" is missing.'), l10n.t('Add the name for views and messages.'));
    }
    if (builtIn.includes(name)) {
      this.#reject(l10n.t('The name "{0}" is reserved for a built-in host.', name), l10n.t('Choose another name.'));
    }
    // It becomes part of the URI cni-host:/NAME/….
    if (/[/\\\p{Cc}]/u.test(name)) {
      this.#reject(
        l10n.t('"name" has a slash or a control character.'),
        l10n.t('Use letters, digits, hyphens and dots.'),
      );
    }
    return name;
  }

  kind(): Kind {
    const value = this.#entry['kind'];
    const kind = kinds.find((one) => one === value);
    return kind ?? this.#rejectValue('kind', value, oneOf([...kinds, 'kubernetes']));
  }

  rejectUnknownOptions(kind: Kind): void {
    for (const key of Object.keys(this.#entry)) {
      const found = known.find((one) => one === key);
      if (found === undefined) {
        this.#reject(l10n.t('The key "{0}" is unknown.', key), l10n.t('The keys are {0}.', known.join(', ')));
      }
      const owner = belongsTo[found];
      if (owner !== undefined && owner !== kind) {
        this.#reject(
          l10n.t('"{key}" is for hosts of kind "{owner}", but this host is of kind "{kind}".', { key, owner, kind }),
          l10n.t('Remove "{0}".', key),
        );
      }
    }
  }

  spec(kind: Kind): HostSpec {
    const sudo = this.#sudo();
    switch (kind) {
      case 'local':
        return { kind, ...sudo };
      case 'ssh': {
        const destination = this.text('destination').destination ?? '';
        const problem = destinationProblem(destination);
        if (problem !== undefined) {
          this.#reject(problem, l10n.t('Use a Host of your ssh configuration, NAME or USER@NAME.'));
        }
        return { kind, destination, ...this.text('configFile'), ...sudo };
      }
      case 'exec':
        return { kind, argv: this.#command(), ...sudo };
    }
  }

  pluginPath(): readonly string[] | undefined {
    const value = this.#entry['pluginPath'];
    if (value === undefined) {
      return undefined;
    }
    const dirs = strings(value);
    if (dirs === undefined || !dirs.every((dir) => dir.startsWith('/'))) {
      this.#rejectValue('pluginPath', value, l10n.t('Use a list of absolute paths, such as {0}.', '["/opt/cni/bin"]'));
    }
    return dirs;
  }

  directory<K extends 'confDir' | 'cacheDir'>(key: K): { readonly [P in K]?: string } {
    const found = this.text(key);
    if (found[key] !== undefined && !found[key].startsWith('/')) {
      this.#rejectValue(key, found[key], l10n.t('Use an absolute path on the host.'));
    }
    return found;
  }

  /** Returns `{key: value}`, or `{}` without this member. */
  text<K extends Key>(key: K): Partial<Record<K, string>> {
    const value = this.#entry[key];
    if (value === undefined) {
      return {};
    }
    if (typeof value !== 'string' || value === '') {
      this.#rejectValue(key, value, l10n.t('Use a non-empty string, or remove "{0}".', key));
    }
    const found: Partial<Record<K, string>> = {};
    found[key] = value;
    return found;
  }

  #sudo(): { readonly sudo?: SudoUse } {
    const value = this.#entry['sudo'];
    if (value === undefined) {
      return {};
    }
    const sudo = sudoUses.find((one) => one === value);
    return sudo === undefined ? this.#rejectValue('sudo', value, oneOf(sudoUses)) : { sudo };
  }

  #command(): readonly [string, ...string[]] {
    const value = this.#entry['command'];
    const [program, ...args] = strings(value) ?? [];
    if (program === undefined || program === '') {
      const example = '["docker", "exec", "-i", "kind-worker"]';
      const remedy = l10n.t('Use the command that opens a shell, as a list such as {0}.', example);
      this.#rejectValue('command', value, remedy);
    }
    return [program, ...args];
  }

  #rejectValue(key: Key, value: unknown, remedy: string): never {
    const message =
      value === undefined
        ? l10n.t('"{0}" is missing.', key)
        : l10n.t('"{0}" is {1}, which is not valid.', key, JSON.stringify(value));
    this.#reject(message, remedy);
  }

  #reject(message: string, remedy: string): never {
    throw hostSettingError(`${this.#where}: ${message}`, remedy);
  }
}

const oneOf = (values: readonly string[]): string => l10n.t('Use one of {0}.', values.join(', '));

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && !one.includes('\0'))
    ? value
    : undefined;
}
