import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isWorkbenchError } from '../../engine/errors/workbench-error.ts';
import { isHostError } from '../../engine/host/host.ts';
import { hostRemedyActions } from '../commands/remedy-actions.ts';
import { type CommandHandler, commandIds, type CommandId, type CommandTable } from '../commands/command-ids.ts';
import { errorMessage, logText } from '../operations/explanation.ts';
import type { Journal } from './journal.ts';
import { setContext } from './set-context.ts';
import { commandAction, notify, selectHostAction, showLogAction } from './notify.ts';

type CommandLog = Pick<Journal, 'debug' | 'error'>;

/** Commands that show results of plugins. */
const commandsThatInspect: ReadonlySet<CommandId> = new Set<CommandId>([
  'cni.showLog',
  'cni.openCachedResult',
  'cni.inspectOperation',
]);

/**
 * Registers every command of the table. Logs their times, requires trust where needed, and reports every failure.
 * @param createTable called once, when the first command runs
 */
export function registerCommands(
  createTable: () => CommandTable,
  needTrust: ReadonlySet<CommandId>,
  log: CommandLog,
): vscode.Disposable {
  let table: CommandTable | undefined;
  const handlerOf = (id: CommandId): CommandHandler => (table ??= createTable())[id];
  const registrations = commandIds.map((id) =>
    vscode.commands.registerCommand(id, (...args: readonly unknown[]) =>
      needTrust.has(id) && !vscode.workspace.isTrusted ? askForTrust() : run(id, args, handlerOf, log),
    ),
  );
  return vscode.Disposable.from(...registrations);
}

async function run(
  id: CommandId,
  args: readonly unknown[],
  handlerOf: (id: CommandId) => CommandHandler,
  log: CommandLog,
): Promise<void> {
  const startedAt = performance.now();
  try {
    await handlerOf(id)(...args);
    if (commandsThatInspect.has(id)) {
      // The walkthrough does not see commands that buttons of notifications run in the extension host.
      setContext('cni.hasInspected', true);
    }
    log.debug(`${id} took ${(performance.now() - startedAt).toFixed(0)} ms`);
  } catch (error) {
    if (error instanceof vscode.CancellationError) {
      log.debug(`${id} was canceled`);
      return;
    }
    reportCommandFailure(id, args, error, log);
  }
}

/** Reports the failure of a command, with a button that runs it again. */
export function reportCommandFailure(
  id: CommandId,
  args: readonly unknown[],
  error: unknown,
  log: Pick<CommandLog, 'error'>,
): void {
  log.error(`${id}: ${logText(error)}`);
  notify('error', errorMessage(error), [
    ...(isWorkbenchError(error)
      ? [commandAction(l10n.t('Try Again'), id, ...args), ...hostRemedyActions(error.code)]
      : []),
    ...(isHostError(error) ? [selectHostAction()] : []),
    showLogAction('failure'),
  ]);
}

/** Reports that a command needs a trusted workspace. */
export function askForTrust(): void {
  notify('warning', l10n.t('Running plugins requires a trusted workspace.'), [
    commandAction(l10n.t('Manage Workspace Trust'), 'workbench.trust.manage'),
  ]);
}
