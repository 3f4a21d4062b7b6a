import { isMap, isSeq } from 'yaml';
import type { Carrier } from '../carrier.ts';
import type { Found } from '../embedded.ts';
import { carrierSigns } from '../recognition.ts';
import { at, entriesOf, kubernetesObjects, mappings, namespaceAt, readText, textAt } from '../yaml-source.ts';
import { spanOf, type YAMLPart } from '../scalar.ts';

/** Annotations that select networks for a pod. */
const selectingAnnotations: ReadonlySet<string> = new Set(carrierSigns.podAnnotation.words);

/** The annotation whose networks are in the namespace of Multus. */
const defaultNetwork = 'v1.multus-cni.io/default-network';

/** Reads the annotations of a node. Those of an object of Kubernetes must be text; values of Helm may be anything. */
function readAnnotations(part: YAMLPart, node: unknown, namespace: string, isObject: boolean, found: Found): void {
  for (const map of mappings(node)) {
    for (const { key, value } of entriesOf(at(map, 'annotations'))) {
      if (!selectingAnnotations.has(key)) {
        continue;
      }
      const text = readText(part, value, `annotations.${key}`, found);
      if (text !== undefined) {
        found.selections.push({ ...text, annotation: key, namespace: key === defaultNetwork ? undefined : namespace });
      } else if (isObject && (isSeq(value) || isMap(value))) {
        found.selectionsNotText.push(spanOf(part, value));
      }
    }
  }
}

/** Annotations of pods and of pod templates. */
export const annotationCarrier: Carrier = {
  id: 'podAnnotation',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      if (!isMap(node)) {
        readAnnotations(part, node, '', false, found);
        continue;
      }
      for (const object of kubernetesObjects(part, node)) {
        const namespace = namespaceAt(object, 'metadata', 'namespace');
        readAnnotations(part, object.map, namespace, textAt(object, 'kind') !== undefined, found);
      }
    }
  },
};
