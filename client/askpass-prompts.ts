import { once } from 'node:events';
import * as vscode from 'vscode';
import type { Askpass, AskpassQuestion } from '../engine/host/index.ts';

/**
 * Shows what ssh and sudo ask: passwords, passphrases and codes in an input box, a host key in a modal question, and
 * what needs no answer (a security key waits to be touched) as a notification while it lasts. Answers go to the program
 * that asked and nowhere else: they are not kept, and not logged. Undefined when the user gives none.
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

async function notify({ prompt, host }: AskpassQuestion, signal: AbortSignal): Promise<undefined> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('CNI host {0}: {1}', host, prompt);
  await vscode.window.withProgress({ location, title }, () => once(signal, 'abort'));
}

async function confirm({ prompt, host }: AskpassQuestion): Promise<string | undefined> {
  const yes = vscode.l10n.t('Yes, Connect');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('CNI host {0}', host),
    { modal: true, detail: withoutChoices(prompt) },
    yes,
  );
  return answer === yes ? 'yes' : undefined;
}

function ask({ kind, prompt, host }: AskpassQuestion, signal: AbortSignal): Promise<string | undefined> {
  const moot = new vscode.CancellationTokenSource();
  const onAbort = (): void => moot.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  const answer = vscode.window.showInputBox(
    {
      title: vscode.l10n.t('CNI host {0}', host),
      prompt: prompt.trim(),
      password: kind === 'secret',
      ignoreFocusOut: true,
    },
    moot.token,
  );
  return Promise.resolve(answer).finally(() => {
    signal.removeEventListener('abort', onAbort);
    moot.dispose();
  });
}

/** ssh ends its question with the words that it takes for an answer; here those are buttons. */
function withoutChoices(prompt: string): string {
  return prompt.replace(/\s*\((?:yes\/no[^)]*)\)\??\s*$/, '?').trim();
}
