import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { insertMember, replaceSpan } from '../../edits/style.ts';
import { assignedIn, hasCapability, isOn, isReference } from '../../document/ipam-ranges.ts';
import { delegateMember, delegatesOf, ignoresDelegates } from '../../document/delegates.ts';
import { exactMember, foldedMember, textOf } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Span } from '../../document/span.ts';
import { compareVersions, effectiveVersion, exactVersion } from '../../document/spec-version.ts';
import { checkFailsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { ofType, typeSpan } from '../../edits/simple-fixes.ts';

/** Whether a runtime may run CHECK: from version 0.4.0 on, unless the list disables it. */
export function mayCheck(model: Model): boolean {
  const version = effectiveVersion(model);
  if (version === undefined || compareVersions(version, '0.4.0') < 0) {
    return false;
  }
  const off: unknown = model.content === 'list' ? exactMember(model.root, 'disableCheck')?.value?.value : false;
  return String(off).toLowerCase() !== 'true';
}

/** Whether a bridge is meant to have addresses: because its keys need them, or for the ports of portmap. */
function wantsAddresses(plugin: PluginView, model: Model): boolean {
  const isLayer3 = ['isGateway', 'isDefaultGateway', 'ipMasq'].some((key) => isOn(plugin, key));
  return isLayer3 || [...ofType(model, 'portmap')].some((one) => hasCapability(one, 'portMappings'));
}

/** Returns a sentence about why CHECK of a plugin cannot succeed. */
function failureOf(plugin: PluginView): string | undefined {
  const { typeName = '', ipam, node } = plugin;
  if (typeName === 'bridge' && !ipam?.typeName) {
    return l10n.t('Without IPAM, every CHECK of bridge fails with "no plugin name provided".');
  }
  if (typeName === 'ipvlan' && plugin.index === 0 && !foldedMember(node, 'master')?.value?.value) {
    return l10n.t('Without "master", every CHECK of ipvlan fails because it compares with an empty name.');
  }
  if (typeName === 'egress-cni') {
    return l10n.t('{0} does not implement CHECK.', typeName);
  }
  return undefined;
}

interface Failure {
  readonly span: Span;
  /**
   * An error if the configuration prevents CHECK; without it CHECK of the plugin has a gap, but ADD does everything.
   */
  readonly severity?: 'error' | undefined;
  /** A whole sentence. */
  readonly reason: string;
  /** What CHECK reports, in place of the remedy. */
  readonly report?: string | undefined;
}

/** sbr moves the routes of the interface into a separate table, where the plugin that added them does not look. */
function* movedRoutes(model: Model): Generator<Failure> {
  const [first] = model.plugins;
  if (first === undefined || !isReference(first) || !first.ipam?.typeName) {
    return;
  }
  for (const plugin of ofType(model, 'sbr')) {
    if (plugin.index === 0 || foldedMember(plugin.node, 'table')?.value?.value) {
      continue;
    }
    const reason = l10n.t(
      'sbr moves the routes of the interface into a separate table, so CHECK of {0} fails with "Failed to find Gateway … for interface eth0".',
      first.typeName ?? '',
    );
    yield { span: typeSpan(plugin), severity: 'error', reason };
  }
}

/** Multus runs CHECK of a delegate with the delegate's own version (multus-cni: pkg/multus, CmdCheck). */
function* olderDelegates(model: Model): Generator<Failure> {
  for (const plugin of ofType(model, 'multus', 'multus-shim')) {
    for (const delegate of ignoresDelegates(plugin) ? [] : delegatesOf(plugin)) {
      const { node } = delegate;
      const version = delegateMember(delegate, 'cniVersion')?.value;
      const text = version === undefined ? '' : textOf(version);
      const isOld = text !== undefined && exactVersion(text) !== undefined && compareVersions(text, '0.4.0') < 0;
      if (!isOld && text !== '') {
        continue;
      }
      const error = `configuration version "${text}" does not support the CHECK command`;
      const reason =
        text === ''
          ? l10n.t('This delegate has no "cniVersion", and so no CHECK.')
          : l10n.t('The version of this delegate has no CHECK.');
      const report = checkFailsWith('multus', error);
      yield { span: version ?? { offset: node.offset, length: 1 }, severity: 'error', reason, report };
    }
  }
}

/** The main table, where CHECK looks for routes. */
const mainTable = 254;

function* otherTables(model: Model): Generator<Failure> {
  for (const { plugin, routes } of assignedIn(model)) {
    for (const { node, dst } of isReference(plugin) ? routes : []) {
      const table = foldedMember(node, 'table')?.value;
      if (dst === undefined || table?.type !== 'number' || [0, mainTable].includes(Number(table.value))) {
        continue;
      }
      const reason = l10n.t(
        'CHECK of {0} looks for routes only in the main table and fails with "Expected Route … not found in routing table".',
        plugin.typeName ?? '',
      );
      yield { span: table, severity: 'error', reason };
    }
  }
}

function* failuresIn(model: Model): Generator<Failure> {
  for (const plugin of model.plugins) {
    const reason = failureOf(plugin);
    if (reason === undefined) {
      continue;
    }
    // On layer 2 alone it may be intended; R070 reports an IPAM without type.
    const isMistake = plugin.typeName === 'bridge' && wantsAddresses(plugin, model);
    yield { span: typeSpan(plugin), severity: isMistake ? 'error' : undefined, reason };
  }
  yield* movedRoutes(model);
  yield* olderDelegates(model);
  yield* otherTables(model);
}

const checkFails: Rule = {
  id: 'R068',
  name: 'check-always-fails',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    // What seems to be missing may be in the part that could not be parsed.
    if (model.parsed.problems.length > 0 || !mayCheck(model)) {
      return;
    }
    const isList = model.content === 'list';
    for (const { reason, report, ...rest } of failuresIn(model)) {
      // A single plugin configuration cannot disable CHECK.
      if (!isList && rest.severity === undefined) {
        continue;
      }
      const remedy = isList
        ? l10n.t('If this is intended, set "disableCheck" in the list.')
        : l10n.t('If this is intended, convert the file to a list and set "disableCheck".');
      yield {
        ...rest,
        message: sentences(reason, report ?? remedy),
        fixes: isList ? () => disableCheck(model) : undefined,
      };
    }
  },
};

function disableCheck(model: Model): readonly Fix[] {
  const { root } = model;
  if (root === undefined) {
    return [];
  }
  const member = exactMember(root, 'disableCheck');
  const change =
    member?.value === undefined
      ? insertMember(model.parsed.text, root, 'disableCheck', 'true', model.name?.key)
      : replaceSpan(member.value, 'true');
  return [{ title: l10n.t('Set "disableCheck" to true'), preferred: true, changes: [change] }];
}

export const checkFailureRules: readonly Rule[] = [checkFails];
