import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as raw from '../../../generated/schemas.js';
import type { Schema } from '../../../language/schema/schema.ts';
import { rules } from '../../../language/check.ts';
import { corpora } from '../../corpus/files.ts';

const path = (file: string): string => fileURLToPath(new URL(`../../../${file}`, import.meta.url));
const text = readFileSync(path('schemas/cni.schema.json'), 'utf8');
const bundle: Schema = JSON.parse(text);
const ajv = new Ajv2020({ strict: false });
const isValid = ajv.compile(bundle);

const list = (...plugins: readonly object[]): object => ({ cniVersion: '1.0.0', name: 'x', plugins });

describe('the bundled schema', () => {
  it('is what "npm run schema" makes of the parts', async () => {
    const module: { bundleFindings(): string[] } = await import(
      new URL('../../../scripts/bundle-schema.mjs', import.meta.url).href
    );
    expect(module.bundleFindings()).toEqual([]);
  });

  it('is valid JSON Schema 2020-12 that refers to nothing outside itself', () => {
    expect(bundle.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(ajv.validateSchema(bundle)).toBe(true);
    const references = [...text.matchAll(/"\$ref": "([^"]*)"/g)].map(([, reference = '']) => reference);
    const names = new Set(Object.keys(bundle.$defs ?? {}).map((name) => `#/$defs/${name}`));
    expect(references.filter((reference) => !names.has(reference))).toEqual([]);
  });

  it('accepts both forms, and a plugin or IPAM type that it does not know', () => {
    expect(isValid(list({ type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet: '10.1.0.0/16' }]] } }))).toBe(
      true,
    );
    expect(isValid({ cniVersion: '0.4.0', name: 'x', type: 'ptp', ipMasq: true })).toBe(true);
    expect(isValid(list({ type: 'made-up', isGateway: 'yes', ipam: { type: 'made-up', ranges: 1 } }))).toBe(true);
    expect(isValid(list({ type: 'bridge', ipam: null }))).toBe(true);
  });

  it.each([
    ['no object', []],
    ['an empty object', {}],
    ['a list without a plugin', list()],
    ['a plugin without type', list({ bridge: 'cni0' })],
    ['a plugin that is no object', { cniVersion: '1.0.0', name: 'x', plugins: ['bridge'] }],
    ['a version in numbers', { ...list({ type: 'ptp' }), cniVersion: 1 }],
    ['a name with blanks', { ...list({ type: 'ptp' }), name: 'my net' }],
    ['a wrong value in a list', list({ type: 'loopback' }, { type: 'bridge', vlan: 5000 })],
    ['a wrong value in a single plugin', { name: 'x', type: 'bridge', isGateway: 'yes' }],
    ['a wrong value of IPAM', list({ type: 'made-up', ipam: { type: 'host-local', ranges: [{}] } })],
    ['a capability that is no boolean', list({ type: 'made-up', capabilities: { portMappings: 1 } })],
  ])('refuses %s', (_, document) => {
    expect(isValid(document)).toBe(false);
  });
});

/** Values of every JSON type; each property of each part is tried with all of them. */
const values: readonly unknown[] = [
  true,
  '',
  'x',
  '10.1.0.0/16',
  -1,
  7,
  1.5,
  70_000,
  [],
  ['x'],
  [{}],
  {},
  { a: 1 },
  null,
];

/** Whether the schemas that hold for a plugin say the same of an object as the bundle. */
function differences(kind: 'plugins' | 'ipam', type: string, schema: Schema): string[] {
  const part = ajv.compile({ ...schema, $id: `part:${kind}:${type}` });
  const needed = Object.fromEntries((schema.required ?? []).map((key) => [key, exampleOf(schema.properties?.[key])]));
  return Object.keys(schema.properties ?? {})
    .filter((key) => key !== 'type' && key !== 'ipam')
    .flatMap((key) =>
      values.flatMap((value) => {
        const object = { ...needed, type, [key]: value };
        const plugin = kind === 'plugins' ? object : { type: 'made-up', ipam: object };
        const expected = part(object) && (kind === 'ipam' || isCommon(object));
        return isValid(list(plugin)) === expected ? [] : [`${type}.${key} = ${JSON.stringify(value)}`];
      }),
    );
}

const common: Schema = JSON.parse(raw.plugin);
const isCommon = ajv.compile({ ...common, $id: 'part:common' });

/** A value that a required key may have. */
function exampleOf(schema: Schema | undefined): unknown {
  if (schema === undefined || schema.const !== undefined) return schema?.const;
  const tries: readonly unknown[] = [...(schema.examples ?? []), ...(schema.enum ?? []), ...values];
  return tries.find((value) => new Ajv2020({ strict: false }).validate({ ...schema, $ref: undefined }, value));
}

describe('the bundle and its parts', () => {
  const parts = (['plugins', 'ipam'] as const).flatMap((kind) =>
    Object.entries(raw[kind]).map(([type, json]): [string, 'plugins' | 'ipam', Schema] => [
      type,
      kind,
      JSON.parse(json),
    ]),
  );

  it.each(parts)('say the same of %s (%s)', (type, kind, schema) => {
    expect(differences(kind, type, schema)).toEqual([]);
  });
});

describe('the examples of docs/rules', () => {
  const exampleIn = (page: string, heading: string): object => {
    const [, after = ''] = page.split(`\n## ${heading}\n`);
    const [, json = ''] = /^\n`[^`]+`\n\n```json\n([\s\S]*?\n)```\n/.exec(after) ?? [];
    return JSON.parse(json);
  };
  /** Their bad example shows what code finds: keys that go together (R157). */
  const toldByCode = new Set(['R157']);
  const pages = rules
    .filter(({ schema }) => schema?.some(({ isLeftToCheck }) => !isLeftToCheck))
    .map(({ id }) => id)
    .map((id) => [id, readFileSync(path(`docs/rules/${id}.md`), 'utf8')] as const)
    .filter(([id]) => !toldByCode.has(id));

  it.each(pages)('of %s: the bad one is refused, the good one accepted', (_, page) => {
    expect([isValid(exampleIn(page, 'Bad')), isValid(exampleIn(page, 'Good'))]).toEqual([false, true]);
  });
});

describe.each(corpora)('of the sound configurations of the $name corpus', ({ files }) => {
  it('at least 95 in 100 that libcni loads are accepted; most others leave out the version or the name', () => {
    const sound = files('sound');
    const refused = sound.filter(({ text }) => {
      const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
      return !isValid(document);
    });
    expect(refused.length / sound.length).toBeLessThan(0.05);
  });
});
