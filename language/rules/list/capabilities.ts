import * as l10n from '@vscode/l10n';
import { schemaAt } from '../schema/schema-match.ts';
import { didYouMean } from '../../document/did-you-mean.ts';
import { insertMember, replaceSpan, styleOf } from '../../edits/style.ts';
import { foldedMember, members, type Member } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { catalog } from '../../schema/catalog.ts';
import type { Schema } from '../../schema/schema.ts';
import { noFindings, type Finding, type Fix, type Rule } from '../rule.ts';
import { hasRuntimeArgument } from './runtime-config.ts';
import { changeTo, ofType, removal, renameKey, typeSpan } from '../../edits/simple-fixes.ts';

/** The capabilities that plugins read, and one that runtimes pass although no plugin reads it. */
const known: ReadonlySet<string> = new Set(['cgroupPath', ...catalog.capabilities]);

/** Returns the capabilities that a plugin reads. */
function readBy(schema: Schema): string[] {
  return Object.keys(schema.properties?.['capabilities']?.properties ?? {});
}

/** Capabilities that a plugin passes on to its IPAM plugin. */
const forIpam: ReadonlySet<string> = new Set(['ips', 'ipRanges']);

/** Returns the members of `capabilities`. */
function declared({ node }: PluginView): Member[] {
  return members(foldedMember(node, 'capabilities')?.value);
}

function isDeclared(plugin: PluginView, capability: string): boolean {
  return declared(plugin).some(({ key, value }) => key === capability && value?.value !== false);
}

/** Returns a fix that declares a capability. */
export function declare(
  model: Model,
  { node, type }: PluginView,
  capability: string,
  preferred = true,
): readonly Fix[] {
  const { text } = model.parsed;
  const written = foldedMember(node, 'capabilities')?.value;
  const { colon } = styleOf(text);
  const pad = colon.slice(1);
  const object = `{${pad}"${capability}"${colon}true${pad}}`;
  const change =
    written === undefined
      ? insertMember(text, node, 'capabilities', object, type?.key)
      : written.type === 'object'
        ? insertMember(text, written, capability, 'true')
        : replaceSpan(written, object);
  return [{ title: l10n.t('Declare the capability "{0}"', capability), preferred, changes: [change] }];
}

const limits = ['ingressRate', 'ingressBurst', 'egressRate', 'egressBurst'];

/** Returns the capability without which a plugin does nothing; undefined if its own settings are enough. */
function neededCapability(plugin: PluginView): string | undefined {
  switch (plugin.typeName) {
    case 'portmap':
      return 'portMappings';
    case 'dnsname':
      return 'aliases';
    case 'bandwidth':
      return limits.some((key) => foldedMember(plugin.node, key)) ? undefined : 'bandwidth';
    case undefined:
    default:
      return undefined;
  }
}

function missingMessage(type: string, capability: string): string {
  switch (type) {
    case 'portmap':
      return l10n.t(
        'portmap does not declare the capability "{0}", so the runtime passes no port mappings and portmap silently maps no port.',
        capability,
      );
    case 'dnsname':
      return l10n.t(
        'dnsname does not declare the capability "{0}", so the runtime passes no aliases and containers are found only by their own name.',
        capability,
      );
    default:
      return l10n.t(
        'bandwidth does not declare the capability "{0}", so the runtime passes no limits and nothing is limited.',
        capability,
      );
  }
}

const notDeclared: Rule = {
  id: 'R057',
  name: 'capability-not-declared',
  severity: 'warning',
  *check(model): Iterable<Finding> {
    for (const plugin of model.plugins) {
      const capability = neededCapability(plugin);
      if (capability === undefined || declared(plugin).some(({ key }) => key === capability)) {
        continue;
      }
      const { type } = foldedMember(plugin.node, 'capabilities')?.value ?? {};
      const isWrong = type !== undefined && type !== 'object' && type !== 'null'; // R037
      if (isWrong || hasRuntimeArgument(plugin, capability)) {
        continue;
      }
      yield {
        span: typeSpan(plugin),
        message: missingMessage(plugin.typeName ?? '', capability),
        fixes: () => declare(model, plugin, capability),
      };
    }
  },
};

