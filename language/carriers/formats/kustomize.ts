import { isScalar, isSeq, type YAMLMap } from 'yaml';
import { looksLikeCNI } from '../../document/looks-like-cni.ts';
import type { Carrier } from '../carrier.ts';
import { addEmbedded, configurationKind, noFrame, type Found } from '../embedded.ts';
import { addNested, textFrom, type ReadInside } from '../nested.ts';
import { readScalar, type YAMLPart } from '../scalar.ts';
import { at, mappings, readText } from '../yaml-source.ts';

/** Paths whose value is the text of a configuration, to which Multus gives the name of the definition. */
const configPaths = /^\/spec\/(?:config|customCNI|additionalNetworks\/[^/]+\/rawCNIConfig)$/;
const selectionPaths = /^\/.*\/annotations\/(k8s\.v1\.cni\.cncf\.io~1networks|v1\.multus-cni\.io~1default-network)$/;
const entryPath = /^\/(?:data|stringData)\/([^/]+)$/;

/** Reads an operation of a JSON patch (RFC 6902). */
function readOperation(part: YAMLPart, operation: YAMLMap, found: Found): void {
  const [path, value] = [at(operation, 'path'), at(operation, 'value')];
  if (!isScalar(path) || typeof path.value !== 'string' || !isScalar(value) || typeof value.value !== 'string') {
    return;
  }
  const where = path.value;
  const [, annotation] = selectionPaths.exec(where) ?? [];
  const [, entry] = entryPath.exec(where) ?? [];
  const isConfig = configPaths.test(where);
  if (!isConfig && annotation === undefined && !(entry !== undefined && looksLikeCNI(value.value))) {
    return;
  }
  const text = readText(part, value, where, found);
  if (text === undefined) {
    return;
  }
  if (annotation !== undefined) {
    // The file does not determine the object that the patch changes.
    found.selections.push({ ...text, annotation: annotation.replace('~1', '/'), namespace: undefined });
    return;
  }
  const kind = configurationKind(text.text);
  addEmbedded(found, { ...text, kind, where, name: entry, isNameSupplied: isConfig, frame: noFrame });
}

/** `KEY=TEXT` of `configMapGenerator.literals`. */
function readLiterals(part: YAMLPart, literals: unknown, found: Found): void {
  for (const item of isSeq(literals) ? literals.items : []) {
    if (!isScalar(item) || typeof item.value !== 'string') {
      continue;
    }
    const equals = item.value.indexOf('=');
    const text = equals > 0 && looksLikeCNI(item.value.slice(equals + 1)) ? readScalar(part, item) : undefined;
    if (text === undefined) {
      continue;
    }
    const from = text.text.indexOf('=') + 1;
    const key = text.text.slice(0, from - 1);
    const one = textFrom(text, from);
    const kind = configurationKind(one.text);
    found.embedded.push({ ...one, kind, where: `literals.${key}`, name: key, isNameSupplied: false, frame: noFrame });
  }
}

/**
 * Patches and generators of Kustomize: operations of a JSON patch, in a file of patches or inside the file that lists
 * them, strategic patches inside that file (`read` reads them; a separate patch is like the object that it changes), and
 * literals of ConfigMaps.
 */
export function kustomizeCarrier(read: ReadInside): Carrier {
  return {
    id: 'kustomize',
    read(source, found) {
      for (const { part, node } of source.documents()) {
        for (const map of mappings(node)) {
          if (at(map, 'op') !== undefined) {
            readOperation(part, map, found);
          }
          readLiterals(part, at(map, 'literals'), found);
          const strategic = at(map, 'patchesStrategicMerge');
          for (const patch of [at(map, 'patch'), ...(isSeq(strategic) ? strategic.items : [])]) {
            const outer = isScalar(patch) ? readScalar(part, patch) : undefined;
            if (outer !== undefined) {
              addNested(outer, 'patch', read, found);
            }
          }
        }
      }
    },
  };
}
