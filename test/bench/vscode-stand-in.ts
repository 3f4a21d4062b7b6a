import { readFileSync } from 'node:fs';

/**
 * Stands in for the editor's API where only our own time is of interest: whatever is read of it, called or made is the
 * same thing again, which is also an empty list.
 */
class Anything {
  readonly is = 'a stand-in';
}

const anything: unknown = new Proxy(Anything, {
  get(target, key) {
    if (key === 'prototype') return target.prototype;
    if (key === Symbol.iterator) return () => [].values();
    if (key === Symbol.toPrimitive) return () => '';
    // Views are hidden, so that none asks a host for anything.
    if (key === 'visible') return false;
    // Neither a promise nor a list to count.
    return key === 'then' || key === 'length' ? undefined : anything;
  },
  set: () => true,
  apply: () => anything,
  // A class that extends it makes objects of its own.
  construct: (target, args, made) => (made === anything ? Object(anything) : Reflect.construct(target, args, made)),
});

/** With the names that the real one has: importing it may cost time for each. */
const declared = readFileSync(`${import.meta.dirname}/../../node_modules/@types/vscode/index.d.ts`, 'utf8');
const names = [...declared.matchAll(/^\texport (?:class|interface|namespace|enum|const|function) (\w+)/gm)].map(
  ([, name = '']) => name,
);
export const vscode = Object.fromEntries(names.map((name) => [name, anything]));
