import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the files of a folder are: `sound` ones load and work, `embedded` ones are NetworkAttachmentDefinitions. */
export type Folder = 'sound' | 'broken' | 'template' | 'stdin' | 'fragment' | 'embedded';

/** The folders whose files are a configuration, or a part of one, from beginning to end. */
export const PLAIN_FOLDERS = ['sound', 'broken', 'template', 'stdin', 'fragment'] as const;

/** One file of a corpus. */
export interface CorpusFile {
  /** Names it in its folder: `bridge/orchard.conflist`; `0073` in the external corpus. */
  readonly id: string;
  readonly folder: Folder;
  readonly text: string;
  /** A file name with which a runtime would load it: .conflist for a list. */
  readonly loadedAs: string;
}

/** A set of configurations: the project's own, or an external one. */
export interface Corpus {
  readonly name: 'own' | 'external';
  /** Returns the files of one folder, ordered by id. */
  readonly files: (folder: Folder) => readonly CorpusFile[];
}

const OWN = join(import.meta.dirname, 'files');

function ownFiles(folder: Folder): readonly CorpusFile[] {
  const place = join(OWN, folder);
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({
      id: path.slice(place.length + 1),
      folder,
      text: readFileSync(path, 'utf8'),
      loadedAs: path.endsWith('.conflist') ? '10-x.conflist' : '10-x.conf',
    }));
}

/** The folder names of the external corpus. */
const EXTERNAL_NAMES: Readonly<Partial<Record<Folder, string>>> = { sound: 'strict', embedded: 'nad' };

interface Entry {
  readonly file: string;
  readonly kind: string;
  readonly shape?: string;
}

function readExternal(root: string): Corpus {
  if (!existsSync(root)) {
    throw new Error(`CNI_WORKBENCH_CORPUS names ${root}, which does not exist`);
  }
  const kinds = new Map(
    readFileSync(join(root, 'index.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { file, kind, shape }: Entry = JSON.parse(line);
        return [file, kind === 'broken' ? shape : kind];
      }),
  );
  const files = (folder: Folder): readonly CorpusFile[] => {
    const place = EXTERNAL_NAMES[folder] ?? folder;
    return readdirSync(join(root, place))
      .toSorted()
      .map((name) => ({
        id: name.replace(/\..*$/, ''),
        folder,
        text: readFileSync(join(root, place, name), 'utf8'),
        loadedAs: kinds.get(`${place}/${name}`) === 'list' ? '10-x.conflist' : '10-x.conf',
      }));
  };
  return { name: 'external', files };
}

const named = process.env['CNI_WORKBENCH_CORPUS'] ?? '';

/** The configurations in test/corpus/files. */
export const ownCorpus: Corpus = { name: 'own', files: ownFiles };

/** The configurations in the folder that $CNI_WORKBENCH_CORPUS names; undefined if it is not set. */
export const externalCorpus: Corpus | undefined = named === '' ? undefined : readExternal(resolve(named));

/** Why a test over the external corpus is skipped; undefined if it runs. */
export const NO_EXTERNAL: string | undefined =
  externalCorpus === undefined ? 'CNI_WORKBENCH_CORPUS names no external corpus' : undefined;

/** Every available corpus. */
export const corpora: readonly Corpus[] = externalCorpus === undefined ? [ownCorpus] : [ownCorpus, externalCorpus];
