import { isScalar } from 'yaml';
import type { Carrier } from '../carrier.ts';
import { addNested, type ReadInside } from '../nested.ts';
import { readScalar } from '../scalar.ts';
import { at, kubernetesObjects, textAt } from '../yaml-source.ts';

/** `spec.valuesContent` of the HelmChartConfig of K3s and RKE2: YAML inside YAML. `read` reads the inner text. */
export function nestedYAMLCarrier(read: ReadInside): Carrier {
  return {
    id: 'helmChartConfig',
    read(source, found) {
      for (const { part, node } of source.documents()) {
        for (const object of kubernetesObjects(part, node)) {
          if (!/^HelmChart(?:Config)?$/.test(textAt(object, 'kind') ?? '')) {
            continue;
          }
          const value = at(object.map, 'spec', 'valuesContent');
          const outer = isScalar(value) ? readScalar(part, value) : undefined;
          if (outer !== undefined) {
            addNested(outer, 'spec.valuesContent', read, found);
          }
        }
      }
    },
  };
}
