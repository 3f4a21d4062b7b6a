import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isReferencePlugin, projectOf, typesOfProjects } from '../../../engine/libcni/plugin-projects.ts';

const schemas = path.join(import.meta.dirname, '../../../schemas');
const described = ['plugins', 'ipam'].flatMap((kind) =>
  readdirSync(path.join(schemas, kind)).map((file): [type: string, source: string] => {
    const schema: { readonly 'x-source': string } = JSON.parse(readFileSync(path.join(schemas, kind, file), 'utf8'));
    return [file.replace('.schema.json', ''), schema['x-source']];
  }),
);

describe('the projects that ship plugins', () => {
  test.each(described)('%s: the one of its schema, %s', (type, source) => {
    const { url = '' } = projectOf(type) ?? {};
    expect(isReferencePlugin(type)).toBe(source.startsWith('https://www.cni.dev/plugins/current/'));
    if (!isReferencePlugin(type)) {
      expect(`${source}/`).toContain(`${url}/`);
    }
    expect(url).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+$/);
  });

  test('have each type once', () => {
    expect(new Set(typesOfProjects).size).toBe(typesOfProjects.length);
  });
});
