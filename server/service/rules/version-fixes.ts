import { insertMember, replaceSpan } from '../edits/style.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import type { Fix } from './rule.ts';

/** A fix that sets another version. */
export function replaceFix(value: Node, version: string, preferred: boolean): Fix {
  return { title: `Change to "${version}"`, preferred, changes: [replaceSpan(value, `"${version}"`)] };
}

/** A fix that inserts the version into the root object. */
export function insertFix(model: Model, root: Node, version: string): Fix {
  const changes = [insertMember(model.parsed.text, root, 'cniVersion', `"${version}"`)];
  return { title: `Insert "cniVersion": "${version}"`, preferred: true, changes };
}

/** What a plugin says to a version that it does not know. */
export const refusal = (version: string): string =>
  `incompatible CNI versions; config is "${version}", plugin supports [...]`;
