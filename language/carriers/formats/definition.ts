import * as l10n from '@vscode/l10n';
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Carrier } from '../carrier.ts';
import { addEmbedded, configurationKind, noFrame, type Embedded, type Found } from '../embedded.ts';
import { mappingAsText } from '../mapping-as-text.ts';
import { spanOf } from '../scalar.ts';
import {
  addNetwork,
  at,
  kubernetesObjects,
  namespaceAt,
  readText,
  textAt,
  wholeTemplate,
  type YAMLObject,
} from '../yaml-source.ts';

/** Returns why a definition without `config` may have one: an alias or a template inserts it. */
function insertedBy({ part, map }: YAMLObject): { readonly node: Node; readonly reason: string } | undefined {
  const spec = map.items.find(({ key }) => isScalar(key) && key.value === 'spec');
  const value = spec?.value;
  if (spec === undefined || !isScalar(spec.key)) {
    return undefined;
  }
  if (isAlias(value) || at(value, '<<') !== undefined) {
    return { node: spec.key, reason: l10n.t('An alias inserts the text, which is checked at its anchor.') };
  }
  const isTemplate = part.isMasked && /^\s*:\s*\{\{/.test(part.shown.slice(spec.key.range?.[1] ?? 0));
  return isTemplate ? { node: spec.key, reason: wholeTemplate() } : undefined;
}

/** Whether a node is a number or a switch. */
const isOtherScalar = (node: unknown): boolean =>
  isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'boolean');

function readDefinition(object: YAMLObject, found: Found): void {
  const { part, map } = object;
  const config = at(map, 'spec', 'config');
  const name = textAt(object, 'metadata', 'name');
  const resourceName = textAt(object, 'metadata', 'annotations', 'k8s.v1.cni.cncf.io/resourceName');
  const namespace = namespaceAt(object, 'metadata', 'namespace');
  const before = found.unresolved.length;
  const text = readText(part, config, 'spec.config', found);
  const inserted = config === undefined ? insertedBy(object) : undefined;
  if (inserted !== undefined) {
    found.unresolved.push({ span: spanOf(part, inserted.node), where: 'spec', reason: inserted.reason });
  }
  const isUnresolved = found.unresolved.length > before;
  const isEmpty = isScalar(config) && (config.value === null || config.value === '');
  const carried: Embedded | undefined =
    text === undefined
      ? undefined
      : {
          ...text,
          kind: configurationKind(text.text),
          where: 'spec.config',
          name,
          namespace: namespace === '' ? undefined : namespace,
          isNameSupplied: true,
          isDeviceSupplied: resourceName !== undefined,
          frame: noFrame,
        };
  if (carried !== undefined) {
    addEmbedded(found, carried);
  }
  const embedded = carried === undefined || carried.text.trim() === '' ? undefined : carried;
  const state =
    config === undefined
      ? inserted === undefined
        ? 'missing'
        : 'other'
      : isMap(config)
        ? 'mapping'
        : isSeq(config) || isOtherScalar(config)
          ? 'value'
          : embedded !== undefined
            ? 'text'
            : (isEmpty && !isUnresolved) || text !== undefined
              ? 'empty'
              : 'other';
  addNetwork(found, part, at(map, 'metadata', 'name'), namespace);
  found.definitions.push({
    name,
    namespace,
    config: state,
    span: spanOf(part, config ?? at(map, 'kind')),
    resourceName,
    asText: isMap(config) ? () => mappingAsText(part, config) : undefined,
    embedded,
  });
}

/** `spec.config` of a NetworkAttachmentDefinition. */
export const definitionCarrier: Carrier = {
  id: 'networkAttachmentDefinition',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const object of kubernetesObjects(part, node)) {
        if (textAt(object, 'kind') === 'NetworkAttachmentDefinition') {
          readDefinition(object, found);
        }
      }
    }
  },
};
