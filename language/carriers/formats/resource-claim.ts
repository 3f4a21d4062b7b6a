import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq } from 'yaml';
import type { Carrier } from '../carrier.ts';
import { addEmbedded, configurationKind, noFrame, type Found } from '../embedded.ts';
import { spanOf } from '../scalar.ts';
import { at, kubernetesObjects, readText, textAt, type YAMLObject } from '../yaml-source.ts';
import { treeText } from '../yaml-tree.ts';

/** Adds the configuration of one request, which is written as YAML, or as text. */
function addParameters({ part, map }: YAMLObject, node: unknown, where: string, found: Found): void {
  const name = textAt({ part, map }, 'metadata', 'name');
  if (isScalar(node)) {
    const text = readText(part, node, where, found);
    if (text !== undefined) {
      const kind = configurationKind(text.text);
      addEmbedded(found, { ...text, kind, where, name, isNameSupplied: false, frame: noFrame });
    }
    return;
  }
  if (!isMap(node)) {
    return;
  }
  const text = treeText(part, node);
  if (text === undefined) {
    const reason = l10n.t('The YAML has values that JSON does not have, such as an alias.');
    found.unresolved.push({ span: spanOf(part, node), where, reason });
    return;
  }
  found.embedded.push({
    ...text,
    kind: configurationKind(text.text),
    where,
    name,
    isNameSupplied: false,
    frame: noFrame,
  });
}

/** `opaque.parameters.config` of a ResourceClaim or ResourceClaimTemplate for the CNI driver of DRA. */
export const resourceClaimCarrier: Carrier = {
  id: 'resourceClaim',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const object of kubernetesObjects(part, node)) {
        const kind = textAt(object, 'kind');
        if (kind !== 'ResourceClaim' && kind !== 'ResourceClaimTemplate') {
          continue;
        }
        const spec = kind === 'ResourceClaim' ? ['spec'] : ['spec', 'spec'];
        const configs = at(object.map, ...spec, 'devices', 'config');
        if (!isSeq(configs)) {
          continue;
        }
        configs.items.forEach((_, index) => {
          const where = `${spec.join('.')}.devices.config[${index}].opaque.parameters.config`;
          const parameters = at(configs, index, 'opaque', 'parameters');
          const config = at(parameters, 'config');
          if (isCNI(parameters)) {
            addParameters(object, config, where, found);
          }
        });
      }
    }
  },
};

/** Whether parameters are those of the CNI driver, and not of another one. */
function isCNI(parameters: unknown): boolean {
  const kind = at(parameters, 'kind');
  return isScalar(kind) && kind.value === 'CNIConfig';
}
