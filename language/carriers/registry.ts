import { encodingText } from '../document/encoding-text.ts';
import { consistsOfTokens } from '../document/templates.ts';
import { annotationCarrier } from './formats/annotations.ts';
import type { Carrier, CarrierSource } from './carrier.ts';
import { definitionCarrier } from './formats/definition.ts';
import { nothingFound, type CarrierContents, type Embedded, type Found } from './embedded.ts';
import { configMapCarrier, fileContentCarrier } from './formats/file-contents.ts';
import { ignitionCarrier } from './formats/ignition.ts';
import { kustomizeCarrier } from './formats/kustomize.ts';
import { markdownCarrier } from './formats/markdown.ts';
import { spanInCarrier } from './position-map.ts';
import { nestedYAMLCarrier } from './formats/nested-yaml.ts';
import { openShiftCarrier, operatorNetworkCarrier, spiderCarrier } from './formats/operators.ts';
import { otherTextCarrier, scriptInYAMLCarrier } from './formats/other-texts.ts';
import { carrierSigns, fileOf, hasAny, isCarrierPath, mayEmbed, mentionsCNI, type IsEnabled } from './recognition.ts';
import { resourceClaimCarrier } from './formats/resource-claim.ts';
import { scriptCarrier } from './formats/scripts.ts';
import { wholeTemplate, yamlDocuments } from './yaml-source.ts';

/** The largest carrier that is analyzed, in bytes. */
export const largestCarrier = 4 * 1024 * 1024;

/** The formats of the objects that a patch changes, and of JSON patches. */
const patched: readonly Carrier[] = [
  definitionCarrier,
  configMapCarrier,
  openShiftCarrier,
  operatorNetworkCarrier,
  spiderCarrier,
  annotationCarrier,
  kustomizeCarrier(() => undefined),
];

/** All formats that contain configurations. Later ones leave out what earlier ones found. */
export const carriers: readonly Carrier[] = [
  definitionCarrier,
  configMapCarrier,
  openShiftCarrier,
  operatorNetworkCarrier,
  spiderCarrier,
  annotationCarrier,
  fileContentCarrier,
  nestedYAMLCarrier((text, found) => collect(text, 'values.yaml', [fileContentCarrier, otherTextCarrier], found)),
  resourceClaimCarrier,
  ignitionCarrier,
  kustomizeCarrier((text, found) => collect(text, 'patch.yaml', patched, found)),
  scriptInYAMLCarrier((text, found) => collect(text, 'script.sh', [scriptCarrier], found)),
  otherTextCarrier,
  scriptCarrier,
  markdownCarrier,
];

function collect(
  text: string,
  file: string,
  some: readonly Carrier[],
  found: Found,
  isEnabled: IsEnabled = () => true,
): void {
  const wanted = some.filter(({ id }) => carrierSigns[id].files.test(file) && hasAny(text, carrierSigns[id].words));
  if (wanted.length === 0) {
    return;
  }
  const disabled = nothingFound();
  let documents: ReturnType<CarrierSource['documents']> | undefined;
  const isWanted = (document: string): boolean =>
    mentionsCNI(document) && wanted.some(({ id }) => hasAny(document, carrierSigns[id].words));
  const source: CarrierSource = {
    text,
    file,
    disabled,
    documents: () => (documents ??= yamlDocuments(text, isWanted)),
  };
  for (const carrier of wanted) {
    carrier.read(source, isEnabled(carrier.id) ? found : disabled);
  }
}

const nothing: CarrierContents = { ...nothingFound(), isTemplate: false };

/** Whether a text contains anything besides template actions and placeholders. Most begin as an object does. */
const isWrittenHere = (text: string): boolean => /^\s*\{(?![{%])/.test(text) || !consistsOfTokens(text);

/** Leaves out what another carrier found too: the key of a ConfigMap may be one that holds the text of a file. */
function withoutDuplicates(all: readonly Embedded[]): readonly Embedded[] {
  const seen = new Set<string>();
  return all.filter(({ text, map }) => {
    const { size } = seen;
    return seen.add(JSON.stringify([map.start(0), map.end(text.length), text])).size > size;
  });
}

/** Finds the configurations in a text. Never fails; a text above {@link largestCarrier} is not read. */
export function readCarrier(text: string, path: string, isEnabled: IsEnabled = () => true): CarrierContents {
  if (text.startsWith('$ANSIBLE_VAULT;') && isCarrierPath(path)) {
    const reason = encodingText({ kind: 'vault' });
    return {
      ...nothing,
      unresolved: [{ span: { offset: 0, length: text.search(/\r?\n|$/) }, where: fileOf(path), reason }],
    };
  }
  if (Buffer.byteLength(text) > largestCarrier || !mayEmbed(text, path, isEnabled)) {
    return nothing;
  }
  const found = nothingFound();
  collect(text, fileOf(path), carriers, found, isEnabled);
  const embedded = withoutDuplicates(found.embedded);
  const whole = embedded.filter((one) => isWrittenHere(one.text));
  for (const one of embedded) {
    if (isWrittenHere(one.text)) {
      continue;
    }
    const span = spanInCarrier(one.map, { offset: 0, length: one.text.length });
    found.unresolved.push({ span, where: one.where, reason: wholeTemplate() });
  }
  return {
    embedded: whole.toSorted((a, b) => a.map.start(0) - b.map.start(0)),
    definitions: found.definitions,
    networks: found.networks,
    selections: found.selections,
    selectionsNotText: found.selectionsNotText,
    unresolved: found.unresolved,
    blank: withoutDuplicates(found.blank),
    isTemplate: text.includes('{{') || text.includes('{%'),
  };
}
