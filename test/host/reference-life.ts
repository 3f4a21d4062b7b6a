import { expect } from 'vitest';
import {
  type CNIConfig,
  CNIError,
  greaterThanOrEqualTo,
  isCNIError,
  type JSONObject,
  type NetworkConfigList,
  type Result,
  type RuntimeConf,
  type Step,
} from '../../engine/libcni/index.ts';
import { type Container, elementsOf, objectOf, type Place } from './reference-site.ts';

/** An attachment under test, with what ADD gave. */
export interface Attached {
  readonly place: Place;
  readonly container: Container;
  readonly rt: RuntimeConf;
  readonly namespace: string;
  readonly result: Result;
}

/** A chain of reference plugins, and how it shows on the machine. */
export interface ReferenceChain {
  readonly name: string;
  /** Every plugin that it runs, delegated ones included; it is tested in the versions that all of them report. */
  readonly types: readonly string[];
  /** The kind of link that the kernel must have, with the text of the plugin's error where it has not. */
  readonly kernel?: { readonly linkKind: string; readonly refusal: RegExp };
  readonly ifName?: string;
  plugins(place: Place): readonly JSONObject[];
  capabilityArgs?(container: Container): JSONObject;
  /** Makes what the chain needs on the host. */
  prepare?(place: Place): Promise<void>;
  /** Expects to see the attachment on the host. */
  seen(attached: Attached): Promise<void>;
  /** Expects to see nothing of it. */
  gone(attached: Attached): Promise<void>;
  /** Does damage that CHECK must find, and what CHECK says then. */
  readonly damage: { readonly script: string; readonly found: RegExp };
}

/** The addresses of a result with their prefix lengths, whatever its version. */
export function addressesOf({ value }: Result): readonly string[] {
  const old = ['ip4', 'ip6'].flatMap((key) => (value[key] === undefined ? [] : [objectOf(value[key])['ip']]));
  const listed = elementsOf(value['ips']).map((ip) => objectOf(ip)['address']);
  return [...old, ...listed].map(String);
}

/** What became of an attempt: its CNIError, or undefined when it went well. */
export async function failureOf(attempt: Promise<unknown>): Promise<CNIError | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (!isCNIError(error)) {
      throw error;
    }
    return error;
  }
}

/** The whole life of a chain in one version: each verb of the runtime, and what the machine shows after each. */
export class Life {
  readonly #chain: ReferenceChain;
  readonly #place: Place;
  readonly #list: NetworkConfigList;
  readonly #cni: CNIConfig;
  #steps: Step[] = [];

  constructor(chain: ReferenceChain, place: Place) {
    this.#chain = chain;
    this.#place = place;
    this.#list = place.list(chain.plugins(place));
    this.#cni = place.site.engine((step) => this.#steps.push(step));
  }

  async live(): Promise<void> {
    await this.status();
    await this.addCheckDelete();
    await this.collectGarbage();
  }

