import { TextDocument } from 'vscode-languageserver-textdocument';
import { readModel } from './model.ts';

/**
 * Returns the line, from 1, of a plugin in the text of a configuration: that of its "type", or else of its beginning.
 * A negative index counts from the end of the chain.
 */
export function pluginLine(text: string, index: number): number | undefined {
  const document = TextDocument.create('file:///network.conflist', 'json', 0, text);
  const plugin = readModel(document).plugins.at(index);
  return plugin && document.positionAt(plugin.type?.value?.offset ?? plugin.node.offset).line + 1;
}
