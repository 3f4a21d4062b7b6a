import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { andList, commaList } from '../../../engine/text/listing.ts';
import { projectOf } from '../../../engine/libcni/plugin-projects.ts';
import { didYouMean } from '../../document/did-you-mean.ts';
import { replaceSpan } from '../../edits/style.ts';
import { type HostFacts, type PluginFact, unreadAmong } from '../../workspace/host-facts.ts';
import { members } from '../../document/members.ts';
import type { Model, PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { foldKey, type Schema } from '../../schema/schema.ts';
import { isKnownElsewhere } from '../../schema/other-types.ts';
import { effectiveVersion } from '../../document/spec-version.ts';
import type { Fix, Rule } from '../rule.ts';
import type { RuleContext, Severity } from '../../workspace/context.ts';
import { changeTo, removal } from '../../edits/simple-fixes.ts';

/** A plugin that the document names: in the chain, or for IPAM. */
interface Wanted {
  readonly type: string;
  readonly span: Node;
  readonly node: Node;
  readonly schema: Schema | undefined;
  readonly isKnown: boolean;
}

function wanted(plugin: PluginView): Wanted[] {
  return [plugin, plugin.ipam].flatMap((one) => {
    const span = one?.type?.value;
    if (!one?.writtenType || one.writtenType.includes('/') || span === undefined) {
      return [];
    }
    const { writtenType: type, node, described } = one;
    return [{ type, span, node, schema: described?.schema, isKnown: described !== undefined }];
  });
}

/** Yields the plugins that the document names, with the host's file of that name. */
function* installed(
  model: Model,
  { hostFacts }: RuleContext,
): Generator<{ plugin: Wanted; file: PluginFact | undefined; facts: HostFacts }> {
  if (hostFacts?.plugins === undefined) {
    return;
  }
  for (const plugin of model.plugins.flatMap(wanted)) {
    yield { plugin, file: hostFacts.plugins.find(({ name }) => name === plugin.type), facts: hostFacts };
  }
}

/** Returns the plugin of the host that a type probably misspells; undefined for known types. */
function nearest({ type, isKnown }: Wanted, { plugins = [] }: HostFacts): string | undefined {
  if (isKnown || isKnownElsewhere(type)) {
    return undefined;
  }
  return didYouMean(
    type,
    plugins.map(({ name }) => name),
  );
}

/** A version, an address or a JSON literal in place of a plugin type. */
const misplacedValue = /^(?:[\d.:/]+|null|true|false)$/;

/** Returns an error if the type is certainly not a plugin that another host has. */
function severityOf({ type, isKnown }: Wanted, near: string | undefined): Severity {
  if (isKnown) {
    return 'warning';
  }
  return near !== undefined || misplacedValue.test(type) ? 'error' : 'hint';
}

/** Whether a plugin may be in a directory that the user may not read. */
function isHidden({ type }: Wanted, facts: HostFacts): boolean {
  const places = (facts.pluginDirs ?? []).map((directory) => `${directory}/${type}`);
  return unreadAmong(facts, places).length > 0;
}

/** Returns a sentence about what to do if a host does not have a plugin. */
function remedyOf({ type }: Wanted, near: string | undefined): string {
  if (near !== undefined) {
    return l10n.t('Did you mean "{0}"?', near);
  }
  const project = projectOf(type);
  return project === undefined
    ? l10n.t('Install it from the project that provides it.')
    : l10n.t('Install it from {0} ({1}).', project.name, project.url);
}

const binaryMissing: Rule = {
  id: 'R171',
  name: 'plugin-binary-missing',
  severity: 'warning',
  *check(model, context) {
    for (const { plugin, file, facts } of installed(model, context)) {
      if (file !== undefined || facts.pluginDirs === undefined || isHidden(plugin, facts)) {
        continue;
      }
      const near = nearest(plugin, facts);
      const problem = l10n.t('There is no plugin "{type}" on {host} in {directories}, so ADD fails.', {
        type: plugin.type,
        host: facts.host,
        directories: commaList(facts.pluginDirs),
      });
      yield {
        span: plugin.span,
        severity: severityOf(plugin, near),
        message: sentences(problem, remedyOf(plugin, near)),
        fixes: () => (near === undefined ? [] : [changeTo(plugin.span, near)]),
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
      if (file?.problem === undefined) {
        continue;
      }
      const message = l10n.t('{path} on {host} cannot be executed: {problem}', {
        path: file.path,
        host: facts.host,
        problem: file.problem,
      });
      yield { span: plugin.span, message };
    }
  },
};

const versionMismatch: Rule = {
  id: 'R173',
  name: 'plugin-version-mismatch',
  severity: 'error',
  *check(model, context) {
    const version = effectiveVersion(model);
    if (version === undefined || model.sideLoaded) {
      return;
    }
    for (const { plugin, file, facts } of installed(model, context)) {
      const supported = file?.supportedVersions;
      if (supported === undefined || supported.includes(version)) {
        continue;
      }
      const value = model.cniVersion?.value;
      const newest = supported.at(-1);
      yield {
        span: plugin.span,
        message: l10n.t(
          '{type} on {host} supports only {versions}. libcni fails with: plugin {type} does not support config version "{version}"',
          { type: plugin.type, host: facts.host, versions: andList(supported), version },
        ),
        related: value === undefined ? undefined : [{ span: value, message: l10n.t('The version is set here.') }],
        fixes: () => (value === undefined || newest === undefined ? [] : [versionFix(value, newest)]),
      };
    }
  },
};

function versionFix(value: Node, version: string): Fix {
  return {
    title: l10n.t('Change the version to "{0}"', version),
    preferred: true,
    changes: [replaceSpan(value, `"${version}"`)],
  };
}

function parts(release: string): number[] {
  return (/^v?(\d+)\.(\d+)\.(\d+)/.exec(release) ?? []).slice(1).map(Number);
}

/** Whether a release of the reference plugins is older than another; false if the format of either is unknown. */
function isOlder(release: string, since: string): boolean {
  const [have, need] = [parts(release), parts(since)];
  if (have.length === 0 || need.length === 0) {
    return false;
  }
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
      if (release === undefined) {
        continue;
      }
      for (const member of members(plugin.node)) {
        const { key, keyNode } = member;
        const name = foldKey(properties, key);
        const since = name === undefined ? undefined : properties[name]?.['x-since'];
        if (since === undefined || !isOlder(release, since)) {
          continue;
        }
        yield {
          span: keyNode,
          message: l10n.t(
            '{type} {release} on {host} ignores "{key}", which only {since} and later read. Remove the key or install a newer plugin.',
            { type: plugin.type, release, host: facts.host, key, since },
          ),
          fixes: () => [removal(plugin.node, [member], false)],
        };
      }
    }
  },
};

/** Rules about whether the plugins of the host support the document. */
export const hostPluginRules: readonly Rule[] = [binaryMissing, notExecutable, versionMismatch, keyNewer];
