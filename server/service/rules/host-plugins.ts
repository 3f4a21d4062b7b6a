import { didYouMean } from '../did-you-mean.ts';
import { replaceSpan } from '../edits/style.ts';
import type { HostFacts, PluginFact } from '../host-facts.ts';
import { members } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { foldKey, type Schema } from '../schema/schema.ts';
import { otherTypes } from '../schema/other-types.ts';
import { effectiveVersion } from '../spec-version.ts';
import type { Fix, Rule, RuleContext, Severity } from './rule.ts';
import { removal } from './simple-fixes.ts';

/** A plugin that the document asks for: in the chain, or for addresses. */
interface Wanted {
  readonly type: string;
  readonly place: Node;
  readonly node: Node;
  readonly schema: Schema | undefined;
  readonly isKnown: boolean;
}

function wanted(plugin: PluginView): Wanted[] {
  return [plugin, plugin.ipam].flatMap((one) => {
    const place = one?.type?.value;
    if (!one?.typeName || one.typeName.includes('/') || place === undefined) return [];
    const { typeName: type, node, described } = one;
    return [{ type, place, node, schema: described?.schema, isKnown: described !== undefined }];
  });
}

/** The plugins that the document asks for, with the host's file of that name. */
function* installed(
  model: Model,
  { hostFacts }: RuleContext,
): Generator<{ plugin: Wanted; file: PluginFact | undefined; facts: HostFacts }> {
  if (hostFacts?.plugins === undefined) return;
  for (const plugin of model.plugins.flatMap(wanted)) {
    yield { plugin, file: hostFacts.plugins.find(({ name }) => name === plugin.type), facts: hostFacts };
  }
}

/** The plugin of the host that a type is a misspelling of; undefined for types that are known for others. */
function nearest({ type, isKnown }: Wanted, { plugins = [] }: HostFacts): string | undefined {
  if (isKnown || otherTypes.has(type.toLowerCase())) return undefined;
  return didYouMean(
    type,
    plugins.map(({ name }) => name),
  );
}

/** A version, an address or a JSON literal that came to be where a plugin is named. */
const SLIP = /^(?:[\d.:/]+|null|true|false)$/;

/** An error where the type is surely not the name of a plugin that another host has. */
function severityOf({ type, isKnown }: Wanted, near: string | undefined): Severity {
  if (isKnown) return 'warning';
  return near !== undefined || SLIP.test(type) ? 'error' : 'hint';
}

const isPartlyUnread = ({ unreadDirs = [] }: HostFacts): boolean => unreadDirs.length > 0;

const binaryMissing: Rule = {
  id: 'R171',
  name: 'plugin-binary-missing',
  severity: 'warning',
  *check(model, context) {
    for (const { plugin, file, facts } of installed(model, context)) {
      if (file !== undefined || facts.pluginDirs === undefined || isPartlyUnread(facts)) continue;
      const near = nearest(plugin, facts);
      const fixes: readonly Fix[] =
        near === undefined
          ? []
          : [
              {
                title: `Change to "${near}"`,
                preferred: true,
                changes: [replaceSpan(plugin.place, JSON.stringify(near))],
              },
            ];
      yield {
        span: plugin.place,
        severity: severityOf(plugin, near),
        message: `There is no plugin "${plugin.type}" on ${facts.host}${near === undefined ? '' : ` (did you mean "${near}"?)`}: ADD fails with "failed to find plugin "${plugin.type}" in path [${facts.pluginDirs.join(' ')}]"`,
        fixes: () => fixes,
      };
    }
  },
};

const notExecutable: Rule = {
  id: 'R172',
  name: 'plugin-not-executable',
  severity: 'warning',
  *check(model, context) {
    for (const { plugin, file, facts } of installed(model, context)) {
      if (file?.problem === undefined) continue;
      yield { span: plugin.place, message: `${file.path} on ${facts.host} does not run: ${file.problem}` };
    }
  },
};

const versionMismatch: Rule = {
  id: 'R173',
  name: 'plugin-version-mismatch',
  severity: 'error',
  *check(model, context) {
    const version = effectiveVersion(model);
    if (version === undefined || model.sideLoaded) return;
    for (const { plugin, file, facts } of installed(model, context)) {
      const supported = file?.supportedVersions;
      if (supported === undefined || supported.includes(version)) continue;
      const value = model.cniVersion?.value;
      const newest = supported.at(-1);
      const fixes: readonly Fix[] =
        value === undefined || newest === undefined
          ? []
          : [
              {
                title: `Change the version to "${newest}"`,
                preferred: true,
                changes: [replaceSpan(value, `"${newest}"`)],
              },
            ];
      yield {
        span: plugin.place,
        message:
          `${plugin.type} on ${facts.host} knows ${supported.join(', ')}, and this is ${version}: libcni says "plugin ${plugin.type} does ` +
          `not support config version "${version}""`,
        ...(value === undefined ? {} : { related: [{ span: value, message: 'The version is set here' }] }),
        fixes: () => fixes,
      };
    }
  },
};

function parts(release: string): number[] {
  return (/^v?(\d+)\.(\d+)\.(\d+)/.exec(release) ?? []).slice(1).map(Number);
}

/** Compares releases of the reference plugins; those of an unknown form are equal. */
function isOlder(release: string, since: string): boolean {
  const [have, need] = [parts(release), parts(since)];
  if (have.length === 0 || need.length === 0) return false;
  const index = have.findIndex((part, at) => part !== need[at]);
  return index >= 0 && (have[index] ?? 0) < (need[index] ?? 0);
}

const keyNewer: Rule = {
  id: 'R174',
  name: 'key-newer-than-plugin',
  severity: 'information',
  *check(model, context) {
    for (const { plugin, file, facts } of installed(model, context)) {
      const properties = plugin.schema?.properties ?? {};
      const release = file?.release;
      if (release === undefined) continue;
      for (const member of members(plugin.node)) {
        const { key, keyNode } = member;
        const name = foldKey(properties, key);
        const since = name === undefined ? undefined : properties[name]?.['x-since'];
        if (since === undefined || !isOlder(release, since)) continue;
        yield {
          span: keyNode,
          message: `${plugin.type} knows "${key}" since ${since}; ${facts.host} has ${release}, which ignores it`,
          fixes: () => [removal(plugin.node, [member], false)],
        };
      }
    }
  },
};

/** Whether the host's plugins can do what the document asks of them. */
export const hostPluginRules: readonly Rule[] = [binaryMissing, notExecutable, versionMismatch, keyNewer];
