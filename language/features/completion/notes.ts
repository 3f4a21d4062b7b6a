import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import type { CompletionItem } from 'vscode-json-languageservice';
import type { HostFacts, PluginFact } from '../../workspace/host-facts.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { compareVersions } from '../../document/spec-version.ts';
import { catalog } from '../../schema/catalog.ts';
import type { PluginTraits } from '../../schema/schema.ts';
import { isAt, type Cursor } from '../cursor.ts';
import { proposalItems } from './proposal.ts';

/** First characters of `sortText` for a `type`: plugins of the host with a schema, those without one, all others. */
const [installedRank, unknownRank, othersRank] = ['1', '2', '3'];

/** Returns the value that an item inserts, as text. */
function valueOf({ label }: CompletionItem): string {
  return label.replace(/^"(.*)"$/, '$1');
}

function factOf(facts: HostFacts | undefined, type: string): PluginFact | undefined {
  return facts?.plugins?.find(({ name }) => name === type);
}

/** Returns the reasons why a version cannot be used here: a sentence for each plugin that does not support it. */
export function versionObjections(model: Model, version: string, facts: HostFacts | undefined): string[] {
  const objections: string[] = [];
  const object = (type: string | undefined, traits: PluginTraits | undefined): void => {
    if (type === undefined) {
      return;
    }
    const { minVersion: minimum, maxVersion: maximum } = traits ?? {};
    if (maximum !== undefined && compareVersions(version, maximum) > 0) {
      objections.push(l10n.t('{0} supports versions up to {1}.', type, maximum));
    }
    if (minimum !== undefined && compareVersions(version, minimum) < 0) {
      objections.push(l10n.t('{0} requires version {1} or later.', type, minimum));
    }
    const { supportedVersions } = factOf(facts, type) ?? {};
    if (facts !== undefined && supportedVersions !== undefined && !supportedVersions.includes(version)) {
      objections.push(
        l10n.t('{plugin} on {host} does not support version {version}.', { plugin: type, host: facts.host, version }),
      );
    }
  };
  for (const { typeName, described, ipam } of model.plugins) {
    object(typeName, described?.traits);
    object(ipam?.typeName, ipam?.described?.traits);
  }
  return [...new Set(objections)];
}

function noteVersion(model: Model, item: CompletionItem, facts: HostFacts | undefined): CompletionItem {
  const objections = versionObjections(model, valueOf(item), facts);
  if (objections.length === 0) {
    return item;
  }
  return { ...item, detail: sentences(...objections), sortText: `~${item.sortText ?? item.label}` };
}

function noteType(item: CompletionItem, facts: HostFacts | undefined): CompletionItem {
  if (facts?.plugins === undefined) {
    return item;
  }
  const fact = factOf(facts, valueOf(item));
  const last = `${othersRank}${item.sortText ?? item.label}`;
  if (fact === undefined) {
    return { ...item, detail: l10n.t('Not on {0}', facts.host), sortText: last };
  }
  const detail = pluginNote(fact, facts.host);
  if (fact.problem !== undefined) {
    return { ...item, detail, sortText: last };
  }
  const labelDetails = installedMark(facts.host);
  return { ...item, detail, labelDetails, sortText: `${installedRank}${item.sortText ?? item.label}` };
}

/** The mark of a plugin that the host in use has. It is visible in the row of every proposal. */
function installedMark(host: string): NonNullable<CompletionItem['labelDetails']> {
  return { description: l10n.t('installed on {0}', host) };
}

function pluginNote({ problem, release }: PluginFact, host: string): string {
  if (problem !== undefined) {
    return l10n.t('On {0}, but it cannot run: {1}', host, problem);
  }
  return release === undefined ? l10n.t('On {0}', host) : l10n.t('On {0}, release {1}', host, release);
}

/** Proposes plugins of the host without a schema, for a `type`, after those with one. */
export function unknownTypes(model: Model, cursor: Cursor, facts: HostFacts | undefined): CompletionItem[] {
  if (facts === undefined || cursor.atKey || !isAt(cursor, 'type')) {
    return [];
  }
  const proposals = (facts.plugins ?? [])
    .filter(({ name }) => !catalog.plugins.has(name) && !catalog.ipam.has(name))
    .map(({ name, path }) => ({ text: name, reason: l10n.t('{0} on {1}', path, facts.host) }));
  const labelDetails = installedMark(facts.host);
  return proposalItems(model, cursor, proposals, unknownRank).map((item) => ({ ...item, labelDetails }));
}

/** Capabilities for addresses, by the IPAM plugin that reads them (plugins/ipam/host-local, static); dhcp reads none. */
const readByIpam: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'host-local': ['ips', 'ipRanges'],
    static: ['ips'],
    dhcp: [],
  }),
);

function isRead(item: CompletionItem, plugin: PluginView | undefined): boolean {
  if (item.label !== 'ips' && item.label !== 'ipRanges') {
    return true;
  }
  if (plugin?.described === undefined) {
    return true;
  }
  if (plugin.ipam === undefined) {
    return plugin.described.traits?.ipam !== 'none';
  }
  return readByIpam.get(plugin.ipam.typeName ?? '')?.includes(item.label) ?? true;
}

/** Returns the items of the JSON service with notes about this document and the host, without items that have no effect. */
export function noted(
  model: Model,
  cursor: Cursor,
  items: readonly CompletionItem[],
  facts: HostFacts | undefined,
): CompletionItem[] {
  const { path, atKey, plugin } = cursor;
  if (!atKey && (path[0] === 'cniVersion' || path[0] === 'cniVersions')) {
    return items.map((item) => noteVersion(model, item, facts));
  }
  if (!atKey && (isAt(cursor, 'type') || isAt(cursor, 'ipam', 'type'))) {
    return items.map((item) => noteType(item, facts));
  }
  const isCapability = atKey && cursor.inPlugin.length === 2 && cursor.inPlugin[0] === 'capabilities';
  return isCapability ? items.filter((item) => isRead(item, plugin)) : [...items];
}
