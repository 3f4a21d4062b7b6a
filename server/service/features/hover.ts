import type { Hover, Position } from 'vscode-json-languageservice';
import type { Model } from '../model.ts';
import type { JSONLanguage } from './json-language.ts';

/** What the key or value at a position means, as Markdown; undefined where there is nothing to say. */
export async function hover(model: Model, position: Position, language: JSONLanguage): Promise<Hover | undefined> {
  const found = await language.serviceFor(model).doHover(model.document, position, language.documentOf(model));
  if (found === null || found.range === undefined) return undefined;
  const value = [found.contents]
    .flat()
    .map((part) => (typeof part === 'string' ? part : part.value))
    .join('\n\n')
    .trim();
  return value === '' ? undefined : { contents: { kind: 'markdown', value }, range: found.range };
}
