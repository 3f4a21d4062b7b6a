import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PageKind } from '../page-editor.ts';
import { type CompareDocument, readCompare } from './compare-document.ts';
import type { CompareAction, CompareCell, CompareModel } from './compare-model.ts';
import { foldHosts, isSameOnAll } from './fold-hosts.ts';

/** The page of "Compare Hosts…": a table of hosts and checks. */
export const comparePage: PageKind<CompareModel, CompareAction> = {
  read: ({ text }) => {
    const document = readCompare(text);
    return Promise.resolve(
      document === undefined
        ? { kind: 'problem', message: l10n.t('The file does not contain a comparison of hosts.') }
        : { kind: 'model', model: compareModel(document) },
    );
  },
  act: async (action, { uri, text }) => {
    const document = readCompare(text);
    if (document !== undefined) {
      await run(action, uri, document);
    }
  },
};

type DocumentCell = CompareDocument['hosts'][number]['cells'][string];

const looks: Readonly<Record<DocumentCell['state'], Pick<CompareCell, 'mark' | 'tone' | 'rank'>>> = {
  finding: { mark: '✗', tone: 'bad', rank: 0 },
  unknown: { mark: '?', tone: 'plain', rank: 1 },
  note: { mark: '', tone: 'muted', rank: 2 },
  good: { mark: '✓', tone: 'good', rank: 3 },
};

/** Returns the table for a document. */
export function compareModel({ file, hosts, summary = '', checks = {}, uri }: CompareDocument): CompareModel {
  const names = [...new Set(hosts.flatMap(({ cells }) => Object.keys(cells)))];
  return {
    title: file === undefined ? l10n.t('Hosts with their own networks') : l10n.t('Hosts for {0}', file),
    summary,
    buttons: [
      ...(file === undefined || uri === undefined ? [] : [{ id: 'file' as const, title: l10n.t('Open {0}', file) }]),
      { id: 'json' as const, title: l10n.t('Open as JSON') },
    ],
    checks: names.map((name) => ({ name, meaning: checks[name] ?? '', isSame: isSameOnAll(hosts, name) })),
    groups: foldHosts(hosts).map((group) => ({
      hosts: group.map(({ host }) => host),
      cells: names.map((name) => cellOf(group[0]?.cells[name])),
    })),
  };
}

function cellOf(cell: DocumentCell | undefined): CompareCell {
  const { state, text, reasons = [], cure, rules = [] } = cell ?? { state: 'note', text: '–' };
  return { ...(looks[state] ?? looks.note), text, reasons, remedy: cure, rules: rules.map(({ rule }) => rule) };
}

async function run(action: CompareAction, uri: vscode.Uri, document: CompareDocument): Promise<void> {
  switch (action.kind) {
    case 'file':
      if (document.uri !== undefined) {
        // Not `vscode.open`, which also opens other addresses than those of documents: this one comes from a file.
        await vscode.window.showTextDocument(vscode.Uri.parse(document.uri));
      }
      return;
    case 'json':
      await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
      return;
    case 'rule': {
      const rules = document.hosts.flatMap(({ cells }) => Object.values(cells).flatMap((cell) => cell.rules ?? []));
      const link = rules.find(({ rule }) => rule === action.rule)?.link;
      if (link?.startsWith('https://') === true) {
        await vscode.env.openExternal(vscode.Uri.parse(link));
      }
    }
  }
}
