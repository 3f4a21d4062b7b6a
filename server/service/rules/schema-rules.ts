import { foldedMember } from '../members.ts';
import { schemaProblems, type SchemaProblem } from '../schema/problems.ts';
import { assignments, isToldByRule, type Assignment } from './schema-assignments.ts';
import { writtenValues } from '../schema/schema.ts';
import { listLoadError, pluginLoadError } from '../load-error.ts';
import { perModel, type Model } from '../model.ts';
import type { Finding, Rule, Severity } from './rule.ts';
import { runtimeMayReplace } from './runtime-config.ts';
import { expectedTypes, schemaFixes } from './schema-fixes.ts';

const GO_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ boolean: 'bool', integer: 'int', string: 'string' }),
);

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

function keyOf(problem: SchemaProblem): string {
  const last = problem.path.at(-1) ?? '';
  return /^\d+$/.test(last) && problem.path.length > 1 ? `Element ${last} of "${problem.path.at(-2)}"` : `"${last}"`;
}

/** Keys of a plugin configuration that libcni itself decodes (types.PluginConf), folded. */
const DECODED: ReadonlySet<string> = new Set([
  'cniversion',
  'name',
  'type',
  'capabilities',
  'ipam',
  'dns',
  'prevresult',
  'cni.dev/valid-attachments',
]);

/** What libcni says of the list, or of the plugin configuration that the problem is in. */
function loaderSays({ plugin, path }: SchemaProblem, model: Model): string | undefined {
  if (plugin === undefined) return listLoadError(model);
  // What another plugin hands on is never decoded by libcni.
  const isDecoded = model.plugins.includes(plugin) && DECODED.has(path[0]?.toLowerCase() ?? '');
  return isDecoded ? pluginLoadError(model, plugin) : undefined;
}

function typeMessage(problem: SchemaProblem, model: Model): string {
  const expected = expectedTypes(problem);
  const { node, owner } = problem;
  const fraction = node.type === 'number' && expected[0] === 'integer';
  const must = `${keyOf(problem)} must be ${expected.map(withArticle).join(' or ')}, not ${fraction ? 'a fraction' : withArticle(node.type)}`;
  const says = loaderSays(problem, model);
  if (says?.includes(problem.path[0] ?? '')) return `${must}: libcni says "${says}"`;
  const goType = GO_TYPES.get(expected[0] ?? '');
  if (goType === undefined || owner === '' || owner === 'list') return must;
  const given = node.type === 'boolean' ? 'bool' : node.type;
  return `${must}: ${owner} fails with "cannot unmarshal ${given} into … of type ${goType}"`;
}

function message(model: Model, { problem, assignment }: Told): string {
  const { schema, missing, keyword, node } = problem;
  const key = keyOf(problem);
  const says = assignment?.says?.(node.value);
  const who = assignment?.who ?? (problem.owner === 'list' ? 'libcni says' : `${problem.owner} fails with`);
  const tail = says === undefined ? '' : `: ${who} "${says}"`;
  switch (keyword) {
    case 'type':
      return typeMessage(problem, model);
    case 'enum':
      return `${key} must be one of ${writtenValues(schema)
        .map((value) => JSON.stringify(value))
        .join(', ')}${tail}`;
    case 'minimum':
    case 'maximum':
      return `${key} must be ${range(problem)}${tail}`;
    case 'required':
      return `"${missing}" is missing${tail}`;
    case 'maxItems':
      return `${key} may hold at most ${schema.maxItems} elements${tail}`;
    default:
      return `${key} is not as it must be${schema.description === undefined ? '' : `: ${schema.description}`}${tail}`;
  }
}

function range({ schema }: SchemaProblem): string {
  if (schema.maximum === undefined) return `at least ${schema.minimum}`;
  return schema.minimum === undefined ? `at most ${schema.maximum}` : `between ${schema.minimum} and ${schema.maximum}`;
}

/** Problems that another rule tells better: R027 a missing type, R016 a number that is none to libcni. */
function isToldElsewhere({ missing, path, node, plugin }: SchemaProblem): boolean {
  if (node.type === 'number' && !Number.isFinite(node.value)) return plugin?.described !== undefined;
  return missing === 'type' && path.length === 0;
}

/** A schema problem with the assignment that says how it is told. */
interface Told {
  readonly problem: SchemaProblem;
  readonly assignment: Assignment | undefined;
}

/** The schema problems of a document by the rule that tells them. */
const problemsByRule = perModel((model): ReadonlyMap<string, readonly Told[]> => {
  const byRule = new Map<string, Told[]>();
  for (const problem of schemaProblems(model)) {
    if (isToldElsewhere(problem) || isToldByRule(problem)) continue;
    const assignment = assignments.find((one) => one.matches(problem));
    const id = assignment?.id ?? GENERAL.id;
    const told = byRule.get(id) ?? [];
    told.push({ problem, assignment });
    byRule.set(id, told);
  }
  return byRule;
});

const NOTHING: readonly Finding[] = [];

function ruleFor({ id, name, base = 'error', also }: Pick<Assignment, 'id' | 'name' | 'base' | 'also'>): Rule {
  return {
    id,
    name,
    severity: base,
    applies: also === undefined ? (model) => problemsByRule(model).has(id) : undefined,
    check(model): Iterable<Finding> {
      const told = problemsByRule(model).get(id);
      const others = also?.(model) ?? NOTHING;
      if (told === undefined) return others;
      const found = told.map((one): Finding => {
        const { problem, assignment } = one;
        const severity = (assignment ?? GENERAL).severity?.(problem);
        return {
          span: problem.keyword === 'required' ? placeOfMissing(problem) : problem.node,
          message: message(model, one),
          ...(severity === undefined ? {} : { severity }),
          fixes: () => schemaFixes(problem, model.parsed.text),
        };
      });
      return [...found, ...others];
    },
  };
}

/** A missing key is shown on the `type` of the object that lacks it, or on its brace. */
function placeOfMissing({ node }: SchemaProblem): { offset: number; length: number } {
  return foldedMember(node, 'type')?.value ?? { offset: node.offset, length: 1 };
}

const GENERAL = {
  id: 'R014',
  name: 'wrong-json-type',
  severity: ({ plugin, path: [key = ''] }: SchemaProblem): Severity | undefined =>
    runtimeMayReplace(plugin, key) ? 'warning' : undefined,
};

/** One rule per id that schema problems are told under, R014 for all that have no rule of their own. */
export const schemaRules: readonly Rule[] = [
  ruleFor(GENERAL),
  ...[...new Map(assignments.map((assignment) => [assignment.id, assignment])).values()].map(ruleFor),
];
