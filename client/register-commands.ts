import * as vscode from 'vscode';
import { isHostError } from '../engine/host/host.ts';
import { commandIds, type CommandId, type CommandTable } from './command-ids.ts';
import { errorText } from './explanation.ts';
import type { Journal } from './journal.ts';
import { notify, selectHostAction, showLogAction } from './notify.ts';

/** Registers every command of the table. Each is logged with its time, refused where trust is missing, and never rejects: a failure is told. */
export function registerCommands(
  table: CommandTable,
  needTrust: ReadonlySet<CommandId>,
  log: Journal,
): vscode.Disposable {
  const registrations = commandIds.map((id) =>
    vscode.commands.registerCommand(id, (...args: readonly unknown[]) =>
      needTrust.has(id) && !vscode.workspace.isTrusted ? askForTrust() : run(id, () => table[id](...args), log),
    ),
  );
  return vscode.Disposable.from(...registrations);
}

async function run(id: CommandId, command: () => Promise<void>, log: Journal): Promise<void> {
  const startedAt = performance.now();
  try {
    await command();
    log.debug(`${id} took ${(performance.now() - startedAt).toFixed(0)} ms`);
  } catch (error) {
    if (error instanceof vscode.CancellationError) {
      log.debug(`${id} was cancelled`);
      return;
    }
    log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const actions = isHostError(error) ? [selectHostAction(), showLogAction()] : [showLogAction()];
    notify('error', errorText(vscode.l10n.t, error), actions);
  }
}

function askForTrust(): void {
  notify('warning', vscode.l10n.t('Running plugins needs a trusted workspace. Nothing ran.'), [
    {
      title: vscode.l10n.t('Manage Workspace Trust'),
      run: () => vscode.commands.executeCommand('workbench.trust.manage'),
    },
  ]);
}
