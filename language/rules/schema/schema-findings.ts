import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { commaList, orList } from '../../../engine/text/listing.ts';
import { foldedMember } from '../../document/members.ts';
import { schemaProblems, type SchemaProblem } from './schema-problems.ts';
import type { SchemaMatch } from './schema-match.ts';
import { translatedDescription } from '../../schema/description.ts';
import { writtenValues } from '../../schema/schema.ts';
import { listLoadError, pluginLoadError } from '../../document/load-error.ts';
import type { Model } from '../../document/model.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Rule } from '../rule.ts';
import { expectedTypes, schemaFixes } from './schema-fixes.ts';

const goTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({ boolean: 'bool', integer: 'int', string: 'string' }),
);

/** The key of a value, with the indexes of an element: `ranges[0][1]`. */
function keyOf({ path }: SchemaProblem): string {
  const last = Math.max(
    path.findLastIndex((part) => !/^\d+$/.test(part)),
    0,
  );
  const indexes = path.slice(last + 1).map((index) => `[${index}]`);
  return `${path[last] ?? ''}${indexes.join('')}`;
}

/** Keys of a plugin configuration that libcni itself decodes (types.PluginConf), in lower case. */
const decoded: ReadonlySet<string> = new Set([
  'cniversion',
  'name',
  'type',
  'capabilities',
  'ipam',
  'dns',
  'prevresult',
  'cni.dev/valid-attachments',
]);

/** The error of libcni for the list or the plugin configuration that has the problem. */
function libcniError({ plugin, path }: SchemaProblem, model: Model): string | undefined {
  if (plugin === undefined) {
    return listLoadError(model);
  }
  // libcni does not decode the configurations that a plugin passes to other plugins.
  const isDecoded = model.plugins.includes(plugin) && decoded.has(path[0]?.toLowerCase() ?? '');
  return isDecoded ? pluginLoadError(model, plugin) : undefined;
}

function typeMessage(problem: SchemaProblem, model: Model): string {
  const { node, owner } = problem;
  const expectation = typeExpectation(problem);
  const error = libcniError(problem, model);
  if (error?.includes(problem.path[0] ?? '')) {
    return sentences(expectation, failsWith('libcni', error));
  }
  const goType = goTypes.get(expectedTypes(problem)[0] ?? '');
  if (goType === undefined || owner === '' || owner === 'list') {
    return expectation;
  }
  const given = node.type === 'boolean' ? 'bool' : node.type;
  return sentences(expectation, failsWith(owner, `cannot unmarshal ${given} into … of type ${goType}`));
}

function typeExpectation(problem: SchemaProblem): string {
  const { type } = problem.node;
  const types = expectedTypes(problem);
  const key = keyOf(problem);
  return type === 'number' && types[0] === 'integer'
    ? l10n.t('"{0}" must be an integer, not a fraction.', key)
    : l10n.t('"{0}" must be of type {1}, not {2}.', key, orList(types), type);
}

function message(model: Model, problem: SchemaProblem, match: SchemaMatch): string {
  if (problem.keyword === 'type') {
    return typeMessage(problem, model);
  }
  const error = match.says?.(problem.node.value);
  if (error === undefined) {
    return valueExpectation(problem);
  }
  const owner = problem.owner === 'list' ? 'libcni' : problem.owner;
  return sentences(valueExpectation(problem), match.failure?.(error) ?? failsWith(owner, error));
}

function valueExpectation(problem: SchemaProblem): string {
  const { schema, missing = '' } = problem;
  const key = keyOf(problem);
  switch (problem.keyword) {
    case 'enum': {
      const values = writtenValues(schema).map((value) => JSON.stringify(value));
      return l10n.t('"{0}" must be one of {1}.', key, commaList(values));
    }
    case 'minimum':
    case 'maximum':
      return rangeExpectation(problem);
    case 'required':
      return l10n.t('"{0}" is missing.', missing);
    case 'minItems':
      return schema.minItems === 1
        ? l10n.t('"{0}" must not be empty.', key)
        : l10n.t('"{0}" must have at least {1} elements.', key, schema.minItems ?? 0);
    case 'maxItems':
      return l10n.t('"{0}" can have at most {1} elements.', key, schema.maxItems ?? 0);
    default:
      return patternExpectation(problem);
  }
}

function rangeExpectation(problem: SchemaProblem): string {
  const { minimum, maximum } = problem.schema;
  const key = keyOf(problem);
  if (minimum === undefined) {
    return l10n.t('"{0}" must be at most {1}.', key, maximum ?? 0);
  }
  return maximum === undefined
    ? l10n.t('"{0}" must be at least {1}.', key, minimum)
    : l10n.t('"{0}" must be between {1} and {2}.', key, minimum, maximum);
}

function patternExpectation(problem: SchemaProblem): string {
  const key = keyOf(problem);
  if (expectedTypes(problem).includes('boolean')) {
    return l10n.t('"{0}" must be true or false.', key);
  }
  const { description } = problem.schema;
  return description === undefined
    ? l10n.t('"{0}" has an invalid value.', key)
    : l10n.t('"{0}" has an invalid value. Description of the key: {1}', key, translatedDescription(description));
}

/** Whether another rule reports a problem better: R027 a missing type, R016 a number that libcni rejects. */
function isReportedElsewhere({ missing, path, node, plugin }: SchemaProblem): boolean {
  if (node.type === 'number' && !Number.isFinite(node.value)) {
    return plugin?.described !== undefined;
  }
  return missing === 'type' && path.length === 0;
}

/** A rule that reports schema problems, with one of its matches. */
interface Reporter {
  readonly rule: Rule;
  readonly match: SchemaMatch;
}

function findingOf(model: Model, problem: SchemaProblem, match: SchemaMatch): Finding {
  const severity = match.severity?.(problem);
  return {
    span: problem.keyword === 'required' ? spanOfMissing(problem) : problem.node,
    message: message(model, problem, match),
    severity,
    fixes: () => schemaFixes(problem, model.parsed.text),
  };
}

/** The span of a missing key: the `type` of the object that lacks it, or its brace. */
function spanOfMissing({ node }: SchemaProblem): { offset: number; length: number } {
  return foldedMember(node, 'type')?.value ?? { offset: node.offset, length: 1 };
}

/**
 * Returns the schema problems of a document as findings, by the id of the rule that reports them: the first of `rules`
 * with a match, a fallback last.
 */
export function schemaFindings(rules: readonly Rule[]): (model: Model) => ReadonlyMap<string, readonly Finding[]> {
  const all = rules.flatMap((rule) => (rule.schema ?? []).map((match): Reporter => ({ rule, match })));
  const reporters = [...all.filter(({ match }) => !match.isFallback), ...all.filter(({ match }) => match.isFallback)];
  return (model) => {
    const byRule = new Map<string, Finding[]>();
    for (const problem of schemaProblems(model)) {
      if (isReportedElsewhere(problem)) {
        continue;
      }
      const reporter = reporters.find(({ match }) => match.matches(problem));
      if (reporter === undefined || reporter.match.isLeftToCheck) {
        continue;
      }
      const finding = findingOf(model, problem, reporter.match);
      const found = byRule.get(reporter.rule.id);
      if (found === undefined) {
        byRule.set(reporter.rule.id, [finding]);
      } else {
        found.push(finding);
      }
    }
    return byRule;
  };
}
