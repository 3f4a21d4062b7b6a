import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ChangeDocument } from '../../../engine/libcni/operation/change-document.ts';
import { isDocumentProblem, type OperationDocument, readOperationDocument } from '../../../engine/libcni/index.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import { namespaceName } from '../../views/attachment-label.ts';
import type { Reading } from '../messages.ts';
import type { PageContent, PageKind } from '../page-editor.ts';
import { chainSections, durationText, rollbackText, stateOf, stateWord } from './chain-sections.ts';
import { type ActionSources, operationButtons, runOperationAction } from './operation-actions.ts';
import type { DiffLine, Fact, OperationAction, OperationModel } from './operation-model.ts';
import { problemCard } from './problem-card.ts';
import { joined } from '../../../engine/text/joined.ts';

/** The operation inspector: the page of one operation. */
export function operationPage(sources: ActionSources): PageKind<OperationModel, OperationAction> {
  return {
    read: (content) => readOperation(content, sources),
    act: async (action, { uri, text }) => {
      const document = readOperationDocument(text);
      if (!isDocumentProblem(document)) {
        await runOperationAction(sources, { uri, document }, action);
      }
    },
  };
}

async function readOperation({ text }: PageContent, sources: ActionSources): Promise<Reading<OperationModel>> {
  const document = readOperationDocument(text);
  if (isDocumentProblem(document)) {
    return { kind: 'problem', message: document.problem };
  }
  const buttons = await operationButtons(sources, document);
  const sections = chainSections(document, buttons.ofProgram);
  const rows = sections.flatMap((section) => section.rows);
  const failed = rows.find(({ level, state }) => level === 1 && (state === 'failed' || state === 'unknown'));
  return {
    kind: 'model',
    model: {
      title: titleOf(document),
      state: stateOf(document),
      stateText: stateWord(stateOf(document)),
      facts: factsOf(document),
      buttons: buttons.ofOperation,
      problem: problemCard(document, buttons.ofProblem),
      sections,
      firstSelected: (failed ?? rows[0])?.id ?? '',
      changes: document.changes?.map(changeLine),
    },
  };
}

/** Returns verb, network, namespace and host in one line. */
function titleOf({ verb, network, netNS = '', host }: OperationDocument): string {
  const names = { verb, network, namespace: namespaceName(netNS), host: hostShortName(host ?? '') };
  if (netNS === '') {
    return host === undefined ? `${verb} ${network}` : l10n.t('{verb} {network} on {host}', names);
  }
  if (host === undefined) {
    return verb === 'ADD'
      ? l10n.t('{verb} {network} to {namespace}', names)
      : l10n.t('{verb} {network} in {namespace}', names);
  }
  return verb === 'ADD'
    ? l10n.t('{verb} {network} to {namespace} on {host}', names)
    : l10n.t('{verb} {network} in {namespace} on {host}', names);
}

/** Number of characters of a container ID that fit into the heading. */
const shownCharacters = 24;

function factsOf({
  startedAt,
  durationMs,
  containerID,
  ifName,
  netNS,
  rollback,
  rollbackSkipped,
}: OperationDocument): readonly Fact[] {
  const whole = containerID === undefined ? undefined : l10n.t('container {0}', containerID);
  return [
    { text: new Date(startedAt).toLocaleString(vscode.env.language), title: startedAt },
    { text: durationText(durationMs) },
    ...(whole === undefined ? [] : [{ text: shortened(whole), title: whole }]),
    ...(ifName === undefined ? [] : [{ text: ifName, title: netNS }]),
    ...(rollback === undefined ? [] : [{ text: rollbackText(rollback) }]),
    ...(rollbackSkipped === undefined ? [] : [{ text: l10n.t('not rolled back') }]),
  ];
}

const shortened = (text: string): string =>
  text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters - 4)}…${text.slice(-3)}`;

const signs = { added: '+', removed: '-', changed: ' ' } as const;

function changeLine({ area, namespace, where, kind, before, after, residue }: ChangeDocument): DiffLine {
  const values = [before, after].filter((value) => value !== undefined && value !== '');
  // The place of a rule of iptables begins with the program.
  const object = area === 'iptables' ? where : `${area} ${where}`;
  const fact = joined(': ', object, values.join(' → '));
  return {
    sign: signs[kind],
    text: namespace === undefined ? fact : l10n.t('{0} (in {1})', fact, namespace),
    by: residue === undefined ? '' : residue === 'leak' ? l10n.t('leak') : l10n.t('stays on purpose'),
  };
}
