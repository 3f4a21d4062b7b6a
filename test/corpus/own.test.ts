import { describe, expect, it } from 'vitest';
import { errorsIn, isJSON, SYNTAX } from './errors.ts';
import { ownCorpus, type Folder } from './files.ts';
import { bareRows, ownBroken, ownPartial } from './refusal-table.ts';
import { refusal } from './refusal.ts';

const filesOf = (...folders: readonly Folder[]) =>
  folders.flatMap((folder) => ownCorpus.files(folder).map((file) => ({ ...file, path: `${folder}/${file.id}` })));

describe('the own sound configurations', () => {
  it('have no error', () => {
    const wrong = filesOf('sound').flatMap((file) => {
      const errors = errorsIn(file);
      return errors === '' ? [] : [`${file.path}: ${errors}`];
    });
    expect(wrong).toEqual([]);
  });

  it('are accepted by libcni', async () => {
    const refused: string[] = [];
    for (const file of filesOf('sound')) {
      const says = await refusal(file);
      if (says !== '') {
        refused.push(`${file.path}: ${says}`);
      }
    }
    expect(refused).toEqual([]);
  });
});

describe('the own broken configurations', () => {
  const files = filesOf('broken');

  it('have the errors of the reviewed table, in the right lines', () => {
    const due = ownBroken.flatMap(({ files: rows }) => Object.entries(rows).map(([id, errors]) => `${id}: ${errors}`));
    expect(files.map((file) => `${file.id}: ${errorsIn(file)}`)).toEqual(due.toSorted());
  });

  it('are reported as invalid JSON exactly if they are', () => {
    expect(files.filter((file) => SYNTAX.test(errorsIn(file)) === isJSON(file.text))).toEqual([]);
  });

  it.each(ownBroken.filter(({ refusedBy }) => refusedBy === 'libcni'))(
    'are rejected by libcni: $reason',
    async ({ files: rows, says = '?' }) => {
      for (const file of files.filter(({ id }) => id in rows)) {
        expect(`${file.id}: ${await refusal(file)}`).toContain(says);
      }
    },
  );

  it('are accepted by libcni if something else rejects them', async () => {
    const byOthers = new Set(
      ownBroken.filter(({ refusedBy }) => refusedBy !== 'libcni').flatMap((row) => Object.keys(row.files)),
    );
    for (const file of files.filter(({ id }) => byOthers.has(id))) {
      expect(`${file.id}: ${await refusal(file)}`).toBe(`${file.id}: `);
    }
  });

  it('each have a reason, and an observation or a source', () => {
    expect(bareRows(ownBroken)).toEqual([]);
  });
});

it('the own templates and inputs of plugins have the errors of the reviewed table, and no others', () => {
  const due = ownPartial.flatMap(({ files }) => Object.entries(files).map(([path, errors]) => `${path}: ${errors}`));
  const found = filesOf('template', 'stdin').flatMap((file) => {
    const errors = errorsIn(file);
    return errors === '' ? [] : [`${file.path}: ${errors}`];
  });
  expect(found.toSorted()).toEqual(due.toSorted());
  expect(ownPartial.filter(({ why }) => why === '')).toEqual([]);
});
