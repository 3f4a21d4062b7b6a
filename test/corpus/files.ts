import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PLACE = join(import.meta.dirname, '../../../shared/corpus');

/** Configurations as the world writes them, where they are at hand; never part of the project. */
export const CORPUS: string | undefined = existsSync(PLACE) ? PLACE : undefined;

/** Why tests over the corpus are skipped, or undefined where it is. */
export const ABSENT: string | undefined = CORPUS === undefined ? `${PLACE} is absent` : undefined;

export type Folder = 'strict' | 'broken' | 'template' | 'stdin' | 'fragment' | 'nad';

/** One file of the corpus. */
export interface CorpusFile {
  /** Its name without folder and extension: `0073`. */
  readonly id: string;
  readonly folder: Folder;
  readonly text: string;
  /** The name under which a runtime would load it: .conflist where it is a list. */
  readonly loadedAs: string;
}

interface Entry {
  readonly file: string;
  readonly kind: string;
  readonly shape?: string;
}

const kinds = new Map(
  (CORPUS === undefined ? '' : readFileSync(join(CORPUS, 'index.jsonl'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { file, kind, shape }: Entry = JSON.parse(line);
      return [file, kind === 'broken' ? shape : kind];
    }),
);

/** The files of one folder, in order of their names; none where the corpus is absent. */
export function corpusFiles(folder: Folder): readonly CorpusFile[] {
  if (CORPUS === undefined) return [];
  const place = join(CORPUS, folder);
  return readdirSync(place)
    .toSorted()
    .map((name) => ({
      id: name.replace(/\..*$/, ''),
      folder,
      text: readFileSync(join(place, name), 'utf8'),
      loadedAs: kinds.get(`${folder}/${name}`) === 'list' ? '10-x.conflist' : '10-x.conf',
    }));
}
