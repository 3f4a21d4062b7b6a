import type { CorpusFile } from '../files.ts';
import { brokenCells } from './broken.ts';
import { embeddedIn, shapesOfYAML } from './embedded.ts';
import { partsOf, valueOf, type Parts } from './occurrences.ts';
import { fragmentShapes, stdinShapes, templateShapes } from './partial.ts';
import { placeholdersIn, withoutPlaceholders } from './placeholders.ts';
import { soundCells } from './sound.ts';

type Cell = readonly [type: string, shape: string];

const firstType = ({ occurrences }: Parts): string => occurrences.find(({ type }) => type !== '')?.type ?? '(none)';

const ofFirst = (folder: string, parts: Parts, shapes: Iterable<string>): Cell[] =>
  [...shapes].map((shape) => [firstType(parts), `${folder}: ${shape}`] as const);

function embeddedCells(text: string): Cell[] {
  const whole = [...shapesOfYAML(text)].map((shape) => ['(text)', `embedded: ${shape}`] as const);
  return embeddedIn(text).reduce<Cell[]>((cells, { style, text: config }) => {
    const parts = partsOf(withoutPlaceholders(config ?? ''));
    const form = parts.isList ? 'list' : 'single';
    const named = valueOf(parts.root, 'name') === undefined ? ' without a name' : '';
    const shapes = config === undefined ? [style] : [style, `${form}${named}`];
    const ipam = parts.occurrences
      .filter(({ role }) => role === 'ipam')
      .map(({ type }) => [type, 'embedded: ipam'] as const);
    return [...cells, ...ofFirst('embedded', parts, shapes), ...ipam];
  }, whole);
}

function cellsIn({ folder, text }: Pick<CorpusFile, 'folder' | 'text'>): Iterable<Cell> {
  if (folder === 'embedded') {
    return embeddedCells(text);
  }
  const parts = partsOf(folder === 'template' ? withoutPlaceholders(text) : text);
  if (folder === 'sound') {
    return soundCells(text, parts);
  }
  if (folder === 'broken') {
    return [...brokenCells(text, parts)].map(([type, kind]) => [type, `broken: ${kind}`] as const);
  }
  if (folder === 'template') {
    return ofFirst(folder, parts, templateShapes(text, parts));
  }
  return ofFirst(folder, parts, folder === 'stdin' ? stdinShapes(parts) : fragmentShapes(parts));
}

/** The required cells: the shapes of each type. */
export type Table = ReadonlyMap<string, ReadonlySet<string>>;

/** Names of shapes for invented values that are not in the table. */
const NAMED =
  /^((?:\w+: )?(?:key |capability |args\.cni\.|runtimeConfig\.|ipam: (?=\w)(?!null$|string$|without type$)))(?!another$)/;

/**
 * Returns the cells of the coverage table that a file fills, each as `type × shape`. A type without a row counts as
 * `(unknown)`, one that is inserted later as `(placeholder)`; a key without a cell counts as `another` one.
 */
export function cellsOf(file: Pick<CorpusFile, 'folder' | 'text'>, table: Table): ReadonlySet<string> {
  const typeOf = (type: string): string => {
    if (table.has(type)) {
      return type;
    }
    return placeholdersIn(`"${type}"`).length > 0 || type === '0' ? '(placeholder)' : '(unknown)';
  };
  return new Set(
    [...cellsIn(file)].map(([given, shape]) => {
      const type = typeOf(given);
      const [, prefix] = NAMED.exec(shape) ?? [];
      const isKnown = prefix === undefined || table.get(type)?.has(shape) === true;
      return `${type} × ${isKnown ? shape : `${prefix}another`}`;
    }),
  );
}
