import * as l10n from '@vscode/l10n';
import { cliError } from './cli-error.ts';
import type { CliProcess } from './cli-process.ts';

/** What a command reports if it does nothing. */
interface Declined {
  readonly withoutTerminal: string;
  readonly byAnswer: string;
}

/** Asks whether to continue, after stderr shows with what. Rejects with WorkbenchError `declined`. */
export async function confirm(cli: CliProcess, declined: Declined): Promise<void> {
  const answer = await cli.ask(`${l10n.t('Continue?')} [y/N] `);
  if (answer === undefined) {
    throw cliError('declined', declined.withoutTerminal, l10n.t('Add --yes to skip the confirmation.'));
  }
  if (cli.signal.aborted || !/^\s*(?:y|yes)\s*$/i.test(answer)) {
    throw cliError('declined', declined.byAnswer, l10n.t('Answer "y" or add --yes to continue.'));
  }
}
