import { describe, expect, it } from 'vitest';
import { skipBecause } from '../skip.ts';
import { leftOut, table } from './coverage.ts';
import { errorsIn, isJSON, SYNTAX } from './errors.ts';
import { externalCorpus, NO_EXTERNAL, type Folder } from './files.ts';
import { bareRows, externalBroken, externalSound } from './refusal-table.ts';
import { refusal } from './refusal.ts';
import { cellsOf } from './shapes/cells.ts';

const filesOf = (folder: Folder) => externalCorpus?.files(folder) ?? [];

describe('of the external configurations that load, the rules', skipBecause(NO_EXTERNAL), () => {
  const files = new Map(filesOf('sound').map((file) => [file.id, file]));

  it('report errors in those of the reviewed table, and in no others', () => {
    const found = [...files.values()].flatMap((file) =>
      [...errorsIn(file).matchAll(/(\w+)@/g)].map(([, rule = '']) => `${file.id} ${rule}`),
    );
    const reviewed = externalSound.flatMap(({ rule, files: ids }) => ids.map((id) => `${id} ${rule}`));
    console.log(
      `${found.length} errors in ${new Set(found.map((one) => one.slice(0, 4))).size} of ${files.size} files`,
    );
    expect(found.filter((one) => !reviewed.includes(one))).toEqual([]);
    expect(reviewed.filter((one) => !found.includes(one))).toEqual([]);
    expect(new Set(reviewed).size).toBe(reviewed.length);
  });

  it.each(externalSound.filter(({ refusedBy }) => refusedBy === 'libcni'))(
    'say of some $rule, as libcni does: $says',
    async ({ files: ids, says = '?' }) => {
      for (const id of ids) {
        const file = files.get(id);
        if (file === undefined) {
          throw new Error(`there is no strict/${id}`);
        }
        expect(`${id}: ${await refusal(file)}`).toContain(says);
      }
    },
  );

  it('miss none that libcni rejects', async () => {
    const reviewed = new Set(
      externalSound.filter(({ refusedBy }) => refusedBy === 'libcni').flatMap((row) => row.files),
    );
    const refused: string[] = [];
    for (const file of files.values()) {
      if (!reviewed.has(file.id) && (await refusal(file)) !== '') {
        refused.push(`${file.id}: ${await refusal(file)}`);
      }
    }
    expect(refused).toEqual([]);
  });
});

describe('of the external configurations that are broken', skipBecause(NO_EXTERNAL), () => {
  const files = filesOf('broken');
  const reviewed = new Map(
    externalBroken.flatMap(({ why, files: rows }) => Object.entries(rows).map(([id, due]) => [id, { why, due }])),
  );

  it('at least nine in ten have exactly the expected errors, in the right lines', () => {
    expect([...reviewed.keys()].toSorted()).toEqual(files.map(({ id }) => id));
    const misses = files.flatMap((file) => {
      const { due = '', why = '' } = reviewed.get(file.id) ?? {};
      const found = errorsIn(file);
      return due !== '' && found === due
        ? []
        : [`broken/${file.id}: ${found || 'no error'}, not ${due || 'one'} (${why})`];
    });
    const share = 1 - misses.length / files.length;
    console.log(
      `${(share * 100).toFixed(1)} % of ${files.length} broken files have the right errors; not so\n${misses.join('\n')}`,
    );
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it('exactly those that are not JSON are reported as such', () => {
    const wrong = files.filter((file) => SYNTAX.test(errorsIn(file)) === isJSON(file.text));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

it('the coverage table has every cell that the external corpus fills', skipBecause(NO_EXTERNAL), () => {
  const folders = ['sound', 'broken', 'template', 'stdin', 'fragment', 'embedded'] as const;
  const shown = new Set(folders.flatMap((folder) => filesOf(folder).flatMap((file) => [...cellsOf(file, table)])));
  const known = new Set([...table].flatMap(([type, shapes]) => [...shapes].map((shape) => `${type} × ${shape}`)));
  const without = new Set(leftOut.flatMap(({ cells }) => cells));
  expect([...shown].filter((cell) => !known.has(cell) && !without.has(cell))).toEqual([]);
  expect([...without].filter((cell) => !shown.has(cell))).toEqual([]);
});

it('every reviewed error has a reason, and an observation or a source', () => {
  expect(bareRows(externalSound)).toEqual([]);
});
