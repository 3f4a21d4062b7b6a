import * as l10n from '@vscode/l10n';
import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { looksLikeCNI } from '../../document/looks-like-cni.ts';
import type { Carrier } from '../carrier.ts';
import { decodedText } from '../decoded.ts';
import { configurationKind, noFrame, type Found } from '../embedded.ts';
import { isLoadedName } from './file-contents.ts';
import { textFrom } from '../nested.ts';
import { readScalar, spanOf, type YAMLPart } from '../scalar.ts';
import { at, mappings } from '../yaml-source.ts';

const dataURL = /^data:[^,]*,/;

/** Reads one `source` of a file; `name` is the path that Ignition writes. */
function readSource(part: YAMLPart, contents: YAMLMap, name: string, found: Found): void {
  const where = 'source';
  const node = at(contents, 'source');
  const text = readScalar(part, node);
  if (node === undefined || text === undefined) {
    return;
  }
  const leave = (reason: string): void => {
    if (isLoadedName(name)) {
      found.unresolved.push({ span: spanOf(part, node), where, reason });
    }
  };
  const [head] = dataURL.exec(text.text) ?? [];
  if (head === undefined) {
    leave(l10n.t('The machine downloads the text when it starts.'));
    return;
  }
  const compression = at(contents, 'compression');
  if (isScalar(compression) && compression.value === 'gzip') {
    leave(l10n.t('The text is compressed with gzip.'));
    return;
  }
  const decoded = decodedText(textFrom(text, head.length), /;base64,$/i.test(head) ? 'base64' : 'percent');
  if (decoded === undefined) {
    leave(l10n.t('The text is not valid UTF-8.'));
  } else if (looksLikeCNI(decoded.text) || (isLoadedName(name) && /^\s*\{/.test(decoded.text))) {
    const kind = configurationKind(decoded.text);
    found.embedded.push({ ...decoded, kind, where, name, isNameSupplied: false, frame: noFrame });
  }
}

/** `storage.files` of Ignition, also in a MachineConfig. Its texts are data URLs, which cannot be edited here. */
export const ignitionCarrier: Carrier = {
  id: 'ignition',
  read(source, found) {
    for (const { part, node } of source.documents()) {
      for (const file of mappings(node)) {
        const path = at(file, 'path');
        if (!isScalar(path) || typeof path.value !== 'string') {
          continue;
        }
        const append = at(file, 'append');
        const all = [at(file, 'contents'), ...(isSeq(append) ? append.items : [])];
        for (const contents of all) {
          if (isMap(contents)) {
            readSource(part, contents, path.value, found);
          }
        }
      }
    }
  },
};
