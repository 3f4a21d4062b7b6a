import * as vscode from 'vscode';
import type { Operation } from '../engine/libcni/index.ts';

/** A button of a message. */
export interface NotificationAction {
  readonly title: string;
  readonly run: () => unknown;
}

/** Shows a message and goes on: what its buttons do happens when they are pressed. */
export function notify(
  severity: 'info' | 'warning' | 'error',
  message: string,
  actions: readonly NotificationAction[],
): void {
  const titles = actions.map((action) => action.title);
  const shown = show(severity, message, titles);
  void shown.then((title) => actions.find((action) => action.title === title)?.run());
}

/** How loud the message of an ended operation is: what the user cancelled is no error. */
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

/** The button that brings up the log of all steps. */
export function showLogAction(): NotificationAction {
  return { title: vscode.l10n.t('Show Log'), run: () => vscode.commands.executeCommand('cni.showLog') };
}

/** The button that leads to another host. */
export function selectHostAction(): NotificationAction {
  return { title: vscode.l10n.t('Select Host…'), run: () => vscode.commands.executeCommand('cni.selectHost') };
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
