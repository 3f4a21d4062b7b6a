import { expect } from 'vitest';
import {
  type CNIConfig,
  type CNIError,
  greaterThanOrEqualTo,
  isCNIError,
  type JSONObject,
  type NetworkConfigList,
  type Result,
  type RuntimeConf,
  type Step,
} from '../../../engine/libcni/index.ts';
import type { ExplanationId } from '../../../engine/explain/index.ts';
import { expectCause } from '../right-cause.ts';
import { type Container, elementsOf, objectOf, type Place, textOf } from './reference-site.ts';

/** An attachment under test, with what ADD gave. */
export interface Attached {
  readonly place: Place;
  readonly container: Container;
  readonly rt: RuntimeConf;
  readonly namespace: string;
  readonly result: Result;
}

/** A kind of link that the kernel must have, with the text of the plugin's error and its cause where it has not. */
export interface KernelLink {
  readonly linkKind: string;
  readonly refusal: RegExp;
  readonly cause: ExplanationId;
}

/** A chain of reference plugins, and how it shows on the machine. */
export interface ReferenceChain {
  readonly name: string;
  /** Every plugin that it runs, delegated ones included; it is tested in the versions that all of them report. */
  readonly types: readonly string[];
  readonly kernel?: KernelLink;
  readonly ifName?: string;
  /** True where there cannot be two attachments at once. */
  readonly single?: boolean;
  plugins(place: Place): readonly JSONObject[];
  capabilityArgs?(container: Container): JSONObject;
  /** Makes what the chain needs on the host. */
  prepare?(place: Place): Promise<void>;
  /** Expects to see the attachment on the host. */
  seen(attached: Attached): Promise<void>;
  /** Expects to see nothing of it. */
  gone(attached: Attached): Promise<void>;
  /** The error of CHECK for an unchanged attachment, if the plugins do not work together. */
  readonly checkAlwaysFinds?: Found;
  readonly damage?: Damage;
}

/** An error of a plugin, and the known failure that explains it. */
interface Found {
  readonly found: RegExp;
  readonly cause: ExplanationId;
}

/** Damage that CHECK must find, and what CHECK says then. In the script $1 is the namespace, $2 the bridge, $3 the address. */
export interface Damage extends Found {
  readonly script: string;
}

