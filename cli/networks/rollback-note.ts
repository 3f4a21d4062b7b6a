import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import type { Operation, RollbackSkipped, Step } from '../../engine/libcni/index.ts';

const skippedTexts: Readonly<Record<RollbackSkipped, () => string>> = {
  notWanted: () => '',
  nothingRan: () => l10n.t('No plugin ran, so nothing was rolled back.'),
  alreadyAttached: () =>
    l10n.t('Nothing was rolled back, because this attachment existed before. To remove it, run "del".'),
  connectionLost: () =>
    l10n.t('Nothing was rolled back, because the connection to the host was lost. Run "del" when it is available.'),
};

/** Returns the outcome of the rollback of a failed ADD as a line for stderr; '' if none was requested. */
export function rollbackNote(rollback: Operation | undefined, skipped: RollbackSkipped | undefined): string {
  const text = rollback === undefined ? (skipped === undefined ? '' : skippedTexts[skipped]()) : outcomeText(rollback);
  return text === '' ? '' : `note: ${text}\n`;
}

function outcomeText({ steps, error }: Operation): string {
  const succeeded = typesOf(steps.filter((step) => step.error === undefined));
  const failed = typesOf(steps.filter((step) => step.error !== undefined));
  if (error === undefined) {
    return l10n.t('Rolled back: DEL of {0} succeeded.', succeeded);
  }
  const reason = error.message.replaceAll('\n', '; ');
  return sentences(
    l10n.t('The rollback failed: {0}.', reason.replace(/[.\u3002]$/, '')),
    failed && l10n.t('DEL of {0} failed.', failed),
    succeeded && l10n.t('DEL of {0} succeeded.', succeeded),
    l10n.t('Run "del" to try again.'),
  );
}

const typesOf = (steps: readonly Step[]): string => steps.map(({ pluginType }) => pluginType).join(', ');