const isFalse: Rule = {
  id: 'R058',
  name: 'capability-false',
  severity: 'hint',
  *check(model) {
    for (const plugin of model.plugins) {
      const object = foldedMember(plugin.node, 'capabilities')?.value;
      for (const member of declared(plugin)) {
        if (object === undefined || member.value?.value !== false) {
          continue;
        }
        const { value } = member;
        yield {
          span: member.node,
          message: l10n.t('A capability that is false has the same effect as one that is not declared.'),
          unnecessary: true,
          fixes: () => {
            // Without the capability the plugin does nothing (R057), so that only declaring it helps.
            const isNeeded = neededCapability(plugin) === member.key;
            const fix = changeTo(value, true, isNeeded);
            return isNeeded ? [fix] : [removal(object, [member]), fix];
          },
        };
      }
    }
  },
};

const unknown: Rule = {
  id: 'R059',
  name: 'capability-unknown',
  severity: 'warning',
  *check(model) {
    for (const plugin of model.plugins) {
      for (const member of declared(plugin)) {
        const { key, keyNode } = member;
        if (key === '' || known.has(key)) {
          continue;
        }
        const near = didYouMean(key, [...known]);
        // An unknown plugin may read capabilities that are unknown here.
        if (near === undefined && plugin.described === undefined) {
          continue;
        }
        yield {
          span: keyNode,
          severity: near === undefined ? 'information' : undefined,
          message:
            near === undefined
              ? l10n.t('No runtime passes a capability "{0}".', key)
              : l10n.t('No runtime passes a capability "{0}". Did you mean "{1}"?', key, near),
          fixes: near === undefined ? undefined : () => [renameKey(member, near, [...known])],
        };
      }
    }
  },
};

/** Plugins that pass their whole configuration to others, or whose keys are unknown. */
const passesOn: ReadonlySet<string> = new Set(['multus', 'multus-shim', 'flannel', 'passthru', 'userspace']);

const unused: Rule = {
  id: 'R060',
  name: 'capability-unused',
  severity: 'hint',
  *check(model) {
    for (const plugin of model.plugins) {
      const { described, typeName = '', ipam, node } = plugin;
      if (described === undefined || passesOn.has(typeName)) {
        continue;
      }
      const reads = readBy(described.schema);
      const object = foldedMember(node, 'capabilities')?.value;
      for (const member of declared(plugin)) {
        if (object === undefined || !known.has(member.key) || reads.includes(member.key)) {
          continue;
        }
        if (member.value?.value === false || (ipam !== undefined && forIpam.has(member.key))) {
          continue;
        }
        const reader = model.plugins.find(
          (other) => other.described && readBy(other.described.schema).includes(member.key),
        );
        yield {
          span: member.node,
          message:
            reader === undefined
              ? l10n.t('{0} does not read the capability "{1}".', typeName, member.key)
              : l10n.t(
                  '{type} does not read the capability "{capability}". Declare it only for {reader}, which reads it.',
                  {
                    type: typeName,
                    capability: member.key,
                    reader: reader.typeName ?? '',
                  },
                ),
          unnecessary: true,
          fixes: () => [removal(object, [member])],
        };
      }
    }
  },
};

const hidden: Rule = {
  id: 'R065',
  name: 'bandwidth-inline-hides-runtime',
  severity: 'warning',
  *check(model) {
    for (const plugin of ofType(model, 'bandwidth')) {
      const inline = limits.flatMap((key) => foldedMember(plugin.node, key) ?? []);
      const [first] = inline;
      if (first === undefined || !isDeclared(plugin, 'bandwidth') || declared(plugin).length === 0) {
        continue;
      }
      yield {
        span: first.keyNode,
        message: l10n.t(
          'The limits in this configuration, even 0, override those that the runtime passes for a container. Remove them or the capability "bandwidth".',
        ),
        fixes: () => [removal(plugin.node, inline)],
      };
    }
  },
};

/** Rules about plugins that do nothing without a capability. */
export const undeclaredRules: readonly Rule[] = [notDeclared];

const shape: Rule = {
  id: 'R037',
  name: 'capabilities-shape',
  severity: 'error',
  schema: [schemaAt('*/capabilities'), schemaAt('*/capabilities/*')],
  check: noFindings,
};

/** Rules about declared capabilities. */
export const capabilityRules: readonly Rule[] = [shape, isFalse, unknown, unused, hidden];