/** The addresses of a result with their prefix lengths, whatever its version. */
export function addressesOf({ value }: Result): readonly string[] {
  const old = ['ip4', 'ip6'].flatMap((key) => (value[key] === undefined ? [] : [objectOf(value[key])['ip']]));
  const listed = elementsOf(value['ips']).map((ip) => objectOf(ip)['address']);
  return [...old, ...listed].map(textOf);
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

/** A chain in one version at one place, and the plugin runs that ended since they were last asked for. */
interface Life {
  readonly chain: ReferenceChain;
  readonly place: Place;
  readonly list: NetworkConfigList;
  readonly cni: CNIConfig;
  readonly steps: Step[];
  /** Every verb that a plugin ran. */
  readonly verbs: Set<string>;
}

function lifeOf(chain: ReferenceChain, place: Place): Life {
  const steps: Step[] = [];
  const verbs = new Set<string>();
  const cni = place.site.engine((step) => {
    steps.push(step);
    verbs.add(step.verb);
  });
  return { chain, place, list: place.list(chain.plugins(place)), cni, steps, verbs };
}

/**
 * The whole life of a chain in one version: each verb of the runtime, and what the machine shows after each.
 * @returns the verbs that plugins were run with
 */
export async function live(chain: ReferenceChain, place: Place): Promise<ReadonlySet<string>> {
  const life = lifeOf(chain, place);
  await status(life);
  await addCheckCollectDelete(life);
  return life.verbs;
}

/** Runs a chain whose kernel link type is missing: the plugin reports it, and nothing remains. */
export async function beRefused(chain: ReferenceChain, place: Place, kernel: KernelLink): Promise<CNIError> {
  const life = lifeOf(chain, place);
  const { cni, list } = life;
  await status(life);
  const rt = attachmentOf(life, 'a');
  const error = await failureOf(cni.addNetworkList(list, rt));
  if (error === undefined) {
    throw new Error(`${chain.name}: ADD went well`);
  }
  expect(error.message).toMatch(/^plugin type="[a-z]+" failed \(add\): /);
  expect(error.message.endsWith(error.msg)).toBe(true);
  expect(life.steps.at(-1)?.error?.message).toMatch(kernel.refusal);
  expectCause(error, kernel.cause, life.steps.at(-1));
  expect(await place.cacheFiles()).toEqual([]);
  // A runtime deletes what it failed to add, and may ask to collect the rest.
  await cni.delNetworkList(list, rt);
  await cni.delNetworkList(list, rt);
  await cni.gcNetworkList(list, undefined);
  const links = await place.site.json('ip -n "$1" -j link', place.namespace('a'));
  expect(links).toEqual([expect.objectContaining({ ifname: 'lo' })]);
  return error;
}

/** STATUS asks every plugin from spec 1.1.0 on, and none before it. */
async function status(life: Life): Promise<void> {
  await life.cni.getStatusNetworkList(life.list);
  expect(ran(life)).toEqual(knowsStatusAndGC(life) ? chainAs(life, 'STATUS') : []);
}

/** ADD of two; CHECK of both, and of the first again when it is damaged; GC of the first; DEL of the second, twice. */
async function addCheckCollectDelete(life: Life): Promise<void> {
  const { chain } = life;
  const stale = await add(life, 'a');
  await check(life, stale.rt);
  const valid = chain.single === true ? undefined : await add(life, 'b');
  await damage(life, stale);
  await collectGarbage(life, stale, valid);
  const last = valid ?? (await add(life, 'b'));
  await check(life, last.rt);
  await del(life, last);
  await del(life, last);
}

/** CHECK reports what was damaged. */
async function damage(life: Life, attached: Attached): Promise<void> {
  const { place, chain, cni, list } = life;
  if (chain.damage === undefined) {
    return;
  }
  await place.site.sh(chain.damage.script, attached.namespace, place.bridge, addressOf(attached));
  if (knowsCheck(life)) {
    const error = await failureOf(cni.checkNetworkList(list, attached.rt));
    expect(error?.message).toMatch(chain.damage.found);
    expectCause(error, chain.damage.cause);
  }
}

/** GC removes the attachment that is stale, damaged or not, and leaves the valid one alone. */
async function collectGarbage(life: Life, stale: Attached, valid: Attached | undefined): Promise<void> {
  const { place, chain, cni, list } = life;
  const valids = valid === undefined ? [] : [valid];
  const validAttachments = valids.map(({ rt: { containerID, ifName } }) => ({ containerID, ifName }));
  life.steps.length = 0;
  await cni.gcNetworkList(list, { validAttachments });
  const gc = knowsStatusAndGC(life) ? chainAs(life, 'GC') : [];
  expect(ran(life)).toEqual([...chainAs(life, 'DEL').toReversed(), ...gc]);
  await chain.gone(stale);
  for (const attached of valids) {
    await chain.seen(attached);
  }
  expect(await place.cacheFiles()).toEqual(valids.map(({ rt }) => place.cacheFile(rt)));
}

async function add(life: Life, container: Container): Promise<Attached> {
  const { place, chain, cni, list } = life;
  const rt = attachmentOf(life, container);
  life.steps.length = 0;
  const result = await cni.addNetworkList(list, rt);
  expect(ran(life)).toEqual(chainAs(life, 'ADD'));
  expect(result.cniVersion).toBe(place.version);
  expect(objectOf(JSON.parse(result.json))['cniVersion']).toBe(place.version);
  expect(await place.cacheFiles()).toContain(place.cacheFile(rt));
  const cached = await cni.getNetworkListCachedResult(list, rt);
  expect(cached?.json).toBe(result.json);
  const attached = { place, container, rt, namespace: place.namespace(container), result };
  await chain.seen(attached);
  return attached;
}

async function check(life: Life, rt: RuntimeConf): Promise<void> {
  const { place, chain, cni, list } = life;
  life.steps.length = 0;
  const error = await failureOf(cni.checkNetworkList(list, rt));
  if (!knowsCheck(life)) {
    expect(error?.message).toBe(`configuration version "${place.version}" does not support the CHECK command`);
    expectCause(error, 'checkUnsupported');
    expect(ran(life)).toEqual([]);
  } else if (chain.checkAlwaysFinds !== undefined) {
    expect(error?.message).toMatch(chain.checkAlwaysFinds.found);
    expectCause(error, chain.checkAlwaysFinds.cause);
  } else {
    expect(error?.message).toBeUndefined();
    expect(ran(life)).toEqual(chainAs(life, 'CHECK'));
  }
}

async function del(life: Life, attached: Attached): Promise<void> {
  const { place, chain, cni, list } = life;
  life.steps.length = 0;
  await cni.delNetworkList(list, attached.rt);
  expect(ran(life)).toEqual(chainAs(life, 'DEL').toReversed());
  expect(await place.cacheFiles()).not.toContain(place.cacheFile(attached.rt));
  await chain.gone(attached);
}

function attachmentOf({ chain, place }: Life, container: Container): RuntimeConf {
  return place.attachment(container, chain.ifName ?? 'eth0', chain.capabilityArgs?.(container) ?? {});
}

function knowsCheck({ place }: Life): boolean {
  return greaterThanOrEqualTo(place.version, '0.4.0');
}

function knowsStatusAndGC({ place }: Life): boolean {
  return greaterThanOrEqualTo(place.version, '1.1.0');
}

/** The plugin runs since the last call, e.g. `ADD bridge`. */
function ran({ steps }: Life): readonly string[] {
  return steps.splice(0).map(({ verb, pluginType }) => `${verb} ${pluginType}`);
}

function chainAs({ list }: Life, verb: string): readonly string[] {
  return list.plugins.map(({ network }) => `${verb} ${network.type}`);
}

/** The attachment's first address without its prefix length; '' where it has none. */
export function addressOf({ result }: Attached): string {
  return addressesOf(result)[0]?.split('/')[0] ?? '';
}
