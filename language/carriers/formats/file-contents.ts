import * as l10n from '@vscode/l10n';
import { isScalar, type YAMLMap } from 'yaml';
import { encodingOf } from '../../document/encoded-text.ts';
import { looksLikeCNI } from '../../document/looks-like-cni.ts';
import { consistsOfTokens } from '../../document/templates.ts';
import type { Carrier } from '../carrier.ts';
import { decodedText } from '../decoded.ts';
import { configurationKind, noFrame, type CarriedText, type Found } from '../embedded.ts';
import { readScalar, spanOf, type YAMLPart } from '../scalar.ts';
import { at, entriesOf, kubernetesObjects, mappings, readText, textAt, wholeTemplate } from '../yaml-source.ts';

/** Keys of a ConfigMap that only a configuration has, so that their value need not look like a complete one. */
const configKeys = /\.conflist(?:\.\w+)?$|^cni[-_.]?(?:network[-_])?conf(?:ig)?$/i;

const loadedName = /\.conflist(?:\.\w+)?$|net\.d\/[^/]*\.(?:conf|json)(?:\.\w+)?$/;

/** The usual name of a file that a runtime loads, without its directory. */
const numberedName = /^\d+-[^/]*\.(?:conf|json)$/;

/** Whether a runtime loads a file with this name. */
export const isLoadedName = (name: string): boolean => loadedName.test(name);

function add(text: CarriedText, where: string, name: string | undefined, found: Found): void {
  const kind = configurationKind(text.text);
  found.embedded.push({ ...text, kind, where, name, isNameSupplied: false, frame: noFrame });
}

/** Returns the text of a value if it can be a configuration. */
function configurationIn(part: YAMLPart, node: unknown, { key, isNamed }: Place): CarriedText | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') {
    return undefined;
  }
  const { value } = node;
  const encoding = encodingOf(value)?.kind;
  // Base64 where text belongs is reported as such, and so is what is not JSON in a file that a runtime loads.
  const isLoaded = isLoadedName(key) && encoding === undefined && value.trim() !== '';
  const isObject = /^\s*\{/.test(value);
  const isLike =
    isObject &&
    (looksLikeCNI(value) ||
      (isNamed && /"(?:plugins|cniVersion)"/.test(value)) ||
      (numberedName.test(key) && /"cniVersion"\s*:/.test(value)));
  if (isLike || (isNamed && encoding === 'base64')) {
    return readScalar(part, node);
  }
  const text = isLoaded ? readScalar(part, node) : undefined;
  return text === undefined || consistsOfTokens(text.text) ? undefined : text;
}

/** Adds a value that is a configuration, or the reason why one with the name of a configuration is not read. */
function addValue(part: YAMLPart, node: unknown, place: Place, found: Found): void {
  const text = configurationIn(part, node, place);
  if (text !== undefined) {
    add(text, place.where, place.name, found);
  } else if (place.isNamed && !isPlain(node)) {
    readText(part, node, place.where, found);
  } else if (isScalar(node) && (place.isNamed || isLoadedName(place.key))) {
    const written = readScalar(part, node)?.text;
    if (written !== undefined && consistsOfTokens(written)) {
      found.unresolved.push({ span: spanOf(part, node), where: place.where, reason: wholeTemplate() });
    }
  }
}

/** Whether a value is text that is neither encoded nor encrypted. */
function isPlain(node: unknown): boolean {
  return isScalar(node) && typeof node.value === 'string' && encodingOf(node.value) === undefined;
}

interface Place {
  readonly where: string;
  /** Name of the object or file. */
  readonly name: string | undefined;
  /** The key of the object, or the path of the file. */
  readonly key: string;
  /** Whether a name says that the value is a configuration. */
  readonly isNamed: boolean;
}

/** Adds a value in base64 that is a configuration. */
function addEncoded(part: YAMLPart, node: unknown, { where, name, isNamed }: Place, found: Found): void {
  const outer = isScalar(node) ? readScalar(part, node) : undefined;
  const decoded = outer && decodedText(outer, 'base64');
  if (decoded !== undefined && looksLikeCNI(decoded.text)) {
    add(decoded, where, name, found);
  } else if (isNamed && isScalar(node)) {
    const reason = l10n.t('The text is encoded or encrypted.');
    found.unresolved.push({ span: spanOf(part, node), where, reason });
  }
}

/** The parts of a ConfigMap or Secret that hold text, and those that hold base64. */
const textParts: Readonly<Record<string, string>> = { ConfigMap: 'data', Secret: 'stringData' };
const encodedParts: Readonly<Record<string, string>> = { ConfigMap: 'binaryData', Secret: 'data' };

/** `data` of a ConfigMap, and the same of a Secret: keys that name a configuration, with a value that looks like one. */
export const configMapCarrier: Carrier = {
  id: 'configMap',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const object of kubernetesObjects(part, node)) {
        const kind = textAt(object, 'kind') ?? '';
        const [texts, encoded] = [textParts[kind], encodedParts[kind]];
        if (texts === undefined || encoded === undefined) {
          continue;
        }
        const name = textAt(object, 'metadata', 'name');
        for (const { key, value } of entriesOf(at(object.map, texts))) {
          addValue(part, value, { where: `${texts}.${key}`, name, key, isNamed: configKeys.test(key) }, found);
        }
        for (const { key, value } of entriesOf(at(object.map, encoded))) {
          addEncoded(part, value, { where: `${encoded}.${key}`, name, key, isNamed: configKeys.test(key) }, found);
        }
      }
    }
  },
};

/** Keys that hold the text of a file, and sibling keys that name it. */
const contentKeys = ['content', 'inline'] as const;
const nameKeys = ['path', 'dest', 'destination'] as const;

function nameOfFile(map: YAMLMap, parent: YAMLMap | undefined): string | undefined {
  for (const holder of [map, parent]) {
    for (const key of nameKeys) {
      const node = at(holder, key);
      if (isScalar(node) && typeof node.value === 'string') {
        return node.value;
      }
    }
  }
  return undefined;
}

/** The text of files that cloud-init, Ansible and Butane write. */
export const fileContentCarrier: Carrier = {
  id: 'fileContent',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      const parents = new Map<unknown, YAMLMap>();
      for (const map of mappings(node)) {
        for (const { value } of entriesOf(map)) {
          parents.set(value, map);
        }
        for (const key of contentKeys) {
          const name = nameOfFile(map, parents.get(map));
          const isNamed = name !== undefined && isLoadedName(name);
          const encoding = at(map, 'encoding');
          const isEncoded =
            isScalar(encoding) && /^(?:b64|base64|gz|gzip|gz\+b(?:ase)?64)$/.test(String(encoding.value));
          const place = { where: key, name, key: name ?? '', isNamed };
          (isEncoded ? addEncoded : addValue)(part, at(map, key), place, found);
        }
      }
    }
  },
};
