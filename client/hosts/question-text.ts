import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import type { AskpassQuestion } from '../../engine/host/index.ts';
import { notificationText } from '../../engine/text/edges.ts';

/** Returns the text of a prompt: what asks, the question, and whether the previous answer was rejected. */
export function questionText({ prompt, host, asker, isRepeated }: AskpassQuestion): string {
  const asked = withoutLinks(prompt);
  const name = withoutLinks(host);
  const question = {
    ssh: asked,
    localSudo: asked,
    remoteSudo: l10n.t('sudo on host "{0}" asks: {1}', name, asked),
    remoteLogin: l10n.t('The login program on host "{0}" asks: {1}', name, asked),
    sshOrRemote: l10n.t('ssh or host "{0}" asks: {1}', name, asked),
  }[asker];
  return isRepeated ? sentences(l10n.t('Your last answer was not accepted.'), question) : question;
}

/** VS Code also renders `$(name)` as an icon in input boxes and notifications. */
function withoutLinks(text: string): string {
  return notificationText(text).replaceAll('$(', '$ (');
}