  /** STATUS asks every plugin from spec 1.1.0 on, and none before it. */
  async status(): Promise<void> {
    this.#steps = [];
    await this.#cni.getStatusNetworkList(this.#list);
    expect(this.#ran()).toEqual(this.#knowsStatusAndGC ? this.#chainAs('STATUS') : []);
  }

  async addCheckDelete(): Promise<void> {
    const { damage } = this.#chain;
    const attached = await this.#add('a');
    await this.#check(attached.rt);
    await this.#place.site.sh(damage.script, attached.namespace, this.#place.bridge, addressOf(attached));
    await this.#checkFinds(attached.rt, damage.found);
    await this.#delete(attached);
    await this.#delete(attached);
  }

  /** GC removes the attachment that is stale and leaves the valid one alone; then, told of none, removes that too. */
  async collectGarbage(): Promise<void> {
    const stale = await this.#add('a');
    const valid = await this.#add('b');
    this.#steps = [];
    const { containerID, ifName } = valid.rt;
    await this.#cni.gcNetworkList(this.#list, { validAttachments: [{ containerID, ifName }] });
    const gc = this.#knowsStatusAndGC ? this.#chainAs('GC') : [];
    expect(this.#ran()).toEqual([...this.#chainAs('DEL').toReversed(), ...gc]);
    await this.#chain.gone(stale);
    await this.#chain.seen(valid);
    await this.#check(valid.rt);
    expect(await this.#place.cacheFiles()).toEqual([this.#place.cacheFile(valid.rt)]);
    await this.#cni.gcNetworkList(this.#list, undefined);
    await this.#chain.gone(valid);
    expect(await this.#place.cacheFiles()).toEqual([]);
  }

  /** What a chain is to the user whose kernel has no such link: the plugin's words, and nothing left behind. */
  async refused(refusal: RegExp): Promise<void> {
    await this.status();
    const rt = this.#attachment('a');
    this.#steps = [];
    const error = await failureOf(this.#cni.addNetworkList(this.#list, rt));
    expect(error).toBeInstanceOf(CNIError);
    expect(error?.message).toMatch(/^plugin type="[a-z]+" failed \(add\): /);
    expect(error?.message).toMatch(refusal);
    expect(error?.msg).toMatch(refusal);
    expect(this.#steps.at(-1)?.error?.message).toMatch(refusal);
    expect(await this.#place.cacheFiles()).toEqual([]);
    // A runtime deletes what it failed to add, and may ask to collect the rest.
    await this.#cni.delNetworkList(this.#list, rt);
    await this.#cni.delNetworkList(this.#list, rt);
    await this.#cni.gcNetworkList(this.#list, undefined);
    const links = await this.#place.site.json('ip -n "$1" -j link', this.#place.namespace('a'));
    expect(links).toEqual([expect.objectContaining({ ifname: 'lo' })]);
  }

  get #knowsStatusAndGC(): boolean {
    return greaterThanOrEqualTo(this.#place.version, '1.1.0');
  }

  #attachment(container: Container): RuntimeConf {
    const { ifName = 'eth0' } = this.#chain;
    return this.#place.attachment(container, ifName, this.#chain.capabilityArgs?.(container) ?? {});
  }

  async #add(container: Container): Promise<Attached> {
    const rt = this.#attachment(container);
    this.#steps = [];
    const result = await this.#cni.addNetworkList(this.#list, rt);
    expect(this.#ran()).toEqual(this.#chainAs('ADD'));
    expect(result.cniVersion).toBe(this.#place.version);
    expect(objectOf(JSON.parse(result.json))['cniVersion']).toBe(this.#place.version);
    expect(await this.#place.cacheFiles()).toContain(this.#place.cacheFile(rt));
    const cached = await this.#cni.getNetworkListCachedResult(this.#list, rt);
    expect(cached?.json).toBe(result.json);
    const attached = { place: this.#place, container, rt, namespace: this.#place.namespace(container), result };
    await this.#chain.seen(attached);
    return attached;
  }

  async #check(rt: RuntimeConf): Promise<void> {
    this.#steps = [];
    const error = await failureOf(this.#cni.checkNetworkList(this.#list, rt));
    if (greaterThanOrEqualTo(this.#place.version, '0.4.0')) {
      expect(error?.message).toBeUndefined();
      expect(this.#ran()).toEqual(this.#chainAs('CHECK'));
    } else {
      expect(error?.message).toBe(`configuration version "${this.#place.version}" does not support the CHECK command`);
      expect(this.#ran()).toEqual([]);
    }
  }

  async #checkFinds(rt: RuntimeConf, found: RegExp): Promise<void> {
    if (greaterThanOrEqualTo(this.#place.version, '0.4.0')) {
      const error = await failureOf(this.#cni.checkNetworkList(this.#list, rt));
      expect(error?.message).toMatch(found);
    }
  }

  async #delete(attached: Attached): Promise<void> {
    this.#steps = [];
    await this.#cni.delNetworkList(this.#list, attached.rt);
    expect(this.#ran()).toEqual(this.#chainAs('DEL').toReversed());
    expect(await this.#place.cacheFiles()).not.toContain(this.#place.cacheFile(attached.rt));
    await this.#chain.gone(attached);
  }

  #ran(): readonly string[] {
    return this.#steps.map(({ verb, pluginType }) => `${verb} ${pluginType}`);
  }

  #chainAs(verb: string): readonly string[] {
    return this.#list.plugins.map(({ network }) => `${verb} ${network.type}`);
  }
}

/** The attachment's first address without its prefix length; '' where it has none. */
export function addressOf({ result }: Attached): string {
  return addressesOf(result)[0]?.split('/')[0] ?? '';
}
