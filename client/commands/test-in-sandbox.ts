import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import { trialSucceeded, trialText, tryNetwork } from '../network-trial.ts';
import { notify, showLogAction } from '../notify.ts';
import type { Services } from '../services.ts';
import { loadDocument, pickDocument, targetDocument } from './configuration-document.ts';

/** «Test in Sandbox»: ADD, CHECK and DEL in a sandbox that is made for it and gone afterwards, whichever host is selected. */
export function testInSandbox(services: Services): CommandHandler {
  return async (target) => {
    const document = (await targetDocument(target)) ?? (await pickDocument(vscode.l10n.t('Test in the sandbox')));
    const configuration = document === undefined ? undefined : await loadDocument(document);
    if (configuration === undefined) {
      return;
    }
    const { list, uri } = configuration;
    const ifName = services.settings.interfaceName(uri);
    const runner = services.trialRunner();
    try {
      const trial = await services.follower.follow(
        {
          title: vscode.l10n.t('Testing {0} in a sandbox', list.name),
          place: vscode.l10n.t('in a sandbox of its own'),
          pluginCount: list.plugins.length,
        },
        (following) => tryNetwork(runner, list, ifName, following),
      );
      const cancelled = [trial.add.add, trial.check, trial.del].some((operation) => operation?.state === 'cancelled');
      const failed = cancelled ? 'warning' : 'error';
      const severity = trialSucceeded(trial) ? 'info' : failed;
      notify(severity, trialText(vscode.l10n.t, list.name, ifName, trial), [showLogAction()]);
    } finally {
      await runner.host.dispose();
    }
  };
}
