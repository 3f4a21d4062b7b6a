import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EmbeddedPlace, EmbeddedText } from '../../../language/index.ts';
import type { EmbeddedConfigurations } from '../../embedded/embedded-configurations.ts';
import { networkName } from '../../operations/network-name.ts';
import { notify } from '../../editor/notify.ts';
import { fileItem } from '../../editor/pick-items.ts';
import { baseName } from './configuration.ts';

/** A configuration inside a document. */
export interface PickedEmbedded {
  readonly document: vscode.TextDocument;
  readonly embedded: EmbeddedText;
}

/** Returns the document of a carrier: that of the file which a command was called on, else the active one. */
export async function targetCarrier(
  embedded: Pick<EmbeddedConfigurations, 'isCarrier'>,
  target: unknown,
): Promise<vscode.TextDocument | undefined> {
  const document =
    target instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(target)
      : vscode.window.activeTextEditor?.document;
  return document !== undefined && embedded.isCarrier(document) ? document : undefined;
}

/**
 * Returns a configuration inside a document: that at `place`, else the one at the cursor or the only one. Prompts when there
 * are several. Reports a document without any.
 */
export async function pickEmbedded(
  source: Pick<EmbeddedConfigurations, 'of'>,
  document: vscode.TextDocument,
  place: unknown,
  title: string,
): Promise<PickedEmbedded | undefined> {
  const found = await source.of(document);
  if (found.length === 0) {
    notify('info', l10n.t('No network configuration was found in {0}.', baseName(document.uri)), []);
    return undefined;
  }
  const known = found.find((one) => isAt(one.place, place)) ?? atCursor(found, document);
  const embedded = known ?? (found.length === 1 ? found[0] : await choose(found, title));
  return embedded && { document, embedded };
}

/** Returns the name of an embedded configuration for messages: the file and the object, as `cnitool` takes them. */
export function embeddedName({ document, embedded: { place } }: PickedEmbedded): string {
  return place.name === undefined ? baseName(document.uri) : `${baseName(document.uri)}#${place.name}`;
}

/** Whether the argument of a code lens is this place. */
function isAt({ where, name, namespace, index }: EmbeddedPlace, given: unknown): boolean {
  if (typeof given !== 'object' || given === null || !('where' in given) || !('index' in given)) {
    return false;
  }
  const other: unknown = 'name' in given ? given.name : undefined;
  const otherNamespace: unknown = 'namespace' in given ? given.namespace : undefined;
  const isSameObject = (other ?? undefined) === name && (otherNamespace ?? undefined) === namespace;
  return given.where === where && given.index === index && isSameObject;
}

function atCursor(found: readonly EmbeddedText[], document: vscode.TextDocument): EmbeddedText | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document) {
    return undefined;
  }
  const { line } = editor.selection.active;
  return found.find(({ range }) => range.start.line <= line && line <= range.end.line);
}

/** Returns the configurations inside open documents, as items of a quick pick. */
export async function openEmbedded(source: Pick<EmbeddedConfigurations, 'of' | 'isCarrier'>) {
  const carriers = vscode.workspace.textDocuments.filter((document) => source.isCarrier(document));
  const found = await Promise.all(
    carriers.map(async (document) => (await source.of(document)).map((embedded) => ({ document, embedded }))),
  );
  return found.flat().map((other) => {
    const { document, embedded } = other;
    const network = networkName(embedded.text) || embedded.place.name;
    return { ...fileItem(vscode.workspace.asRelativePath(document.uri), network), other };
  });
}

async function choose(found: readonly EmbeddedText[], title: string): Promise<EmbeddedText | undefined> {
  const items = found.map((embedded) => {
    const { place, range, text } = embedded;
    const label = networkName(text) || (place.name ?? place.where);
    return { label, description: l10n.t('{0}, line {1}', place.where, range.start.line + 1), embedded };
  });
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.embedded;
}
