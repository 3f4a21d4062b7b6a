import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import { checkedText, operationFailureText, sentences } from '../message-text.ts';
import { notify, severityOf, showLogAction } from '../notify.ts';
import type { Services } from '../services.ts';
import { changedFileText, pickAttachment, subjectOf } from './pick-attachment.ts';

/** «Check»: asks the plugins whether an attachment still is as ADD left it, with the configuration that ADD used. */
export function check(services: Services): CommandHandler {
  return async (target) => {
    const picked = await pickAttachment(services, target, vscode.l10n.t('Check'));
    if (picked === undefined) {
      return;
    }
    const { list, attachment } = picked;
    const subject = subjectOf(services, attachment);
    if (list.disableCheck) {
      const message = vscode.l10n.t('"disableCheck" of {0} switches CHECK off. Nothing ran.', list.name);
      notify('info', sentences(message, changedFileText(picked)), []);
      return;
    }
    const title = vscode.l10n.t('Checking {0} in {1} {2}', subject.network, subject.namespace, subject.place);
    const operation = await services.follower.follow(
      { title, place: subject.place, pluginCount: list.plugins.length },
      (following) => services.runner().check(list, attachment, following),
    );
    const ok = operation.state === 'ok';
    const message = ok ? checkedText(vscode.l10n.t, subject) : operationFailureText(vscode.l10n.t, title, operation);
    notify(severityOf(operation), sentences(message, changedFileText(picked)), [showLogAction()]);
  };
}
