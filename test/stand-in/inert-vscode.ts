import { readFileSync } from 'node:fs';

/**
 * A stand-in for the API of VS Code when only the time of the extension matters: everything read, called or constructed is
 * the same object, which is also an empty list.
 */
class Anything {
  readonly is = 'a stand-in';
}

const anything: unknown = new Proxy(Anything, {
  get(target, key) {
    if (key === 'prototype') {
      return target.prototype;
    }
    if (key === Symbol.iterator) {
      return () => [].values();
    }
    if (key === Symbol.toPrimitive) {
      return () => '';
    }
    // Views are hidden, so that none reads a host.
    if (key === 'visible') {
      return false;
    }
    // Neither a promise nor a list with a length.
    return key === 'then' || key === 'length' ? undefined : anything;
  },
  set: () => true,
  apply: () => anything,
  // A derived class creates its own objects.
  construct: (target, args, made) => (made === anything ? Object(anything) : Reflect.construct(target, args, made)),
});

/** Has the names of the real module, because each import may cost time. */
const declared = readFileSync(`${import.meta.dirname}/../../node_modules/@types/vscode/index.d.ts`, 'utf8');
const names = [...declared.matchAll(/^\texport (?:class|interface|namespace|enum|const|function) (\w+)/gm)].map(
  ([, name = '']) => name,
);
export const vscode = Object.fromEntries(names.map((name) => [name, anything]));
