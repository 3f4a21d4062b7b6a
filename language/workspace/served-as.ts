import type { TextDocument } from 'vscode-languageserver-textdocument';
import { carrierPath, isCarrierPath, mayEmbed } from '../carriers/recognition.ts';
import { pathOf } from '../document/model.ts';
import { isOurs } from './association.ts';

const isConfiguration = (document: TextDocument, path: string): boolean =>
  isOurs(document.languageId, path, () => document.getText());

/** Whether an open document is a network configuration, or a carrier that may contain some. */
export function isServed(document: TextDocument): boolean {
  const path = pathOf(document.uri);
  return isConfiguration(document, path) || mayEmbed(document.getText(), carrierPath(path, document.languageId));
}

/** Whether an open document is served as a carrier, not as a network configuration. */
export function isCarrier(document: TextDocument): boolean {
  const path = pathOf(document.uri);
  return isCarrierPath(carrierPath(path, document.languageId)) && !isConfiguration(document, path);
}
