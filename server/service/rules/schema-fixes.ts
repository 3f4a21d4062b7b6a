import { didYouMean } from '../did-you-mean.ts';
import { insertMember, replaceSpan, styleOf, wrapInArray } from '../edits/style.ts';
import { foldedMember, textOf } from '../members.ts';
import type { SchemaProblem } from '../schema/problems.ts';
import { writtenValues, type Schema } from '../schema/schema.ts';
import type { Fix } from './rule.ts';

/** The types that a value may have, in words; `null` is left out, nobody writes it on purpose. */
export function expectedTypes({ schema }: Pick<SchemaProblem, 'schema'>): string[] {
  return [schema.type ?? []].flat().filter((type) => type !== 'null');
}

const YES: ReadonlySet<string> = new Set(['true', 'yes', 'on', '1']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'off', '0']);

/** The switch that a text or number was meant to be; undefined where that is not clear. */
function switchOf(value: unknown): string | undefined {
  const word = String(value).trim().toLowerCase();
  if (YES.has(word)) return 'true';
  return NO.has(word) ? 'false' : undefined;
}

/** The literal that a value of the wrong type was meant to be, as JSON text. */
function converted(problem: SchemaProblem, text: string): string | undefined {
  const { value, type } = problem.node;
  for (const expected of expectedTypes(problem)) {
    const lower = typeof value === 'string' ? value.trim().toLowerCase() : '';
    const isScalar = type === 'string' || type === 'number';
    const meant = expected === 'boolean' && isScalar ? switchOf(value) : undefined;
    if (meant !== undefined) return meant;
    if (expected === 'integer' && /^-?\d+$/.test(lower)) return String(Number(lower));
    if (expected === 'string' && (type === 'number' || type === 'boolean')) return JSON.stringify(text);
  }
  return undefined;
}

/** The object of switches that a list of their names was meant to be, as JSON text: `["ips"]` for `{"ips": true}`. */
function switchesOf({ node, schema }: SchemaProblem, document: string): string | undefined {
  const names = (node.type === 'array' ? (node.children ?? []) : []).map(textOf);
  if (names.length === 0 || !names.every(Boolean) || schema.additionalProperties?.type !== 'boolean') return undefined;
  const { colon, gap } = styleOf(document);
  return `{${names.map((name) => `${JSON.stringify(name)}${colon}true`).join(`,${gap}`)}}`;
}

function replacement({ node }: SchemaProblem, literal: string, preferred: boolean): Fix {
  return { title: `Change to ${literal}`, preferred, changes: [replaceSpan(node, literal)] };
}

function typeFixes(problem: SchemaProblem, document: string): readonly Fix[] {
  const { node, schema } = problem;
  const expected = expectedTypes(problem);
  if (expected.includes('array') && schema.items?.type === node.type) {
    return [{ title: 'Put it in an array', preferred: true, changes: [wrapInArray(document, node)] }];
  }
  if (expected[0] === 'integer' && node.type === 'number' && Number.isFinite(node.value)) {
    return [replacement(problem, String(Math.round(Number(node.value))), false)];
  }
  const literal =
    switchesOf(problem, document) ?? converted(problem, document.slice(node.offset, node.offset + node.length));
  return literal === undefined ? [] : [replacement(problem, literal, true)];
}

function enumFixes(problem: SchemaProblem): readonly Fix[] {
  const { node, schema } = problem;
  if (typeof node.value !== 'string') return [];
  const values = writtenValues(schema).filter((value) => typeof value === 'string');
  const near = didYouMean(node.value, values);
  const ordered = near === undefined ? values : [near, ...values.filter((value) => value !== near)];
  return ordered.map((value) => replacement(problem, JSON.stringify(value), value === near));
}

/** A value to begin with, as JSON text; undefined where the schema shows none. */
function exampleOf(schema: Schema | undefined): string | undefined {
  const example: unknown = schema?.const ?? schema?.default ?? schema?.examples?.[0] ?? schema?.enum?.[0];
  return example === undefined ? undefined : JSON.stringify(example);
}

function missingFixes({ node, schema, missing: key }: SchemaProblem, document: string): readonly Fix[] {
  if (key === undefined) return [];
  const example = exampleOf(schema.properties?.[key]);
  if (example === undefined) return [];
  const change = insertMember(document, node, key, example, foldedMember(node, 'type')?.key);
  return [{ title: `Insert "${key}": ${example}`, changes: [change] }];
}

/** A switch in words that libcni does not know (`"yes"`). */
function patternFixes(problem: SchemaProblem): readonly Fix[] {
  if (!expectedTypes(problem).includes('boolean')) return [];
  const meant = switchOf(problem.node.value);
  if (meant !== undefined) return [replacement(problem, meant, true)];
  return [replacement(problem, 'true', false), replacement(problem, 'false', false)];
}

function lengthFixes({ node, schema }: SchemaProblem): readonly Fix[] {
  const elements = node.children ?? [];
  const [last, end] = [elements[(schema.maxItems ?? 0) - 1], elements.at(-1)];
  if (last === undefined || end === undefined) return [];
  const offset = last.offset + last.length;
  const change = replaceSpan({ offset, length: end.offset + end.length - offset }, '');
  return [{ title: `Keep the first ${schema.maxItems}`, changes: [change] }];
}

/** Where a number goes that is out of range: to the default, unless that means «nothing», else to the bound. */
function boundOf({ default: usual }: Schema, bound: number | undefined): string {
  return String(typeof usual === 'number' && usual !== 0 ? usual : bound);
}

/** The quick fixes of a schema problem: preferred where it is clear what was meant. */
export function schemaFixes(problem: SchemaProblem, document: string): readonly Fix[] {
  const { keyword, schema } = problem;
  switch (keyword) {
    case 'type':
      return typeFixes(problem, document);
    case 'enum':
      return enumFixes(problem);
    case 'required':
      return missingFixes(problem, document);
    case 'minimum':
      return [replacement(problem, boundOf(schema, schema.minimum), false)];
    case 'maximum':
      return [replacement(problem, boundOf(schema, schema.maximum), false)];
    case 'pattern':
      return patternFixes(problem);
    case 'maxItems':
      return lengthFixes(problem);
    default:
      return [];
  }
}
