import type { ClientCapabilities } from 'vscode-languageserver';
import type { ActionRequest } from '../language/index.ts';
import type { ExperimentalCapabilities } from '../protocol/messages.ts';

/** The capabilities of a client that the server uses. */
export interface ClientAbilities {
  /** It answers requests for its settings. */
  readonly hasConfiguration: boolean;
  /** It accepts a registration for changes of its settings. */
  readonly registersConfiguration: boolean;
  /** It requests diagnostics; the server pushes them to other clients. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesInlayHints: boolean;
  readonly actions: Pick<ActionRequest, 'canRename' | 'canCreate' | 'showsDisabled' | 'canIgnore'>;
}

/** Reads the capabilities that came with `initialize`. */
export function clientAbilities({ workspace, textDocument, experimental }: ClientCapabilities): ClientAbilities {
  const operations = workspace?.workspaceEdit?.resourceOperations ?? [];
  const ours: ExperimentalCapabilities = typeof experimental === 'object' && experimental !== null ? experimental : {};
  return {
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    actions: {
      canRename: operations.includes('rename'),
      canCreate: operations.includes('create'),
      showsDisabled: textDocument?.codeAction?.disabledSupport === true,
      canIgnore: ours.ignoreFinding === true,
    },
  };
}
