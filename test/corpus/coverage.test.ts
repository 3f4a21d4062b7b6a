import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { table } from './coverage.ts';
import { ownCorpus } from './files.ts';
import { cellsOf } from './shapes/cells.ts';

const folders = ['sound', 'broken', 'template', 'stdin', 'fragment', 'embedded'] as const;
const filled = new Map(
  folders.flatMap((folder) =>
    ownCorpus.files(folder).map((file) => [`${folder}/${file.id}`, cellsOf(file, table)] as const),
  ),
);
const wanted = [...table].flatMap(([type, shapes]) => [...shapes].map((shape) => `${type} × ${shape}`));

const isSound = (shape: string): boolean => !/^(?:broken|template|stdin|fragment|embedded): /.test(shape);

describe('the coverage of the own corpus', () => {
  it('has every cell of the table', () => {
    const there = new Set([...filled.values()].flatMap((cells) => [...cells]));
    console.log(`${filled.size} configurations fill ${wanted.length} cells of ${table.size} plugin types`);
    expect(wanted.filter((cell) => !there.has(cell))).toEqual([]);
    expect(filled.size).toBeGreaterThanOrEqual(250);
  });

  it('has for each configuration a cell that no other one fills', () => {
    const owners = new Map<string, number>();
    for (const cells of filled.values()) {
      for (const cell of cells) {
        owners.set(cell, (owners.get(cell) ?? 0) + 1);
      }
    }
    const alone = new Set(wanted.filter((cell) => owners.get(cell) === 1));
    const needless = [...filled].filter(([, cells]) => ![...cells].some((cell) => alone.has(cell)));
    expect(needless.map(([path]) => path)).toEqual([]);
  });

  it('has a sound configuration for every plugin type that has a schema', () => {
    const schemas = join(import.meta.dirname, '../../schemas');
    const types = ['plugins', 'ipam'].flatMap((folder) =>
      readdirSync(join(schemas, folder)).map((name) => name.replace('.schema.json', '')),
    );
    expect(types.filter((type) => ![...(table.get(type) ?? [])].some(isSound))).toEqual([]);
  });
});
