import { changeTo, insertion } from '../../edits/simple-fixes.ts';
import type { Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import type { Fix } from '../rule.ts';

/** Returns a fix that sets another version. */
export function replaceFix(value: Node, version: string, preferred: boolean): Fix {
  return changeTo(value, version, preferred);
}

/** Returns a fix that adds the version to the root object. */
export function insertFix(model: Model, root: Node, version: string): Fix {
  return insertion(model, root, 'cniVersion', JSON.stringify(version));
}

/** Returns a plugin's error about a version that it does not support. */
export const rejection = (version: string): string =>
  `incompatible CNI versions; config is "${version}", plugin supports [...]`;
