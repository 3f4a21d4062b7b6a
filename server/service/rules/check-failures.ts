import { insertMember, replaceSpan } from '../edits/style.ts';
import { assignedIn, hasCapability, isOn, isReference } from '../ipam-ranges.ts';
import { exactMember, foldedMember } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Span } from '../parse.ts';
import { compareVersions, effectiveVersion } from '../spec-version.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { ofType, typePlace } from './simple-fixes.ts';

/** Whether a runtime may do CHECK: from version 0.4.0 on, unless the list forbids it. */
export function mayCheck(model: Model): boolean {
  const version = effectiveVersion(model);
  if (version === undefined || compareVersions(version, '0.4.0') < 0) return false;
  const off: unknown = model.content === 'list' ? exactMember(model.root, 'disableCheck')?.value?.value : false;
  return String(off).toLowerCase() !== 'true';
}

/** Whether a bridge is meant to have addresses: by its own keys, or for the ports of portmap. */
function wantsAddresses(plugin: PluginView, model: Model): boolean {
  const isLayer3 = ['isGateway', 'isDefaultGateway', 'ipMasq'].some((key) => isOn(plugin, key));
  return isLayer3 || [...ofType(model, 'portmap')].some((one) => hasCapability(one, 'portMappings'));
}

/** Why CHECK of a plugin cannot succeed. */
function failureOf(plugin: PluginView): string | undefined {
  const { typeName = '', ipam, node } = plugin;
  if (typeName === 'bridge' && !ipam?.typeName) {
    return 'bridge without IPAM fails every CHECK with "no plugin name provided"';
  }
  if (typeName === 'ipvlan' && plugin.index === 0 && !foldedMember(node, 'master')?.value?.value) {
    return 'ipvlan without "master" fails every CHECK: it compares with the empty name';
  }
  if (typeName === 'egress-cni') return `${typeName} does not implement CHECK`;
  return undefined;
}

interface Failure {
  readonly span: Span;
  /** Where the configuration itself is against CHECK; without it the plugin's CHECK has a gap, and ADD does all that is asked. */
  readonly severity?: 'error';
  readonly why: string;
}

/** sbr moves the routes of the interface into a table of its own, where the plugin that made them does not look. */
function* movedRoutes(model: Model): Generator<Failure> {
  const [first] = model.plugins;
  if (first === undefined || !isReference(first) || !first.ipam?.typeName) return;
  for (const plugin of ofType(model, 'sbr')) {
    if (plugin.index === 0 || foldedMember(plugin.node, 'table')?.value?.value) continue;
    const why = `sbr moves the routes of the interface into a table of its own, and ${first.typeName} misses them in CHECK: "Failed to find Gateway … for interface eth0"`;
    yield { span: typePlace(plugin), severity: 'error', why };
  }
}

/** The main table, where CHECK looks for routes. */
const MAIN_TABLE = 254;

function* otherTables(model: Model): Generator<Failure> {
  for (const { plugin, routes } of assignedIn(model)) {
    for (const { node, dst } of isReference(plugin) ? routes : []) {
      const table = foldedMember(node, 'table')?.value;
      if (dst === undefined || table?.type !== 'number' || [0, MAIN_TABLE].includes(Number(table.value))) continue;
      const why = `CHECK of ${plugin.typeName} looks for routes in the main table alone: "Expected Route … not found in routing table"`;
      yield { span: table, severity: 'error', why };
    }
  }
}

function* failuresIn(model: Model): Generator<Failure> {
  for (const plugin of model.plugins) {
    const why = failureOf(plugin);
    if (why === undefined) continue;
    // On layer 2 alone it may be meant; R070 tells of an IPAM that has no type.
    const isMistake = plugin.typeName === 'bridge' && wantsAddresses(plugin, model);
    yield { span: typePlace(plugin), ...(isMistake ? { severity: 'error' as const } : {}), why };
  }
  yield* movedRoutes(model);
  yield* otherTables(model);
}

const checkFails: Rule = {
  id: 'R068',
  name: 'check-always-fails',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    // What is missing may be what could not be read.
    if (model.parsed.problems.length > 0 || !mayCheck(model)) return;
    const isList = model.content === 'list';
    for (const { why, ...place } of failuresIn(model)) {
      // A single plugin configuration has no switch for it, and its author none to miss.
      if (!isList && place.severity === undefined) continue;
      const cure = isList ? 'set "disableCheck" in the list' : 'make a list of it and set "disableCheck"';
      yield {
        ...place,
        message: `${why}. If that is meant, ${cure}`,
        ...(isList ? { fixes: () => disableCheck(model) } : {}),
      };
    }
  },
};

function disableCheck(model: Model): readonly Fix[] {
  const { root } = model;
  if (root === undefined) return [];
  const member = exactMember(root, 'disableCheck');
  const change =
    member?.value === undefined
      ? insertMember(model.parsed.text, root, 'disableCheck', 'true', model.name?.key)
      : replaceSpan(member.value, 'true');
  return [{ title: 'Set "disableCheck" to true', preferred: true, changes: [change] }];
}

export const checkFailureRules: readonly Rule[] = [checkFails];
