import { didYouMean } from '../did-you-mean.ts';
import { replaceSpan } from '../edits/style.ts';
import { foldedMember } from '../members.ts';
import { schemaProblems, type SchemaProblem } from '../schema/problems.ts';
import { assignments, type Assignment } from './schema-assignments.ts';
import type { Finding, Fix, Rule } from './rule.ts';

const GO_TYPES: Readonly<Record<string, string>> = { boolean: 'bool', integer: 'int', string: 'string' };

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

/** The types that a value may have, in words; `null` is left out, nobody writes it on purpose. */
function expectedTypes(problem: SchemaProblem): string[] {
  return [problem.schema.type ?? []].flat().filter((type) => type !== 'null');
}

function keyOf(problem: SchemaProblem): string {
  const last = problem.path.at(-1) ?? '';
  return /^\d+$/.test(last) && problem.path.length > 1 ? `Element ${last} of "${problem.path.at(-2)}"` : `"${last}"`;
}

function typeMessage(problem: SchemaProblem): string {
  const expected = expectedTypes(problem);
  const { node } = problem;
  const given = node.type === 'number' && !Number.isInteger(node.value) ? 'fraction' : node.type;
  const goType = GO_TYPES[expected[0] ?? ''];
  const who = problem.owner === '' || problem.owner === 'list' ? 'it fails' : `${problem.owner} fails`;
  const says =
    goType === undefined
      ? ''
      : `: ${who} with "cannot unmarshal ${node.type === 'boolean' ? 'bool' : given} into … of type ${goType}"`;
  return `${keyOf(problem)} must be ${expected.map(withArticle).join(' or ')}, not ${withArticle(given)}${says}`;
}

function message(problem: SchemaProblem, assignment: Assignment | undefined): string {
  const { schema, params, keyword, node } = problem;
  const key = keyOf(problem);
  const says = assignment?.says?.(node.value);
  const tail = says === undefined ? '' : `: ${problem.owner} fails with "${says}"`;
  switch (keyword) {
    case 'type':
      return typeMessage(problem);
    case 'enum':
      return `${key} must be one of ${(schema.enum ?? []).map((value) => JSON.stringify(value)).join(', ')}${tail}`;
    case 'minimum':
    case 'maximum':
      return `${key} must be ${range(problem)}${tail}`;
    case 'required':
      return `"${String(params['missingProperty'])}" is missing${tail}`;
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

/** The literal that a value of the wrong type was meant to be, as JSON text. */
function converted(problem: SchemaProblem, text: string): string | undefined {
  const { value, type } = problem.node;
  for (const expected of expectedTypes(problem)) {
    const lower = typeof value === 'string' ? value.trim().toLowerCase() : '';
    if (expected === 'boolean' && ['true', 'false'].includes(lower)) return lower;
    if (expected === 'integer' && /^-?\d+$/.test(lower)) return String(Number(lower));
    if (expected === 'string' && (type === 'number' || type === 'boolean')) return JSON.stringify(text);
    if (expected === 'array' && problem.schema.items?.type === type) return `[${text}]`;
  }
  return undefined;
}

function fixes(problem: SchemaProblem, text: string): readonly Fix[] {
  const { node, schema, keyword } = problem;
  if (keyword === 'type') {
    const literal = converted(problem, text);
    return literal === undefined ? [] : [replacement(problem, literal, true)];
  }
  if (keyword !== 'enum' || typeof node.value !== 'string') return [];
  const values = (schema.enum ?? []).filter((value) => typeof value === 'string');
  const near = didYouMean(node.value, values);
  const ordered = near === undefined ? values : [near, ...values.filter((value) => value !== near)];
  return ordered.map((value) => replacement(problem, JSON.stringify(value), value === near));
}

function replacement({ node }: SchemaProblem, literal: string, preferred: boolean): Fix {
  return { title: `Change to ${literal}`, preferred, changes: [replaceSpan(node, literal)] };
}

/** Problems that another rule tells better. */
function isToldElsewhere({ keyword, params, path }: SchemaProblem): boolean {
  return keyword === 'required' && path.length === 0 && params['missingProperty'] === 'type';
}

function ruleFor(id: string, name: string): Rule {
  return {
    id,
    name,
    severity: 'error',
    *check(model): Iterable<Finding> {
      for (const problem of schemaProblems(model)) {
        if (isToldElsewhere(problem)) continue;
        const assignment = assignments.find((one) => one.matches(problem));
        if ((assignment?.id ?? GENERAL.id) !== id) continue;
        const { node } = problem;
        const text = model.parsed.text.slice(node.offset, node.offset + node.length);
        const span = problem.keyword === 'required' ? placeOfMissing(problem) : node;
        const severity = assignment?.severity?.(problem);
        yield {
          span,
          message: message(problem, assignment),
          ...(severity === undefined ? {} : { severity }),
          fixes: () => fixes(problem, text),
        };
      }
    },
  };
}

/** A missing key is shown on the `type` of the object that lacks it, or on its brace. */
function placeOfMissing({ node }: SchemaProblem): { offset: number; length: number } {
  return foldedMember(node, 'type')?.value ?? { offset: node.offset, length: 1 };
}

const GENERAL = { id: 'R014', name: 'wrong-json-type' };

/** One rule per id that schema problems are told under, R014 for all that have no rule of their own. */
export const schemaRules: readonly Rule[] = [
  ruleFor(GENERAL.id, GENERAL.name),
  ...[...new Map(assignments.map(({ id, name }) => [id, name]))].map(([id, name]) => ruleFor(id, name)),
];
