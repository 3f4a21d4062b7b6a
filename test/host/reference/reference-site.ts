import { randomBytes } from 'node:crypto';
import { createHost, type Host, type HostSpec } from '../../../engine/host/index.ts';
import {
  allVersions,
  CNIConfig,
  type JSONObject,
  type JSONValue,
  networkConfFromBytes,
  type NetworkConfigList,
  type RuntimeConf,
  type Step,
} from '../../../engine/libcni/index.ts';

const { CNI_WORKBENCH_TEST_PLUGINS: built = '' } = process.env;

/** Where the reference plugins v1.9.1 are; undefined where they could not be built. */
export const referencePlugins = built === '' ? undefined : built;

/** The reason of tests that are skipped without them. */
export const noReferencePlugins =
  'CNI_WORKBENCH_TEST_PLUGINS names no reference plugins v1.9.1; "npm test" builds them where Go is installed';

/** A host for the reference plugins, with names that are used nowhere else on it: all begin with `tag`. */
export class ReferenceSite {
  readonly host: Host;
  readonly tag: string;
  readonly pluginDir: string;
  /** Directory of the host for caches and data, below /run. */
  readonly dir: string;
  #places = 0;

  /** @param programDirs directories whose other programs are used on the site */
  constructor(spec: HostSpec, pluginDir: string, programDirs: readonly string[] = []) {
    this.host = createHost(spec, { pluginDirs: [pluginDir, ...programDirs] });
    this.pluginDir = pluginDir;
    this.tag = `wb${randomBytes(3).toString('hex')}`;
    this.dir = `/run/${this.tag}`;
  }

  /** Runs shell text with arguments $1… on the host and gives its stdout; rejects with stderr when it fails. */
  async sh(script: string, ...args: readonly string[]): Promise<string> {
    const outcome = await this.host.run({ argv: ['/bin/sh', '-c', script, 'sh', ...args], env: { LC_ALL: 'C' } });
    if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
      const stderr = outcome.kind === 'unknown' ? outcome.reason : Buffer.from(outcome.stderr).toString();
      throw new Error(`${script} [${args.join(' ')}] in ${this.host.label}: ${stderr}`);
    }
    return Buffer.from(outcome.stdout).toString();
  }

  /** What a command that prints JSON prints, e.g. `ip -j addr`; [] where it prints nothing. */
  async json(script: string, ...args: readonly string[]): Promise<unknown> {
    const text = await this.sh(script, ...args);
    return JSON.parse(text.trim() === '' ? '[]' : text);
  }

  /** The spec versions that every one of the plugins reports, oldest first. */
  async versionsOf(types: readonly string[]): Promise<readonly string[]> {
    const cni = this.engine(() => undefined);
    const infos = await Promise.all(types.map((type) => cni.getVersionInfo(type)));
    return allVersions.filter((version) => infos.every((info) => info.supportedVersions.includes(version)));
  }

  engine(onStep: (step: Step) => void): CNIConfig {
    const { host, pluginDir, dir } = this;
    const observer = { onStep: (step: Step) => (step.outcome === undefined ? undefined : onStep(step)) };
    return new CNIConfig({
      pluginDirs: [pluginDir],
      cacheDir: `${dir}/cache`,
      exec: host.exec,
      store: host.store,
      observer,
    });
  }

  place(version: string): Place {
    this.#places += 1;
    return new Place(this, version, this.#places);
  }

  /** Ends the host; what is ours on it goes before. */
  async close(): Promise<void> {
    if (this.host.state.kind === 'ready') {
      await this.sh('rm -rf "$1"', this.dir);
    }
    await this.host.dispose();
  }
}

/** The names and directories that one test uses on a site. */
export class Place {
  readonly site: ReferenceSite;
  readonly version: string;
  readonly network: string;
  /** A bridge of this name, and links whose names begin with it, are removed at the end. */
  readonly bridge: string;
  /** host-local's data directory, and other plugins'. */
  readonly dataDir: string;
  readonly #namespaces: readonly [string, string];

  constructor(site: ReferenceSite, version: string, number: number) {
    this.site = site;
    this.version = version;
    this.network = `${site.tag}-${number}`;
    this.bridge = `${site.tag}b${number}`;
    this.dataDir = `${site.dir}/data-${number}`;
    this.#namespaces = [`${this.network}-a`, `${this.network}-b`];
  }

  namespace(container: Container): string {
    return this.#namespaces[container === 'a' ? 0 : 1];
  }

  async open(): Promise<void> {
    await this.site.sh('for n; do ip netns add "$n" || exit; done', ...this.#namespaces);
  }

  /** Removes namespaces, links and data, whatever of them is there. */
  async close(): Promise<void> {
    const script = `link=$1 data=$2; shift 2
for n; do ip netns del "$n"; done
for l in /sys/class/net/"$link"*; do [ ! -e "$l" ] || ip link del "\${l##*/}" 2>/dev/null || :; done
rm -rf "$data"`;
    await this.site.sh(script, this.bridge, this.dataDir, ...this.#namespaces);
  }

  list(plugins: readonly JSONObject[]): NetworkConfigList {
    const { version: cniVersion, network: name } = this;
    return networkConfFromBytes(Buffer.from(JSON.stringify({ cniVersion, name, plugins })));
  }

  attachment(container: Container, ifName: string, capabilityArgs: JSONObject): RuntimeConf {
    const namespace = this.namespace(container);
    return { containerID: namespace, netNS: `/var/run/netns/${namespace}`, ifName, args: [], capabilityArgs };
  }

  /** Name of the attachment's file among the cached results. */
  cacheFile(rt: RuntimeConf): string {
    return `${this.network}-${rt.containerID}-${rt.ifName}`;
  }

  /** The cached results of this place, by file name. */
  async cacheFiles(): Promise<readonly string[]> {
    const files = await this.site.host.store.list(`${this.site.dir}/cache/results`);
    return files
      .map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
      .filter((name) => name.startsWith(`${this.network}-`));
  }
}

/** One of the two containers of a place. */
export type Container = 'a' | 'b';

/** The JSON object in a value that must hold one. */
export function objectOf(value: JSONValue | undefined): JSONObject {
  if (value === null || typeof value !== 'object' || isArray(value)) {
    throw new TypeError(`no object: ${JSON.stringify(value)}`);
  }
  return value;
}

/** Returns the elements of a JSON array; none for another value. */
export function elementsOf(value: JSONValue | undefined): readonly JSONValue[] {
  return isArray(value) ? value : [];
}

function isArray(value: JSONValue | undefined): value is readonly JSONValue[] {
  return Array.isArray(value);
}

/** The string in a value that must hold one. */
export function textOf(value: JSONValue | undefined): string {
  if (typeof value !== 'string') {
    throw new TypeError(`no string: ${JSON.stringify(value)}`);
  }
  return value;
}
