import { isMap, isScalar, isSeq } from 'yaml';
import { looksLikeCNI } from '../../document/looks-like-cni.ts';
import { isAnyBetween } from '../../document/templates.ts';
import type { Carrier } from '../carrier.ts';
import { configurationKind, noFrame, type Found } from '../embedded.ts';
import { addNested, type ReadInside } from '../nested.ts';
import { readScalar, spanOf, type YAMLPart } from '../scalar.ts';

/** YAML that nests deeper than this is not a configuration file. */
const deepestLevel = 100;

/** Calls `take` for every text of a YAML tree, with its path. */
function eachText(
  node: unknown,
  path: string,
  take: (node: unknown, text: string, path: string) => void,
  depth = 0,
): void {
  if (depth > deepestLevel) {
    return;
  }
  if (isScalar(node)) {
    if (typeof node.value === 'string') {
      take(node, node.value, path);
    }
  } else if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      eachText(value, path === '' ? name : `${path}.${name}`, take, depth + 1);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item, index) => eachText(item, `${path}[${index}]`, take, depth + 1));
  }
}

/** Returns a test for the texts in which other carriers found something, which are left to them. */
function taken(...all: readonly Found[]): (part: YAMLPart, node: unknown) => boolean {
  const offsets = all.flatMap(({ embedded, unresolved }) => [
    ...embedded.map(({ map }) => map.start(0)),
    ...unresolved.map(({ span }) => span.offset),
  ]);
  const spans = offsets.toSorted((a, b) => a - b).map((offset) => ({ offset, length: 1 }));
  return (part, node) => {
    const { offset, length } = spanOf(part, isScalar(node) ? node : undefined);
    return isAnyBetween(spans, offset, offset + length + 1);
  };
}

/** Values of any key that are whole configurations: variables of Ansible, values of Helm, and others. */
export const otherTextCarrier: Carrier = {
  id: 'otherText',
  read(source, found) {
    const isTaken = taken(found, source.disabled);
    for (const { part, node } of source.documents()) {
      eachText(node, '', (value, text, where) => {
        if (!/^\s*[{/]/.test(text) || !/"(?:cniVersion|plugins|ipam)"/.test(text) || isTaken(part, value)) {
          return;
        }
        const one = looksLikeCNI(text) ? readScalar(part, value) : undefined;
        if (one === undefined) {
          return;
        }
        const kind = configurationKind(one.text);
        found.embedded.push({ ...one, kind, where, name: undefined, isNameSupplied: false, frame: noFrame });
      });
    }
  },
};

/** Heredocs of scripts inside YAML: containers that install a configuration, commands of cloud-init. */
export function scriptInYAMLCarrier(read: ReadInside): Carrier {
  return {
    id: 'scriptInYAML',
    read(source, found) {
      for (const { part, node } of source.documents()) {
        eachText(node, '', (value, text, where) => {
          const outer = text.includes('<<') ? readScalar(part, value) : undefined;
          if (outer !== undefined) {
            addNested(outer, where, read, found);
          }
        });
      }
    },
  };
}
