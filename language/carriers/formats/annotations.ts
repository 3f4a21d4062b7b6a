import { isMap } from 'yaml';
import type { Carrier } from '../carrier.ts';
import type { Found } from '../embedded.ts';
import { carrierSigns } from '../recognition.ts';
import { at, entriesOf, kubernetesObjects, mappings, namespaceAt, readText } from '../yaml-source.ts';
import type { YAMLPart } from '../scalar.ts';

/** Annotations that select networks for a pod. */
const selectingAnnotations: ReadonlySet<string> = new Set(carrierSigns.podAnnotation.words);

/** The annotation whose networks are in the namespace of Multus. */
const defaultNetwork = 'v1.multus-cni.io/default-network';

function readAnnotations(part: YAMLPart, node: unknown, namespace: string, found: Found): void {
  for (const map of mappings(node)) {
    for (const { key, value } of entriesOf(at(map, 'annotations'))) {
      if (!selectingAnnotations.has(key)) {
        continue;
      }
      const text = readText(part, value, `annotations.${key}`, found);
      if (text !== undefined) {
        found.selections.push({ ...text, annotation: key, namespace: key === defaultNetwork ? undefined : namespace });
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
        readAnnotations(part, node, '', found);
        continue;
      }
      for (const object of kubernetesObjects(part, node)) {
        readAnnotations(part, object.map, namespaceAt(object, 'metadata', 'namespace'), found);
      }
    }
  },
};
