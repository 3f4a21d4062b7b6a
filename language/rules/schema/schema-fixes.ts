import * as l10n from '@vscode/l10n';
import { didYouMean } from '../../document/did-you-mean.ts';
import { insertMember, replaceSpan, styleOf, wrapInArray } from '../../edits/style.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { SchemaProblem } from './schema-problems.ts';
import { writtenValues, type Schema } from '../../schema/schema.ts';
import type { Fix } from '../rule.ts';

/** The JSON types that a value may have, without `null`, which is not written on purpose. */
export function expectedTypes({ schema }: Pick<SchemaProblem, 'schema'>): string[] {
  return [schema.type ?? []].flat().filter((type) => type !== 'null');
}

const affirmativeWords: ReadonlySet<string> = new Set(['true', 'yes', 'on', '1']);
const negativeWords: ReadonlySet<string> = new Set(['false', 'no', 'off', '0']);

/** The boolean that a text or number was meant to be; undefined if that is not clear. */
function switchOf(value: unknown): string | undefined {
  const word = String(value).trim().toLowerCase();
  if (affirmativeWords.has(word)) {
    return 'true';
  }
  return negativeWords.has(word) ? 'false' : undefined;
}

/** The literal that a value of the wrong type was meant to be, as JSON text. */
function converted(problem: SchemaProblem, text: string): string | undefined {
  const { value, type } = problem.node;
  for (const expected of expectedTypes(problem)) {
    const lower = typeof value === 'string' ? value.trim().toLowerCase() : '';
    const isScalar = type === 'string' || type === 'number';
    const meant = expected === 'boolean' && isScalar ? switchOf(value) : undefined;
    if (meant !== undefined) {
      return meant;
    }
    if (expected === 'integer' && /^-?\d+$/.test(lower)) {
      return String(Number(lower));
    }
    if (expected === 'string' && (type === 'number' || type === 'boolean')) {
      return JSON.stringify(text);
    }
  }
  return undefined;
}

/** The object of switches that a list of names was meant to be, as JSON text: `{"ips": true}` for `["ips"]`. */
function switchesOf({ node, schema }: SchemaProblem, document: string): string | undefined {
  const names = (node.type === 'array' ? (node.children ?? []) : []).map(textOf);
  if (names.length === 0 || !names.every(Boolean) || schema.additionalProperties?.type !== 'boolean') {
    return undefined;
  }
  const { colon, gap } = styleOf(document);
  return `{${names.map((name) => `${JSON.stringify(name)}${colon}true`).join(`,${gap}`)}}`;
}

function replacement({ node }: SchemaProblem, literal: string, preferred: boolean): Fix {
  return { title: l10n.t('Change to {0}', literal), preferred, changes: [replaceSpan(node, literal)] };
}

/** Keys whose values are never changed without confirmation, whatever their type. */
const neverCertain = /^(?:name|cniVersions?|type)$/i;

/** Whether a value is the same in another JSON type: a number or boolean with quotes, or one that needs quotes. */
function differsByTypeAlone({ node, path }: SchemaProblem, literal: string): boolean {
  if (path.some((key) => neverCertain.test(key))) {
    return false;
  }
  return typeof node.value === 'string' ? node.value === literal : literal.startsWith('"');
}

/** Wraps a value in an array. Next to other elements this is not certain: it may belong to the same array as they. */
function arrayFix({ node, path }: SchemaProblem, document: string): Fix {
  const isAlone = node.parent?.type !== 'array' || node.parent.children?.length === 1;
  const isCertain = isAlone && !path.some((key) => neverCertain.test(key));
  return {
    title: l10n.t('Wrap in an array'),
    preferred: true,
    certain: isCertain ? 'content' : undefined,
    changes: [wrapInArray(document, node)],
  };
}

function typeFixes(problem: SchemaProblem, document: string): readonly Fix[] {
  const { node, schema } = problem;
  const expected = expectedTypes(problem);
  if (expected.includes('array') && schema.items?.type === node.type) {
    return [arrayFix(problem, document)];
  }
  if (expected[0] === 'integer' && node.type === 'number' && Number.isFinite(node.value)) {
    return [replacement(problem, String(Math.round(Number(node.value))), false)];
  }
  const switches = switchesOf(problem, document);
  if (switches !== undefined) {
    return [replacement(problem, switches, true)];
  }
  const literal = converted(problem, document.slice(node.offset, node.offset + node.length));
  if (literal === undefined) {
    return [];
  }
  const fix = replacement(problem, literal, true);
  return [differsByTypeAlone(problem, literal) ? { ...fix, certain: 'content' } : fix];
}

function enumFixes(problem: SchemaProblem): readonly Fix[] {
  const { node, schema } = problem;
  if (typeof node.value !== 'string') {
    return [];
  }
  const values = writtenValues(schema).filter((value) => typeof value === 'string');
  const near = didYouMean(node.value, values);
  const ordered = near === undefined ? values : [near, ...values.filter((value) => value !== near)];
  return ordered.map((value) => replacement(problem, JSON.stringify(value), value === near));
}

/** A value to start with, as JSON text; undefined if the schema has none. */
function exampleOf(schema: Schema | undefined): string | undefined {
  const example: unknown = schema?.const ?? schema?.default ?? schema?.examples?.[0] ?? schema?.enum?.[0];
  return example === undefined ? undefined : JSON.stringify(example);
}

function missingFixes({ node, schema, missing: key }: SchemaProblem, document: string): readonly Fix[] {
  if (key === undefined) {
    return [];
  }
  const example = exampleOf(schema.properties?.[key]);
  if (example === undefined) {
    return [];
  }
  const change = insertMember(document, node, key, example, foldedMember(node, 'type')?.key);
  return [{ title: l10n.t('Add {0}', `"${key}": ${example}`), changes: [change] }];
}

/** Fixes for a switch that libcni does not accept (`"yes"`). */
function patternFixes(problem: SchemaProblem): readonly Fix[] {
  if (!expectedTypes(problem).includes('boolean')) {
    return [];
  }
  const meant = switchOf(problem.node.value);
  if (meant !== undefined) {
    return [replacement(problem, meant, true)];
  }
  return [replacement(problem, 'true', false), replacement(problem, 'false', false)];
}

function lengthFixes({ node, schema }: SchemaProblem): readonly Fix[] {
  const elements = node.children ?? [];
  const [last, end] = [elements[(schema.maxItems ?? 0) - 1], elements.at(-1)];
  if (last === undefined || end === undefined) {
    return [];
  }
  const offset = last.offset + last.length;
  const change = replaceSpan({ offset, length: end.offset + end.length - offset }, '');
  return [{ title: l10n.t('Keep only the first {0}', schema.maxItems ?? 0), changes: [change] }];
}

/** The replacement for a number that is out of range: the default unless that is zero, else the bound. */
function boundOf({ default: usual }: Schema, bound: number | undefined): string {
  return String(typeof usual === 'number' && usual !== 0 ? usual : bound);
}

/** The quick fixes of a schema problem, preferred if the intention is clear. */
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
