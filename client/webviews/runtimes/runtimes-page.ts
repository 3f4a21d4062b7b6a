import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FileView, Outcome } from '../../../language/index.ts';
import { outcomeText } from '../../views/runtime-nodes.ts';
import { showLine } from '../operation/configuration-line.ts';
import type { PageKind } from '../page-editor.ts';
import { readRuntimes, type RuntimesDocument } from './runtimes-document.ts';
import type { RuntimeCell, RuntimesAction, RuntimesModel } from './runtimes-model.ts';

/** The page of the Runtimes view: one table of files and runtimes. */
export const runtimesPage: PageKind<RuntimesModel, RuntimesAction> = {
  read: ({ text }) => {
    const document = readRuntimes(text);
    return Promise.resolve(
      document === undefined
        ? { kind: 'problem', message: l10n.t('The file does not contain what runtimes load.') }
        : { kind: 'model', model: runtimesModel(document) },
    );
  },
  act: async (action, { text }) => {
    const document = readRuntimes(text);
    if (document !== undefined) {
      await openFile(document, action);
    }
  },
};

const looks: Readonly<Record<Outcome, readonly [mark: string, tone: RuntimeCell['tone']]>> = {
  default: ['★', 'good'],
  loaded: ['✓', 'good'],
  ignored: ['–', 'muted'],
  skipped: ['✕', 'bad'],
  breaks: ['✕', 'bad'],
  unreached: ['–', 'muted'],
  unread: ['–', 'muted'],
};

/** Returns the table for a document. */
export function runtimesModel({ directory, runtimes }: RuntimesDocument): RuntimesModel {
  const files = [...new Set(runtimes.flatMap((view) => view.files.map(({ file }) => file)))];
  return {
    title: l10n.t('What each runtime loads'),
    about: l10n.t(
      'This page is based only on the files in {0}. Runtimes that also check the plugins (CRI-O, Podman 4) skip files whose plugins are missing.',
      directory,
    ),
    runtimes: runtimes.map(({ runtime, reads, verdict }) => ({ name: runtime, reads, verdict })),
    rows: files.map((file) => ({
      file,
      cells: runtimes.map((view) => {
        const found = view.files.find((one) => one.file === file);
        return found === undefined ? absent() : cellOf(view.runtime, found);
      }),
    })),
    empty: l10n.t('{0} has no files.', directory),
  };
}

const absent = (): RuntimeCell => ({ mark: '–', tone: 'muted', text: outcomeText('unread'), why: '' });

function cellOf(runtime: string, { outcome, network, why, report }: FileView): RuntimeCell {
  const [mark, tone] = looks[outcome];
  return {
    mark,
    tone,
    text: outcomeText(outcome),
    network,
    why,
    report: report === undefined ? undefined : { title: l10n.t('{0} reports:', runtime), text: report },
  };
}

/** Opens a file of the directory. Ignores one that the document does not have. */
async function openFile({ uri, runtimes }: RuntimesDocument, { file, runtime }: RuntimesAction): Promise<void> {
  const views = runtimes.filter((view) => runtime === undefined || view.runtime === runtime);
  const found = views.flatMap(({ files }) => files).find((one) => one.file === file);
  if (found !== undefined) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(vscode.Uri.parse(uri), file));
    await showLine({ uri: document.uri, line: lineToShow(document, found.outcome) });
  }
}

/** The line of the first error for a file that a runtime rejects, else that of the network's name. */
function lineToShow(document: vscode.TextDocument, outcome: Outcome): number {
  if (outcome === 'skipped' || outcome === 'breaks') {
    const errors = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
      .map(({ range }) => range.start.line);
    if (errors.length > 0) {
      return Math.min(...errors);
    }
  }
  const text = document.getText();
  return text.slice(0, Math.max(text.search(/"name"\s*:/), 0)).split('\n').length - 1;
}
