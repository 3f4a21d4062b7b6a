import * as l10n from '@vscode/l10n';
import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { Carrier } from '../carrier.ts';
import { addEmbedded, configurationKind, noFrame, type Embedded, type Found } from '../embedded.ts';
import { mappingAsText } from '../mapping-as-text.ts';
import { spanOf, type YAMLPart } from '../scalar.ts';
import {
  addNetwork,
  at,
  entriesOf,
  kubernetesObjects,
  mappings,
  namespaceAt,
  readText,
  textAt,
  wholeTemplate,
  type YAMLObject,
} from '../yaml-source.ts';

/** The annotation that names the resource of a device plugin. */
const resourcePath = ['metadata', 'annotations', 'k8s.v1.cni.cncf.io/resourceName'] as const;

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

/** Whether a mapping is JSON in quotes that end too early: its first key is the beginning of an object. */
const isBrokenText = ({ shown }: YAMLPart, map: YAMLMap): boolean => /^["']\s*\{/.test(shown.slice(map.range?.[0]));

/** Adds the configuration of a definition that is text; undefined if it is not. */
function addConfig(object: YAMLObject, config: Node | undefined, found: Found): Embedded | undefined {
  const text = readText(object.part, config, 'spec.config', found);
  if (text === undefined) {
    return undefined;
  }
  const namespace = namespaceAt(object, 'metadata', 'namespace');
  const carried: Embedded = {
    ...text,
    kind: configurationKind(text.text),
    where: 'spec.config',
    name: textAt(object, 'metadata', 'name'),
    namespace: namespace === '' ? undefined : namespace,
    isNameSupplied: true,
    isDeviceSupplied: textAt(object, ...resourcePath) !== undefined,
    frame: noFrame,
  };
  addEmbedded(found, carried);
  return carried;
}

/** Whether JSON follows an empty block: its lines have no indentation, or tabs. */
const isNotIndented = ({ plain }: YAMLPart, node: Node): boolean =>
  /^[|>][^\n]*\n\s*\{\s*["}]/.test(plain.slice(node.range?.[0]));

function readDefinition(object: YAMLObject, found: Found): void {
  const { part, map } = object;
  // The branches of a template can each have one.
  const [config, ...others] = entriesOf(at(map, 'spec')).flatMap(({ key, value }) =>
    key === 'config' && isNode(value) ? [value] : [],
  );
  const before = found.unresolved.length;
  const carried = addConfig(object, config, found);
  const inserted = config === undefined ? insertedBy(object) : undefined;
  if (inserted !== undefined) {
    found.unresolved.push({ span: spanOf(part, inserted.node), where: 'spec', reason: inserted.reason });
  }
  const isUnresolved = found.unresolved.length > before;
  for (const other of others) {
    addConfig(object, other, found);
  }
  const isEmpty = isScalar(config) && (config.value === null || config.value === '');
  const embedded = carried === undefined || carried.text.trim() === '' ? undefined : carried;
  const state =
    config === undefined
      ? inserted === undefined
        ? 'missing'
        : 'other'
      : isMap(config)
        ? isBrokenText(part, config)
          ? 'broken'
          : 'mapping'
        : isSeq(config) || isOtherScalar(config)
          ? 'value'
          : embedded !== undefined
            ? 'text'
            : (isEmpty && !isUnresolved) || carried !== undefined
              ? isNotIndented(part, config)
                ? 'notIndented'
                : 'empty'
              : 'other';
  const namespace = namespaceAt(object, 'metadata', 'namespace');
  addNetwork(found, part, at(map, 'metadata', 'name'), namespace);
  found.definitions.push({
    name: textAt(object, 'metadata', 'name'),
    namespace,
    config: state,
    span: spanOf(part, config ?? at(map, 'kind')),
    resourceName: textAt(object, ...resourcePath),
    asText: state === 'mapping' && isMap(config) ? () => mappingAsText(part, config) : undefined,
    embedded,
  });
}

/** Yields the definitions of a document: its objects, and those inside others, such as a template or a task of Ansible. */
function* definitionsIn(part: YAMLPart, node: unknown): Generator<YAMLObject> {
  const objects = new Set([...kubernetesObjects(part, node)].map(({ map }) => map));
  for (const map of mappings(node)) {
    const object = { part, map };
    const isDefinition = textAt(object, 'kind') === 'NetworkAttachmentDefinition';
    if (isDefinition && (objects.has(map) || at(map, 'spec') !== undefined)) {
      yield object;
    }
  }
}

/** `spec.config` of a NetworkAttachmentDefinition. */
export const definitionCarrier: Carrier = {
  id: 'networkAttachmentDefinition',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const object of definitionsIn(part, node)) {
        readDefinition(object, found);
      }
    }
  },
};
