import type { HostSpec, NamedHost, SudoUse } from './host.ts';
import { HostSettingError } from './host-setting-error.ts';
import { isClusterEntry, type KubernetesCluster, readClusterSetting } from './kubernetes-settings.ts';

/** What `cni.hosts` may say of one host. */
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
/** Hosts that are there without a setting. */
const builtIn = ['sandbox', 'local'];

type Entry = Readonly<Record<string, unknown>>;

/**
 * The hosts of the setting `cni.hosts`, a list of objects; what is wrong with one of them does not take the others along.
 * @param value as the editor has it, of any shape
 */
export function readHostSettings(value: unknown): {
  readonly hosts: readonly NamedHost[];
  /** Those of kind "kubernetes": groups whose hosts kubectl knows (kubernetes.ts). */
  readonly clusters: readonly KubernetesCluster[];
  readonly problems: readonly HostSettingError[];
} {
  if (!Array.isArray(value)) {
    const problem = new HostSettingError('"cni.hosts" is no list.', 'Write [{"name": …, "kind": …}].');
    return { hosts: [], clusters: [], problems: value === undefined || value === null ? [] : [problem] };
  }
  const hosts = new Map<string, NamedHost>();
  const clusters = new Map<string, KubernetesCluster>();
  const problems: HostSettingError[] = [];
  value.forEach((one: unknown, index) => {
    try {
      const host = isClusterEntry(one) ? readClusterSetting(one, index) : readHostSetting(one, index);
      if (hosts.has(host.name) || clusters.has(host.name)) {
        throw new HostSettingError(
          `Entry ${index + 1} of "cni.hosts": there is already a host "${host.name}".`,
          'Give each a name of its own.',
        );
      }
      if ('spec' in host) hosts.set(host.name, host);
      else clusters.set(host.name, host);
    } catch (error) {
      if (!(error instanceof HostSettingError)) throw error;
      problems.push(error);
    }
  });
  return { hosts: [...hosts.values()], clusters: [...clusters.values()], problems };
}

/** One entry of the setting. @throws HostSettingError */
function readHostSetting(value: unknown, index: number): NamedHost {
  if (!isRecord(value)) {
    throw new HostSettingError(
      `Entry ${index + 1} of "cni.hosts" is no object, but ${JSON.stringify(value)}.`,
      'Write {"name": …, "kind": …}.',
    );
  }
  const entry = new EntryReader(value, index);
  const name = entry.name();
  const kind = entry.kind();
  entry.refuseStrangers(kind);
  const pluginPath = entry.pluginPath();
  return {
    name,
    spec: entry.spec(kind),
    ...(pluginPath === undefined ? {} : { pluginPath }),
    ...entry.directory('confDir'),
    ...entry.directory('cacheDir'),
    ...entry.text('group'),
  };
}

/** What keeps a text from being where ssh connects to; undefined when nothing does. */
export function destinationProblem(destination: string): string | undefined {
  if (destination === '') return 'it is empty';
  if (destination.startsWith('-')) return 'it begins with a hyphen, which ssh takes for an option';
  return /[\s\0]/.test(destination) ? 'it holds a blank' : undefined;
}

/** Reads the members of one entry; every refusal names the entry. */
class EntryReader {
  private readonly entry: Entry;
  private readonly where: string;

  constructor(entry: Entry, index: number) {
    this.entry = entry;
    const name = entry['name'];
    this.where = typeof name === 'string' && name !== '' ? `Host "${name}"` : `Entry ${index + 1}`;
  }

  name(): string {
    const { name } = this.text('name');
    if (name === undefined) this.refuse('there is no "name"', 'Give it one, by which views and messages call it.');
    if (builtIn.includes(name)) {
      this.refuse(`the name "${name}" is taken by the host that is always there`, 'Choose another name.');
    }
    // It becomes a part of the address cni-host:/NAME/….
    if (/[/\\\p{Cc}]/u.test(name)) {
      this.refuse('its name holds a slash or a control character', 'Use letters, digits, hyphens and dots.');
    }
    return name;
  }

  kind(): Kind {
    const value = this.entry['kind'];
    const kind = kinds.find((one) => one === value);
    return kind ?? this.refuse(`"kind" is ${JSON.stringify(value)}`, `Write one of ${kinds.join(', ')}, kubernetes.`);
  }

  refuseStrangers(kind: Kind): void {
    for (const key of Object.keys(this.entry)) {
      const found = known.find((one) => one === key);
      if (found === undefined) this.refuse(`there is nothing called "${key}"`, `It may have ${known.join(', ')}.`);
      const owner = belongsTo[found];
      if (owner !== undefined && owner !== kind) {
        this.refuse(`"${key}" is for hosts of kind "${owner}", and this one is "${kind}"`, 'Leave it out.');
      }
    }
  }

  spec(kind: Kind): HostSpec {
    const sudo = this.sudo();
    switch (kind) {
      case 'local':
        return { kind, ...sudo };
      case 'ssh': {
        const destination = this.text('destination').destination ?? '';
        const problem = destinationProblem(destination);
        if (problem !== undefined) {
          const cure = 'Write a Host of your ssh configuration, NAME or USER@NAME.';
          this.refuse(`"destination" is ${JSON.stringify(this.entry['destination'])}: ${problem}`, cure);
        }
        return { kind, destination, ...this.text('configFile'), ...sudo };
      }
      case 'exec':
        return { kind, argv: this.command(), ...sudo };
    }
  }

  pluginPath(): readonly string[] | undefined {
    const value = this.entry['pluginPath'];
    if (value === undefined) return undefined;
    const dirs = strings(value);
    if (dirs === undefined || !dirs.every((dir) => dir.startsWith('/'))) {
      this.refuse(`"pluginPath" is ${JSON.stringify(value)}`, 'Write a list of absolute paths: ["/opt/cni/bin"].');
    }
    return dirs;
  }

  directory<K extends 'confDir' | 'cacheDir'>(key: K): { readonly [P in K]?: string } {
    const found = this.text(key);
    if (found[key] !== undefined && !found[key].startsWith('/')) {
      this.refuse(`"${key}" is ${JSON.stringify(found[key])}`, 'Write an absolute path of the host.');
    }
    return found;
  }

  /** `{key: value}`, or nothing where there is no such member. */
  text<K extends Key>(key: K): Partial<Record<K, string>> {
    const value = this.entry[key];
    if (value === undefined) return {};
    if (typeof value !== 'string' || value === '') {
      this.refuse(`"${key}" is ${JSON.stringify(value)}`, 'Write a text, or leave it out.');
    }
    const found: Partial<Record<K, string>> = {};
    found[key] = value;
    return found;
  }

  private sudo(): { readonly sudo?: SudoUse } {
    const value = this.entry['sudo'];
    if (value === undefined) return {};
    const sudo = sudoUses.find((one) => one === value);
    return sudo === undefined
      ? this.refuse(`"sudo" is ${JSON.stringify(value)}`, `Write one of ${sudoUses.join(', ')}.`)
      : { sudo };
  }

  private command(): readonly [string, ...string[]] {
    const value = this.entry['command'];
    const [program, ...args] = strings(value) ?? [];
    if (program === undefined || program === '') {
      const cure = 'Write the words that a shell is put behind: ["docker", "exec", "-i", "kind-worker"].';
      this.refuse(`"command" is ${JSON.stringify(value)}`, cure);
    }
    return [program, ...args];
  }

  private refuse(what: string, cure: string): never {
    throw new HostSettingError(`${this.where} of "cni.hosts": ${what}.`, cure);
  }
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && !one.includes('\0'))
    ? value
    : undefined;
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
