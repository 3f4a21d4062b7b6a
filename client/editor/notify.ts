import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Operation } from '../../engine/libcni/index.ts';
import { notificationText } from '../../engine/text/edges.ts';

/** The most words of a notification. Everything else belongs into the log or a result document. */
export const mostWords = 25;

/** A button of a notification. */
export interface NotificationAction {
  readonly title: string;
  readonly run: () => unknown;
}

/** Shows a notification of at most 25 words and returns at once. An action runs when its button is pressed. */
export function notify(
  severity: 'info' | 'warning' | 'error',
  message: string,
  actions: readonly NotificationAction[],
): void {
  const titles = actions.map((action) => action.title);
  const shown = show(severity, shortened(notificationText(message)), titles);
  void shown.then((title) => actions.find((action) => action.title === title)?.run());
}

/** Cuts a text after 25 words. Only quoted texts of plugins, programs and hosts are that long. */
export function shortened(text: string): string {
  const words = [...text.matchAll(/\S+/g)];
  const [last, next] = [words[mostWords - 1], words[mostWords]];
  return last === undefined || next === undefined ? text : `${text.slice(0, last.index + last[0].length)}…`;
}

/** Asks for confirmation in a modal dialog. Returns true when `button` is pressed. */
export async function isConfirmed(question: string, detail: string, button: string): Promise<boolean> {
  return (await choose(question, detail, [button])) === button;
}

/** Asks in a modal dialog what to do. Returns the button that is pressed; undefined for Cancel. */
export async function choose(
  question: string,
  detail: string,
  buttons: readonly string[],
): Promise<string | undefined> {
  const options = { modal: true, detail: notificationText(detail) };
  return vscode.window.showWarningMessage(notificationText(question), options, ...buttons);
}

/** Options for a notification that shows progress. */
export function progressNotification(title: string, cancellable: boolean = false): vscode.ProgressOptions {
  return { location: vscode.ProgressLocation.Notification, title: notificationText(title), cancellable };
}

/** Severity of the notification about a finished operation. An operation that the user canceled is not an error. */
export function severityOf(operation: Operation): 'info' | 'warning' | 'error' {
  switch (operation.state) {
    case 'ok':
      return 'info';
    case 'cancelled':
      return 'warning';
    case 'failed':
    case 'unknown':
    case 'running':
      return 'error';
  }
}

/** A button that shows the end of the log, or the start of the last failure. */
export function showLogAction(at: 'end' | 'failure' = 'end'): NotificationAction {
  return commandAction(l10n.t('Show Log'), 'cni.showLog', at);
}

/** A button that selects another host. */
export function selectHostAction(): NotificationAction {
  return commandAction(l10n.t('Select Host…'), 'cni.selectHost');
}

/** A button that runs a command. */
export function commandAction(title: string, command: string, ...args: readonly unknown[]): NotificationAction {
  return actionOf({ title, command, arguments: [...args] });
}

/** Returns the button for a command with its arguments. */
export function actionOf({ title, command, arguments: args = [] }: vscode.Command): NotificationAction {
  return { title, run: () => vscode.commands.executeCommand(command, ...args) };
}

function show(
  severity: 'info' | 'warning' | 'error',
  message: string,
  titles: readonly string[],
): Thenable<string | undefined> {
  switch (severity) {
    case 'info':
      return vscode.window.showInformationMessage(message, ...titles);
    case 'warning':
      return vscode.window.showWarningMessage(message, ...titles);
    case 'error':
      return vscode.window.showErrorMessage(message, ...titles);
  }
}
