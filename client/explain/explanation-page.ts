import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { clueOf, type Failure, linksOf, type LoggedFailure, referenceOf, wordsOf } from '../../engine/explain/index.ts';
import { markdownCode, markdownRow, markdownText } from '../../engine/text/edges.ts';
import { commandLink } from '../editor/command-link.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { wordsInEditor } from '../operations/explanation.ts';
import type { FailurePlace } from '../commands/remedy-actions.ts';
import { goToLineCommand } from './explanation-actions.ts';

/** A failure with what the page adds to it. */
export interface ExplainedFailure {
  readonly failure: Failure & Partial<Pick<LoggedFailure, 'count'>>;
  readonly place: FailurePlace | undefined;
  /** What is the case on the host, as whole sentences. */
  readonly here: readonly string[];
  readonly actions: readonly vscode.Command[];
}

/** The host that the page is about. */
export interface PageHost {
  readonly name: string;
  /** The host could show more, but is not connected. */
  readonly isDisconnected: boolean;
}

/** Returns a Markdown page that explains failures. */
export function explanationPage(explained: readonly ExplainedFailure[], host: PageHost): string {
  return explained.map((one) => section(one, host)).join('\n');
}

function section(explained: ExplainedFailure, host: PageHost): string {
  const { failure, actions } = explained;
  const { explanation, message, details } = failure;
  const words = explanation && wordsOf(explanation);
  const title = words?.title ?? l10n.t('Unknown failure');
  const meaning =
    explanation === undefined || words === undefined
      ? [l10n.t('Workbench for CNI does not know this failure. Read the log of the plugin.')]
      : [
          markdownText(words.cause),
          ...onHost(explained, host),
          `**${l10n.t('Remedy')}**: ${markdownText(wordsInEditor(explanation).remedy)}`,
        ];
  const quoted = [message, ...(details === undefined ? [] : [details])].map((text) => `> ${markdownCode(text)}\n`);
  return [
    `# ${markdownText(title)}\n`,
    ...meaning.map((text) => `${text}\n`),
    `${actions.map(commandLink).join(' · ')}\n`,
    quoted.join('>\n'),
    table(explained),
    links(failure),
  ].join('\n');
}

/** What is the case on the host, or that it is not connected. */
function onHost({ here, failure }: ExplainedFailure, { name, isDisconnected }: PageHost): readonly string[] {
  const host = hostShortName(name);
  if (isDisconnected && failure.explanation !== undefined && clueOf(failure.explanation) !== undefined) {
    const connect = commandLink({ title: l10n.t('Connect Host'), command: 'cni.connectHost', arguments: [name] });
    const advice = l10n.t('Connect "{0}" and explain the error again to see what is the case there.', host);
    return [`${markdownText(advice)} ${connect}`];
  }
  const label = `**${markdownText(l10n.t('On "{0}"', host))}**`;
  const [only, ...others] = here.map(markdownText);
  if (only === undefined) {
    return [];
  }
  return others.length === 0
    ? [`${label}: ${only}`]
    : [`${label}:`, here.map((text) => `- ${markdownText(text)}`).join('\n')];
}

function table({ failure, place }: ExplainedFailure): string {
  const { pod, namespace, network, plugin, sandbox, code, count } = failure;
  const line =
    place === undefined ? undefined : commandLink({ ...goToLineCommand(place), title: String(place.line + 1) });
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    [l10n.t('Pod'), pod],
    [l10n.t('Namespace'), namespace],
    [l10n.t('Network'), network],
    [l10n.t('Plugin'), plugin],
    [l10n.t('Sandbox'), sandbox],
    [l10n.t('Code'), code],
    [l10n.t('Lines'), count === 1 ? undefined : count],
  ];
  const values = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [markdownRow([name, markdownText(String(value))])],
  );
  const all = [...values, ...(line === undefined ? [] : [markdownRow([l10n.t('First line'), line])])];
  return all.length === 0 ? '' : `| | |\n|---|---|\n${all.join('')}`;
}

function links({ explanation }: Failure): string {
  if (explanation === undefined) {
    return '';
  }
  const { project, source } = referenceOf(explanation);
  const origin =
    project === undefined
      ? []
      : [l10n.t('Text of {0}: {1}', markdownText(project.name), markdownCode(`${source} (${project.version})`))];
  return [...linksOf(explanation).map((link) => `<${link}>`), ...origin].map((item) => `- ${item}\n`).join('');
}
