import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { checkReplay, pluginsOfReplay } from '../../../engine/fleet/index.ts';
import { bytesOfText, type OperationDocument } from '../../../engine/libcni/index.ts';
import { commaList } from '../../../engine/text/listing.ts';
import { indentedJSON } from '../../editor/json-text.ts';
import { actionOf, choose, notify } from '../../editor/notify.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import type { NetworkRunner } from '../../operations/network-runner.ts';
import type { OperationFollower } from '../../operations/operation-follower.ts';
import type { CommandHandler, CommandId } from '../command-ids.ts';
import { recordedOperation, type RecordedOperation, type RecordedSources } from './recorded-operation.ts';

/** Dependencies of "Run Again in Sandbox". */
export interface RunAgainSources extends RecordedSources {
  readonly follower: Pick<OperationFollower, 'follow'>;
  /** Returns a runner in a new sandbox, which the caller disposes of. */
  readonly trialRunner: () => NetworkRunner;
}

/**
 * "Run Again in Sandbox…": runs a recorded operation in a new sandbox and inspects it, whichever host it was recorded on. From a
 * step on, the earlier steps run first, and the input of the step can be edited. The third argument is the address of its
 * edited input; the user has confirmed such a run.
 */
export function runAgain(sources: RunAgainSources): CommandHandler {
  return async (target, step, edited) => {
    const recorded = await recordedOperation(sources, target);
    if (recorded === undefined) {
      return;
    }
    const { document } = recorded;
    const from = typeof step === 'number' ? step : undefined;
    checkReplay({ spec: { kind: 'sandbox' }, label: hostShortName('sandbox') }, document, { from });
    if (edited instanceof vscode.Uri) {
      const input = await vscode.workspace.openTextDocument(edited);
      await replay(sources, document, from, new TextEncoder().encode(input.getText()));
      return;
    }
    const [run, edit] = [l10n.t('Run'), l10n.t('Edit Input…')];
    const answer = await choose(question(document, from), detail(document), from === undefined ? [run] : [run, edit]);
    if (answer === run) {
      await replay(sources, document, from, undefined);
    } else if (answer === edit && from !== undefined) {
      await editInput(recorded, from);
    }
  };
}

function question({ verb, network, steps }: OperationDocument, from: number | undefined): string {
  const plugin = from === undefined ? undefined : steps[from]?.pluginType;
  return plugin === undefined
    ? l10n.t('Run {0} of "{1}" again in a new sandbox?', verb, network)
    : l10n.t('Run {0} of "{1}" again in a new sandbox, from {2}?', verb, network, plugin);
}

const detail = (document: OperationDocument): string =>
  l10n.t(
    'These plugins run with the recorded input: {0}. The sandbox ends afterwards; nothing on this machine changes.',
    commaList(pluginsOfReplay(document)),
  );

/** Opens the input of a step in an editor. A button and a code lens run it as it is then. */
async function editInput({ uri, document }: RecordedOperation, from: number): Promise<void> {
  const { pluginType = '', stdin = '' } = document.steps[from] ?? {};
  const content = indentedJSON(new TextDecoder().decode(bytesOfText(stdin)));
  const editor = await vscode.workspace.openTextDocument({ language: 'json', content });
  const command: vscode.Command = {
    command: 'cni.runAgain' satisfies CommandId,
    title: l10n.t('Run in Sandbox'),
    arguments: [uri, from, editor.uri],
  };
  addLens(editor.uri, command);
  await vscode.window.showTextDocument(editor);
  notify('info', l10n.t('Edit the input of {0}, then run it.', pluginType), [actionOf(command)]);
}

/** Shows a command above the text of a document until it is closed: a notification may be gone by then. */
function addLens(uri: vscode.Uri, command: vscode.Command): void {
  const isOf = (document: vscode.TextDocument): boolean => document.uri.toString() === uri.toString();
  const lens = new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command);
  const provider = { provideCodeLenses: (document: vscode.TextDocument) => (isOf(document) ? [lens] : []) };
  const registered = vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider({ scheme: uri.scheme }, provider),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isOf(document)) {
        registered.dispose();
      }
    }),
  );
}

async function replay(
  { follower, trialRunner }: RunAgainSources,
  document: OperationDocument,
  from: number | undefined,
  stdin: Uint8Array | undefined,
): Promise<void> {
  const { verb, network, steps, source } = document;
  const runner = trialRunner();
  try {
    const title = l10n.t('Running {0} of "{1}" again in a new sandbox', verb, network);
    const { operation } = await follower.follow(
      { title, host: runner.name, pluginCount: steps.length, source },
      (following) => runner.replay(document, { from, stdin }, following),
    );
    await vscode.commands.executeCommand('cni.inspectOperation', operation);
  } finally {
    await runner.host.dispose();
  }
}
