import * as vscode from 'vscode';
import type { OperationDocument } from '../../../engine/libcni/index.ts';

/** A line of a file. */
export interface FileLine {
  readonly uri: vscode.Uri;
  /** From 0. */
  readonly line: number;
}

/**
 * Returns the line of a plugin in the configuration that ran, as it is now: that of the key or value that its error names,
 * else of its "type". The fragment of the configuration's address is the line where an embedded one starts.
 * @param at index of the step in the operation
 * @returns undefined if the file or the plugin is not there
 */
export async function configurationLine(
  { source, steps, verb }: OperationDocument,
  at: number,
): Promise<FileLine | undefined> {
  const step = steps[at];
  if (source?.uri === undefined || step === undefined) {
    return undefined;
  }
  const uri = vscode.Uri.parse(source.uri);
  const file = uri.with({ fragment: '' });
  const text = await textOf(file);
  const from = startOfLine(text, Number(/^L(\d+)$/.exec(uri.fragment)?.[1] ?? 1));
  const places = [...text.slice(from).matchAll(typePattern(step.pluginType))];
  // The same type may be in a chain several times. DEL runs the chain from its end.
  const earlier = steps.slice(0, at).filter(({ pluginType }) => pluginType === step.pluginType).length;
  const place = verb === 'DEL' ? places.at(-1 - earlier) : places[earlier];
  if (place === undefined) {
    return undefined;
  }
  const type = from + place.index;
  const { msg = '', details = '' } = step.error ?? {};
  const offset = namedOffset(text, type, step.pluginType, `${msg} ${details}`) ?? type;
  return { uri: file, line: text.slice(0, offset).split('\n').length - 1 };
}

/** Shows a line of a file, with the cursor in it, where the file is visible. */
export async function showLine({ uri, line }: FileLine): Promise<void> {
  const position = new vscode.Position(line, 0);
  const document = await vscode.workspace.openTextDocument(uri);
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(position, position),
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
  });
}

/** The text of a file as its editor has it; empty if it cannot be read. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) {
    return open.getText();
  }
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}

/** The offset of a line, counted from 1. */
const startOfLine = (text: string, line: number): number =>
  text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, one) => sum + one.length + 1, 0);

/** Returns where the JSON object around an offset has the longest key or value that an error names. */
function namedOffset(text: string, within: number, type: string, error: string): number | undefined {
  const [from, to] = objectAround(text, within) ?? [0, 0];
  const strings = [...text.slice(from, to).matchAll(/"((?:[^"\\]|\\.)*)"(\s*:)?/g)];
  const named = strings.filter(
    ([, value = '', colon]) => value.length > 2 && value !== type && isNamed(value, colon !== undefined, error),
  );
  const [longest] = named.toSorted(([a], [b]) => b.length - a.length);
  return longest === undefined ? undefined : from + longest.index;
}

/** The range of the innermost JSON object around an offset; undefined outside of JSON. */
function objectAround(text: string, offset: number): readonly [from: number, to: number] | undefined {
  const open: number[] = [];
  for (const { index, 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') {
      open.push(index);
    } else if (token === '}') {
      const from = open.pop() ?? offset;
      if (from < offset && offset < index) {
        return [from, index];
      }
    }
  }
  return undefined;
}

/** Returns whether an error names a key or value. Words are named in quotes, and keys also as the fields of Go. */
function isNamed(text: string, isKey: boolean, error: string): boolean {
  if (error.includes(`"${text}"`)) {
    return true;
  }
  const isWord = /^[A-Za-z]+$/.test(text);
  const before = isWord ? (isKey ? String.raw`\.` : undefined) : String.raw`(?<![\w-])`;
  // The key of a sysctl is the path of its file.
  const said = `${error} ${error.replaceAll('/', '.')}`;
  return before !== undefined && new RegExp(String.raw`${before}${escaped(text)}(?!\.?[\w-])`).test(said);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The "type" of a plugin: in JSON, in JSON in a quoted string, or in YAML. A type may have any characters. */
function typePattern(type: string): RegExp {
  return new RegExp(String.raw`\\?["']?\btype\\?["']?\s*:\s*\\?["']?${escaped(type)}(?![\w-])`, 'g');
}
