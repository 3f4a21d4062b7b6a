import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { InlayHint } from 'vscode-languageserver-types';
import type { Range } from 'vscode-json-languageservice';
import { formatAddress } from '../document/addresses.ts';
import { assignedIn, type RangeAt } from '../document/ipam-ranges.ts';
import { foldedMember } from '../document/members.ts';
import type { Model, PluginView } from '../document/model.ts';
import type { Node } from '../document/parse.ts';
import type { RuleContext } from '../workspace/context.ts';
import { effectiveVersion } from '../document/spec-version.ts';
import { countText } from './hover-address.ts';

/** Keys whose default affects the host and that are often left out. */
const hintedKeys: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    bridge: ['bridge'],
    macvlan: ['mode', 'master'],
    ipvlan: ['mode', 'master'],
    firewall: ['backend'],
    portmap: ['backend'],
    'accelerated-bridge': ['bridge'],
  }),
);

/** Returns the default master of macvlan and ipvlan: the interface of the default route (getDefaultRouteInterfaceName). */
function defaultMaster({ hostFacts }: RuleContext): string {
  const route = hostFacts?.routes?.find(({ destination, device }) => destination === 'default' && device !== undefined);
  return route?.device ?? l10n.t('default route');
}

/** Returns the default backend of portmap, which depends on the programs of the host (meta/portmap/main.go, getBackend). */
function portmapBackend({ hostFacts }: RuleContext): string {
  const hasIptables = hostFacts?.programs?.['iptables'];
  if (hasIptables === undefined) {
    return l10n.t('iptables, else nftables');
  }
  return hasIptables ? 'iptables' : 'nftables';
}

/** Defaults that depend on the host. */
const hostDefaults: ReadonlyMap<string, (context: RuleContext) => string> = new Map([
  ['macvlan master', defaultMaster],
  ['ipvlan master', defaultMaster],
  ['portmap backend', portmapBackend],
  ['firewall backend', () => l10n.t('firewalld, else iptables')],
]);

function defaultOf({ described, typeName }: PluginView, key: string, context: RuleContext): string | undefined {
  const ofHost = hostDefaults.get(`${typeName} ${key}`);
  if (ofHost !== undefined) {
    return ofHost(context);
  }
  const value = described?.schema.properties?.[key]?.default;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function after(model: Model, node: Node, label: string, tooltip: string): InlayHint {
  const position = model.document.positionAt(node.offset + node.length);
  return { position, label, tooltip, paddingLeft: true };
}

function pluginHints(model: Model, plugin: PluginView, context: RuleContext): InlayHint[] {
  const keys = hintedKeys.get(plugin.typeName ?? '') ?? [];
  const parts = keys.flatMap((key) => {
    // In a chain, ipvlan uses the interface of the previous result, which is unknown here.
    if (key === 'master' && plugin.typeName === 'ipvlan' && plugin.index > 0) {
      return [];
    }
    const value = foldedMember(plugin.node, key) === undefined ? defaultOf(plugin, key, context) : undefined;
    return value === undefined ? [] : [`${key}: ${value}`];
  });
  const node = plugin.type?.value;
  if (parts.length === 0 || node === undefined) {
    return [];
  }
  return [after(model, node, commaList(parts), l10n.t('Not set here, so the default of the plugin applies.'))];
}

/** Number of characters of hints that editors show on a line by default. */
const room = 43;

/** Returns the number of columns of a text: two for each Chinese character. */
function widthOf(text: string): number {
  return text.replaceAll(/\p{Script=Han}|[\u3000-\u303f\uff00-\uff60]/gu, '  ').length;
}

/** Returns the hint of a range. The usable addresses come first; values without room are only in the tooltip. */
function rangeHints(model: Model, { subnet, start, end, gateway, facts }: RangeAt): InlayHint[] {
  if (subnet === undefined || facts === undefined) {
    return [];
  }
  const [first, last, exit] = [formatAddress(facts.first), formatAddress(facts.last), formatAddress(facts.gateway)];
  const more = [
    ...(gateway === undefined ? [l10n.t('gateway {0}', exit)] : []),
    ...(start === undefined ? [l10n.t('from {0}', first)] : []),
    ...(end === undefined ? [l10n.t('to {0}', last)] : []),
  ];
  let label = l10n.t('{0} usable', countText(facts.usable));
  for (const part of more) {
    const longer = commaList([label, part]);
    label = widthOf(longer) <= room ? longer : label;
  }
  const tooltip = l10n.t(
    'host-local assigns addresses from {first} – {last}, {count} in total. It never assigns the gateway {gateway}.',
    { first, last, count: countText(facts.usable), gateway: exit },
  );
  return [after(model, subnet.node, label, tooltip)];
}

/** Returns the hint about which of several versions libcni uses. */
function versionHints(model: Model): InlayHint[] {
  const node = model.cniVersions?.value;
  const version = effectiveVersion(model);
  if (node?.type !== 'array' || version === undefined) {
    return [];
  }
  return [
    after(
      model,
      node,
      l10n.t('libcni uses {0}', version),
      l10n.t('The newest version in "cniVersion" and "cniVersions" that libcni 1.3 supports.'),
    ),
  ];
}

/** Returns the hints in a range of the text: defaults of keys that are not set, and the addresses of subnets. */
export function inlayHints(model: Model, range: Range, context: RuleContext = {}): InlayHint[] {
  const ranges = assignedIn(model).flatMap(({ sets }) => sets.flatMap((set) => set.ranges));
  const hints = [
    ...versionHints(model),
    ...model.plugins.flatMap((plugin) => pluginHints(model, plugin, context)),
    ...ranges.flatMap((one) => rangeHints(model, one)),
  ];
  return hints.filter(({ position: { line } }) => line >= range.start.line && line <= range.end.line);
}
