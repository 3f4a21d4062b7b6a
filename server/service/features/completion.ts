import type { CompletionList, Position } from 'vscode-json-languageservice';
import type { Model } from '../model.ts';
import type { JSONLanguage } from './json-language.ts';

/** Keys, values and whole plugin configurations that may stand at a position. */
export async function complete(model: Model, position: Position, language: JSONLanguage): Promise<CompletionList> {
  const list = await language.serviceFor(model).doComplete(model.document, position, language.documentOf(model));
  return list ?? { isIncomplete: false, items: [] };
}
