import { ownOf, type Neighbour, type PluginUse } from '../directory/neighbour.ts';
import type { Place } from '../directory/place.ts';
import type { Model } from '../model.ts';
import { byteOrder } from '../runtimes/load-file.ts';
import type { RuleContext } from './rule.ts';

/** Directories that a runtime reads; elsewhere (examples, manifests) files have nothing to do with each other. */
const READ_BY_RUNTIMES = /(?:^|\/)(?:net\.d|cni(?:\/conf(?:ig)?)?)$/;

/** This document in short, with the other files of its directory in byte order; undefined where no runtime reads it. */
export function besideOf(
  model: Model,
  { neighbours }: RuleContext,
): { readonly own: Neighbour; readonly others: readonly Neighbour[] } | undefined {
  if (neighbours === undefined || neighbours.length === 0 || model.loadedAs === undefined || model.sideLoaded) {
    return undefined;
  }
  const own = ownOf(model);
  if (!READ_BY_RUNTIMES.test(own.directory)) return undefined;
  const others = neighbours
    .filter(({ directory, loadedAs }) => directory === own.directory && loadedAs !== undefined)
    .toSorted((a, b) => byteOrder(a.file, b.file));
  return { own, others };
}

/** A place that stands for a whole file: its name's, else its start. */
export function headOf({ uri, name }: Neighbour): Place {
  const zero = { line: 0, character: 0 };
  return name?.place ?? { uri, span: { offset: 0, length: 0 }, range: { start: zero, end: zero } };
}

/** A related place in another file. */
export function elsewhere(place: Place, message: string): { span: Place['span']; place: Place; message: string } {
  return { span: place.span, place, message };
}

/** A plugin of this document beside one of another file's network. */
export interface Pair {
  readonly mine: PluginUse;
  readonly theirs: PluginUse;
  readonly other: Neighbour;
}

/** Every pair of plugins of this document and of its neighbours. */
export function* pairs(model: Model, context: RuleContext): Generator<Pair> {
  const beside = besideOf(model, context);
  for (const other of beside?.others ?? []) {
    for (const mine of beside?.own.plugins ?? []) {
      for (const theirs of other.plugins) yield { mine, theirs, other };
    }
  }
}
