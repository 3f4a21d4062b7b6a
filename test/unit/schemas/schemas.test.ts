import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as raw from '../../../generated/schemas.js';
import type { Schema } from '../../../language/schema/schema.ts';

const named: [string, string][] = [
  ['network-configuration-list', raw.list],
  ['plugin-configuration', raw.plugin],
  ...Object.entries(raw.plugins).map(([type, text]): [string, string] => [`plugins/${type}`, text]),
  ...Object.entries(raw.ipam).map(([type, text]): [string, string] => [`ipam/${type}`, text]),
];
const files = named.map(([name, text]): [string, Schema] => [name, JSON.parse(text)]);

/** A schema and all below it, with the path to each. */
function* inside(schema: Schema, path: string): Generator<[string, Schema]> {
  yield [path, schema];
  for (const group of ['properties', '$defs'] as const) {
    for (const [key, value] of Object.entries(schema[group] ?? {})) yield* inside(value, `${path}/${key}`);
  }
  if (schema.items) yield* inside(schema.items, `${path}[]`);
  if (schema.additionalProperties) yield* inside(schema.additionalProperties, `${path}/*`);
}

describe('the schemas', () => {
  it('are there for the plugins of the first issue', () => {
    const needed = 'bridge ptp loopback portmap firewall tuning bandwidth'.split(' ');
    expect(Object.keys(raw.plugins)).toEqual(expect.arrayContaining(needed));
    expect(Object.keys(raw.ipam)).toEqual(expect.arrayContaining(['host-local', 'static']));
  });

  it('say the same wherever they share a definition', () => {
    const shared = new Map<string, Schema>();
    for (const [name, schema] of files) {
      for (const [key, definition] of Object.entries(schema.$defs ?? {})) {
        if (!['dns', 'route'].includes(key)) continue;
        expect(definition, `${name}#${key}`).toEqual(shared.get(key) ?? definition);
        shared.set(key, definition);
      }
    }
    expect([...shared.keys()].toSorted()).toEqual(['dns', 'route']);
  });
});

describe.each(files)('the schema of %s', (name, schema) => {
  it('is valid JSON Schema 2020-12, on its own', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.$id).toMatch(new RegExp(`/schemas/${name}\\.schema\\.json$`));
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(typeof ajv.compile(schema)).toBe('function');
  });

  it('describes every key, and every value of an enumeration that it describes at all', () => {
    for (const [path, one] of inside(schema, name)) {
      const described = one.description !== undefined || one.$ref !== undefined || /\[\]$|\/\*$/.test(path);
      expect(described, `${path} has no description`).toBe(true);
      if (one.enumDescriptions !== undefined) expect(one.enumDescriptions, path).toHaveLength(one.enum?.length ?? 0);
    }
  });

  it('has defaults that it allows itself', () => {
    for (const [path, one] of inside(schema, name)) {
      if (one.default === undefined) continue;
      const { defaultSnippets: _snippets, ...plain } = one;
      expect(new Ajv2020({ strict: false }).validate(plain, one.default), `${path} refuses its default`).toBe(true);
    }
  });
});
