import { once } from 'node:events';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Askpass, AskpassQuestion } from '../../engine/host/index.ts';
import { questionText } from './question-text.ts';
import { isConfirmed, progressNotification } from '../editor/notify.ts';
import { notificationText } from '../../engine/text/edges.ts';

/**
 * Shows the prompts of ssh and sudo: passwords, passphrases and codes in an input box, a host key in a modal dialog, and
 * notices (such as a security key that waits for a touch) as a notification while they last. Answers only go to the
 * program that asked; they are not stored or logged. Undefined when the user cancels.
 */
export function askpassPrompts(): Askpass {
  return (question, signal) => {
    if (signal.aborted) {
      return Promise.resolve(undefined);
    }
    switch (question.kind) {
      case 'confirm':
        return confirm(question);
      case 'notice':
        return notify(question, signal);
      case 'secret':
      case 'text':
        return ask(question, signal);
    }
  };
}

async function notify(question: AskpassQuestion, signal: AbortSignal): Promise<undefined> {
  const title = l10n.t('Host "{0}": {1}', question.host, questionText(question));
  await vscode.window.withProgress(progressNotification(title), () => once(signal, 'abort'));
}

async function confirm(question: AskpassQuestion): Promise<string | undefined> {
  const yes = l10n.t('Connect');
  const detail = withoutChoices(questionText(question));
  return (await isConfirmed(l10n.t('Host "{0}"', question.host), detail, yes)) ? 'yes' : undefined;
}

function ask(question: AskpassQuestion, signal: AbortSignal): Promise<string | undefined> {
  const canceled = new vscode.CancellationTokenSource();
  const onAbort = (): void => canceled.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  const answer = vscode.window.showInputBox(
    {
      title: l10n.t('Host "{0}"', question.host),
      // VS Code also renders links in prompts.
      prompt: notificationText(questionText(question)),
      password: question.kind === 'secret',
      ignoreFocusOut: true,
    },
    canceled.token,
  );
  return Promise.resolve(answer).finally(() => {
    signal.removeEventListener('abort', onAbort);
    canceled.dispose();
  });
}

/** Removes the list of answers at the end of ssh's question, because buttons replace them. */
function withoutChoices(prompt: string): string {
  return prompt.replace(/\s*\((?:yes\/no[^)]*)\)\??\s*$/, '?').trim();
}
