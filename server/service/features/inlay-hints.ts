import type { InlayHint } from 'vscode-languageserver';
import type { Range } from 'vscode-json-languageservice';
import { formatAddress } from '../addresses.ts';
import { assignedIn, type RangeAt } from '../ipam-ranges.ts';
import { foldedMember } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import type { RuleContext } from '../rules/rule.ts';
import { effectiveVersion } from '../spec-version.ts';
import { countText } from './hover-address.ts';

/** Keys whose default decides what the host gets, and that people leave out. */
const TELLING: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    bridge: ['bridge'],
    macvlan: ['mode', 'master'],
    ipvlan: ['mode', 'master'],
    firewall: ['backend'],
    portmap: ['backend'],
    'accelerated-bridge': ['bridge'],
  }),
);

/** macvlan and ipvlan take the interface of the default route (plugins: getDefaultRouteInterfaceName). */
function defaultMaster({ hostFacts }: RuleContext): string {
  const route = hostFacts?.routes?.find(({ destination, device }) => destination === 'default' && device !== undefined);
  return route?.device ?? 'of the default route';
}

/** What portmap writes its rules with is decided by what the host has (meta/portmap/main.go, getBackend). */
function portmapBackend({ hostFacts }: RuleContext): string {
  const hasIptables = hostFacts?.programs?.['iptables'];
  if (hasIptables === undefined) return 'iptables, else nftables';
  return hasIptables ? 'iptables' : 'nftables';
}

/** Defaults that no schema can tell, as the host decides. */
const OF_HOST: ReadonlyMap<string, (context: RuleContext) => string> = new Map([
  ['macvlan master', defaultMaster],
  ['ipvlan master', defaultMaster],
  ['portmap backend', portmapBackend],
  ['firewall backend', () => 'firewalld, else iptables'],
]);

function defaultOf({ described, typeName }: PluginView, key: string, context: RuleContext): string | undefined {
  const ofHost = OF_HOST.get(`${typeName} ${key}`);
  if (ofHost !== undefined) return ofHost(context);
  const value = described?.schema.properties?.[key]?.default;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function after(model: Model, node: Node, label: string, tooltip: string): InlayHint {
  const position = model.document.positionAt(node.offset + node.length);
  return { position, label, tooltip, paddingLeft: true };
}

function pluginHints(model: Model, plugin: PluginView, context: RuleContext): InlayHint[] {
  const keys = TELLING.get(plugin.typeName ?? '') ?? [];
  const parts = keys.flatMap((key) => {
    // ipvlan in a chain takes its master from the result before it; then nothing can be said here.
    if (key === 'master' && plugin.typeName === 'ipvlan' && plugin.index > 0) return [];
    const value = foldedMember(plugin.node, key) === undefined ? defaultOf(plugin, key, context) : undefined;
    return value === undefined ? [] : [`${key}: ${value}`];
  });
  const node = plugin.type?.value;
  if (parts.length === 0 || node === undefined) return [];
  return [after(model, node, parts.join(', '), 'Not written here: the default of the plugin holds.')];
}

/** Editors show so many characters of hints on a line, unless told otherwise, and cut the rest off. */
const ROOM = 43;

/** The usable addresses come first; what has no room beside them is in the tooltip. */
function rangeHints(model: Model, { subnet, start, end, gateway, facts }: RangeAt): InlayHint[] {
  if (subnet === undefined || facts === undefined) return [];
  const [first, last, exit] = [facts.first, facts.last, facts.gateway].map(formatAddress);
  const more = [
    ...(gateway === undefined ? [`gateway ${exit}`] : []),
    ...(start === undefined ? [`from ${first}`] : []),
    ...(end === undefined ? [`to ${last}`] : []),
  ];
  let label = `${countText(facts.usable)} usable`;
  for (const part of more) {
    if (label.length + part.length + 2 <= ROOM) label += `, ${part}`;
  }
  const tooltip = `host-local hands out ${first} – ${last}, ${countText(facts.usable)} addresses. The gateway ${exit} is never handed out.`;
  return [after(model, subnet.node, label, tooltip)];
}

/** Which of several versions libcni takes. */
function versionHints(model: Model): InlayHint[] {
  const node = model.cniVersions?.value;
  const version = effectiveVersion(model);
  if (node?.type !== 'array' || version === undefined) return [];
  return [
    after(
      model,
      node,
      `libcni takes ${version}`,
      'The newest of "cniVersion" and "cniVersions" that libcni 1.3 knows.',
    ),
  ];
}

/** The defaults that hold where nothing is written, and how many addresses a range has, shown beside the text of a range. */
export function inlayHints(model: Model, range: Range, context: RuleContext = {}): InlayHint[] {
  const ranges = assignedIn(model).flatMap(({ sets }) => sets.flatMap((set) => set.ranges));
  const hints = [
    ...versionHints(model),
    ...model.plugins.flatMap((plugin) => pluginHints(model, plugin, context)),
    ...ranges.flatMap((one) => rangeHints(model, one)),
  ];
  return hints.filter(({ position: { line } }) => line >= range.start.line && line <= range.end.line);
}
