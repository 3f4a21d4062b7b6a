import { didYouMean } from '../did-you-mean.ts';
import { insertMember, replaceSpan, styleOf } from '../edits/style.ts';
import { foldedMember, members, type Member } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import { catalogue } from '../schema/catalogue.ts';
import type { Schema } from '../schema/schema.ts';
import type { Finding, Fix, Rule } from './rule.ts';
import { bringsArgument } from './runtime-config.ts';
import { ofType, removal, typePlace } from './simple-fixes.ts';

/** The capabilities that some plugin reads, and one that a runtime supplies though none does. */
const known: ReadonlySet<string> = new Set(['cgroupPath', ...catalogue.capabilities]);

/** The capabilities that a plugin reads. */
function readBy(schema: Schema): string[] {
  return Object.keys(schema.properties?.['capabilities']?.properties ?? {});
}

/** Which capabilities go through the plugin to its IPAM plugin. */
const FOR_IPAM: ReadonlySet<string> = new Set(['ips', 'ipRanges']);

/** The members of `capabilities`. */
function declared({ node }: PluginView): Member[] {
  return members(foldedMember(node, 'capabilities')?.value);
}

function isDeclared(plugin: PluginView, capability: string): boolean {
  return declared(plugin).some(({ key, value }) => key === capability && value?.value !== false);
}

/** Adds a capability to those that a plugin asks for. */
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
  return [{ title: `Ask for the capability "${capability}"`, preferred, changes: [change] }];
}

const LIMITS = ['ingressRate', 'ingressBurst', 'egressRate', 'egressBurst'];

/** What a plugin does not do unless a capability is asked for; undefined where its own settings are enough. */
function missingCapability(plugin: PluginView): readonly [string, string] | undefined {
  switch (plugin.typeName) {
    case 'portmap':
      return ['portMappings', 'no port is ever mapped, without any error'];
    case 'dnsname':
      return ['aliases', 'containers are found by their own name only'];
    case 'bandwidth':
      return LIMITS.some((key) => foldedMember(plugin.node, key))
        ? undefined
        : ['bandwidth', 'nothing is ever limited'];
    case undefined:
    default:
      return undefined;
  }
}

const notDeclared: Rule = {
  id: 'R057',
  name: 'capability-not-declared',
  severity: 'warning',
  scope: 'plugin',
  *check(model): Iterable<Finding> {
    for (const plugin of model.plugins) {
      const [capability, consequence] = missingCapability(plugin) ?? [];
      if (capability === undefined || declared(plugin).some(({ key }) => key === capability)) continue;
      const { type } = foldedMember(plugin.node, 'capabilities')?.value ?? {};
      const isWrong = type !== undefined && type !== 'object' && type !== 'null'; // R037
      if (isWrong || bringsArgument(plugin, capability)) continue;
      yield {
        span: typePlace(plugin),
        message: `${plugin.typeName} does not ask for the capability "${capability}", so the runtime passes none: ${consequence}`,
        fixes: () => declare(model, plugin, capability),
      };
    }
  },
};

const isFalse: Rule = {
  id: 'R058',
  name: 'capability-false',
  severity: 'information',
  scope: 'plugin',
  *check(model) {
    for (const plugin of model.plugins) {
      const object = foldedMember(plugin.node, 'capabilities')?.value;
      for (const member of declared(plugin)) {
        if (object === undefined || member.value?.value !== false) continue;
        const { value } = member;
        yield {
          span: member.node,
          message: 'false is the same as not asking for the capability',
          unnecessary: true,
          fixes: () => [removal(object, [member]), { title: 'Change to true', changes: [replaceSpan(value, 'true')] }],
        };
      }
    }
  },
};

const unknown: Rule = {
  id: 'R059',
  name: 'capability-unknown',
  severity: 'warning',
  scope: 'plugin',
  *check(model) {
    for (const plugin of model.plugins) {
      for (const { key, keyNode } of declared(plugin)) {
        if (key === '' || known.has(key)) continue;
        const near = didYouMean(key, [...known]);
        // A plugin of one's own may have capabilities of its own.
        if (near === undefined && plugin.described === undefined) continue;
        const hint = near === undefined ? '' : `; did you mean "${near}"?`;
        yield {
          span: keyNode,
          ...(near === undefined ? { severity: 'information' as const } : {}),
          message: `No runtime passes a capability "${key}"${hint}`,
          ...(near === undefined
            ? {}
            : {
                fixes: () => [
                  { title: `Rename to "${near}"`, preferred: true, changes: [replaceSpan(keyNode, `"${near}"`)] },
                ],
              }),
        };
      }
    }
  },
};

/** Plugins that hand their whole configuration to others, or of which we do not know what they read. */
const PASSES_ON: ReadonlySet<string> = new Set(['multus', 'multus-shim', 'flannel', 'passthru', 'userspace']);

const unused: Rule = {
  id: 'R060',
  name: 'capability-unused',
  severity: 'information',
  *check(model) {
    for (const plugin of model.plugins) {
      const { described, typeName = '', ipam, node } = plugin;
      if (described === undefined || PASSES_ON.has(typeName)) continue;
      const reads = readBy(described.schema);
      const object = foldedMember(node, 'capabilities')?.value;
      for (const member of declared(plugin)) {
        if (object === undefined || !known.has(member.key) || reads.includes(member.key)) continue;
        if (member.value?.value === false || (ipam !== undefined && FOR_IPAM.has(member.key))) continue;
        const reader = model.plugins.find(
          (other) => other.described && readBy(other.described.schema).includes(member.key),
        );
        const whose = reader === undefined ? '' : `; ${reader.typeName} does, and asks for it itself`;
        yield {
          span: member.node,
          message: `${typeName} does not read the capability "${member.key}"${whose}`,
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
  scope: 'plugin',
  *check(model) {
    for (const plugin of ofType(model, 'bandwidth')) {
      const inline = LIMITS.flatMap((key) => foldedMember(plugin.node, key) ?? []);
      const [first] = inline;
      if (first === undefined || !isDeclared(plugin, 'bandwidth') || declared(plugin).length === 0) continue;
      yield {
        span: first.keyNode,
        message:
          'The limits written here, even 0, switch off those that the runtime passes for a container ("capabilities": bandwidth)',
        fixes: () => [removal(plugin.node, inline)],
      };
    }
  },
};

/** About plugins that do nothing without a capability. */
export const undeclaredRules: readonly Rule[] = [notDeclared];

/** About capabilities that are named. */
export const capabilityRules: readonly Rule[] = [isFalse, unknown, unused, hidden];
