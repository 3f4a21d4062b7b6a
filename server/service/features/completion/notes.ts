import type { CompletionItem } from 'vscode-json-languageservice';
import type { HostFacts, PluginFact } from '../../host-facts.ts';
import type { Model, PluginView } from '../../model.ts';
import { compareVersions } from '../../spec-version.ts';
import { catalogue } from '../../schema/catalogue.ts';
import type { PluginTraits } from '../../schema/schema.ts';
import { isAt, type Cursor } from '../cursor.ts';
import type { Proposal } from './proposal.ts';

/** The value that an item inserts, as text. */
function valueOf({ label }: CompletionItem): string {
  return label.replace(/^"(.*)"$/, '$1');
}

function factOf(facts: HostFacts | undefined, type: string): PluginFact | undefined {
  return facts?.plugins?.find(({ name }) => name === type);
}

/** Why a version cannot be used here: the plugins that refuse it, and what would take it. */
export function versionObjections(model: Model, version: string, facts: HostFacts | undefined): string[] {
  const objections: string[] = [];
  const object = (type: string | undefined, traits: PluginTraits | undefined): void => {
    if (type === undefined) return;
    const { minVersion: minimum, maxVersion: maximum } = traits ?? {};
    if (maximum !== undefined && compareVersions(version, maximum) > 0)
      objections.push(`${type} knows versions up to ${maximum}`);
    if (minimum !== undefined && compareVersions(version, minimum) < 0)
      objections.push(`${type} needs ${minimum} or newer`);
    const { supportedVersions } = factOf(facts, type) ?? {};
    if (supportedVersions !== undefined && !supportedVersions.includes(version))
      objections.push(`${type} of ${facts?.host ?? 'the host'} does not know ${version}`);
  };
  for (const { typeName, described, ipam } of model.plugins) {
    object(typeName, described?.traits);
    object(ipam?.typeName, ipam?.described?.traits);
  }
  return [...new Set(objections)];
}

function noteVersion(model: Model, item: CompletionItem, facts: HostFacts | undefined): CompletionItem {
  const objections = versionObjections(model, valueOf(item), facts);
  if (objections.length === 0) return item;
  return { ...item, detail: objections.join('; '), sortText: `~${item.sortText ?? item.label}` };
}

function noteType(item: CompletionItem, facts: HostFacts | undefined): CompletionItem {
  if (facts?.plugins === undefined) return item;
  const fact = factOf(facts, valueOf(item));
  if (fact === undefined) return { ...item, detail: `not on ${facts.host}` };
  const release = fact.release === undefined ? '' : ` ${fact.release}`;
  const detail = fact.problem === undefined ? `on ${facts.host}${release}` : `on ${facts.host}, but: ${fact.problem}`;
  return { ...item, detail };
}

/** Plugins of the host that no schema describes, for a `type`. */
export function unknownTypes(cursor: Cursor, facts: HostFacts | undefined): Proposal[] {
  if (cursor.atKey || !isAt(cursor, 'type')) return [];
  return (facts?.plugins ?? [])
    .filter(({ name }) => !catalogue.plugins.has(name) && !catalogue.ipam.has(name))
    .map(({ name, path }) => ({ text: name, reason: `${path} on ${facts?.host ?? ''}` }));
}

/** Capabilities of addresses are read by the IPAM plugin (plugins/ipam/host-local, static); dhcp reads none. */
const READ_BY_IPAM: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'host-local': ['ips', 'ipRanges'],
    static: ['ips'],
    dhcp: [],
  }),
);

function isRead(item: CompletionItem, plugin: PluginView | undefined): boolean {
  if (item.label !== 'ips' && item.label !== 'ipRanges') return true;
  if (plugin?.described === undefined) return true;
  if (plugin.ipam === undefined) return plugin.described.traits?.ipam !== 'none';
  return READ_BY_IPAM.get(plugin.ipam.typeName ?? '')?.includes(item.label) ?? true;
}

/** The items of the JSON service, with what this document and the host say of them; without what would have no effect. */
export function noted(
  model: Model,
  cursor: Cursor,
  items: readonly CompletionItem[],
  facts: HostFacts | undefined,
): CompletionItem[] {
  const { path, atKey, plugin } = cursor;
  if (!atKey && (path[0] === 'cniVersion' || path[0] === 'cniVersions'))
    return items.map((item) => noteVersion(model, item, facts));
  if (!atKey && (isAt(cursor, 'type') || isAt(cursor, 'ipam', 'type')))
    return items.map((item) => noteType(item, facts));
  const isCapability = atKey && cursor.inPlugin.length === 2 && cursor.inPlugin[0] === 'capabilities';
  return isCapability ? items.filter((item) => isRead(item, plugin)) : [...items];
}
