import { nothingFound, type CarriedText, type Embedded, type Found } from './embedded.ts';
import { spanInCarrier } from './position-map.ts';

/** Returns a text inside another text of a carrier. */
function nested<T extends CarriedText>(outer: CarriedText, inner: T): T {
  return {
    ...inner,
    map: {
      start: (offset: number) => outer.map.start(inner.map.start(offset)),
      end: (offset: number) => outer.map.end(inner.map.end(offset)),
    },
    asBlock:
      inner.asBlock === undefined
        ? undefined
        : (text: string) => {
            const done = inner.asBlock?.(text) ?? { changes: [] };
            return 'refused' in done ? done : outer.edit(done.changes);
          },
    edit: (changes: Parameters<CarriedText['edit']>[0]) => {
      const done = inner.edit(changes);
      return 'refused' in done ? done : outer.edit(done.changes);
    },
  };
}

/** Reads the configurations inside a text of a carrier. */
export type ReadInside = (text: string, found: Found) => void;

/** Adds the configurations inside a text of a carrier. Definitions and selections in it are not objects of the file. */
export function addNested(outer: CarriedText, where: string, read: ReadInside, found: Found): void {
  const inner = nothingFound();
  read(outer.text, inner);
  const moved = (one: Embedded): Embedded => ({ ...nested(outer, one), where: `${where}: ${one.where}` });
  for (const one of inner.embedded) {
    found.embedded.push(moved(one));
  }
  for (const one of inner.blank) {
    found.blank.push(moved(one));
  }
  for (const one of inner.unresolved) {
    found.unresolved.push({ ...one, span: spanInCarrier(outer.map, one.span), where: `${where}: ${one.where}` });
  }
}

/** Returns the rest of a text of a carrier, from an offset. */
export function textFrom(outer: CarriedText, from: number): CarriedText {
  return {
    text: outer.text.slice(from),
    map: {
      start: (offset) => outer.map.start(from + offset),
      end: (offset) => (offset <= 0 ? outer.map.start(from) : outer.map.end(from + offset)),
    },
    edit: (changes) => outer.edit(changes.map((change) => ({ ...change, offset: from + change.offset }))),
  };
}
