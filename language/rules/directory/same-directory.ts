import { ownOf, type Neighbor, type PluginUse } from '../../directory/neighbor.ts';
import type { SourceLocation } from '../../directory/location.ts';
import type { Model } from '../../document/model.ts';
import { byteOrder } from '../../runtimes/load-file.ts';
import type { RuleContext } from '../../workspace/context.ts';

/** Directories that a runtime reads; in others (examples, manifests) files are unrelated. */
const readByRuntimes = /(?:^|\/)(?:net\.d|cni(?:\/conf(?:ig)?)?)$/;

/** Whether a runtime reads a directory, by its path. */
export const isReadByRuntimes = (directory: string): boolean => readByRuntimes.test(directory);

/**
 * Returns the summaries of this document and of the other files of its directory in byte order; undefined if no runtime
 * reads the directory.
 */
export function nearbyFiles(
  model: Model,
  { neighbors }: RuleContext,
): { readonly own: Neighbor; readonly others: readonly Neighbor[] } | undefined {
  if (neighbors === undefined || neighbors.length === 0 || model.loadedAs === undefined || model.sideLoaded) {
    return undefined;
  }
  const own = ownOf(model);
  if (!isReadByRuntimes(own.directory)) {
    return undefined;
  }
  const others = neighbors
    .filter(({ directory, loadedAs }) => directory === own.directory && loadedAs !== undefined)
    .toSorted((a, b) => byteOrder(a.file, b.file));
  return { own, others };
}

/** Returns the location that stands for a whole file: that of the network's name, or else its start. */
export function headOf({ uri, name }: Neighbor): SourceLocation {
  const zero = { line: 0, character: 0 };
  return name?.location ?? { uri, span: { offset: 0, length: 0 }, range: { start: zero, end: zero } };
}

/** Returns related information in another file. */
export function elsewhere(
  location: SourceLocation,
  message: string,
): { span: SourceLocation['span']; location: SourceLocation; message: string } {
  return { span: location.span, location, message };
}

/** A plugin of this document and a plugin of a neighbor. */
export interface Pair {
  readonly mine: PluginUse;
  readonly theirs: PluginUse;
  readonly other: Neighbor;
}

/** Yields every pair of a plugin of this document and a plugin of a neighbor. */
export function* pairs(model: Model, context: RuleContext): Generator<Pair> {
  const nearby = nearbyFiles(model, context);
  for (const other of nearby?.others ?? []) {
    for (const mine of nearby?.own.plugins ?? []) {
      for (const theirs of other.plugins) {
        yield { mine, theirs, other };
      }
    }
  }
}
