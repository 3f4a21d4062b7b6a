import type { Connection } from 'vscode-languageserver';
import {
  argumentProblems,
  checkUpOf,
  comparisonOf,
  evidenceOf,
  type Language,
  plannedNetwork,
  readNewNetworkQuestion,
} from '../language/index.ts';
import type { Notifications, Requests } from '../protocol/messages.ts';
import { handler, notification, type Log } from './handler.ts';
import type { OurDocuments } from './our-documents.ts';
import type { WorkspaceProblems } from './workspace-problems.ts';

/**
 * Serves the messages of protocol/: context of the documents from the client, and its requests about hosts and
 * directories. Calls `onChange` when the answers about documents may have changed.
 */
export function serveOurMessages(
  connection: Connection,
  log: Log,
  language: Language,
  documents: Pick<OurDocuments, 'opened'>,
  problems: Pick<WorkspaceProblems, 'check' | 'checkAll'>,
  onChange: () => Promise<void>,
): void {
  const take = <M extends keyof Notifications>(method: M, run: (params: Notifications[M]) => void): void => {
    const taken = notification<Notifications[M]>(log, method, async (params) => {
      run(params);
      if (method !== 'cni/neighbours') {
        problems.checkAll(() => language.workspaceFiles());
      }
      await onChange();
    });
    connection.onNotification(method, taken);
  };
  const answer = <M extends keyof Requests>(
    method: M,
    run: (params: Requests[M]['params']) => Requests[M]['result'],
  ): void => {
    connection.onRequest<unknown, void>(
      method,
      handler<Requests[M]['params'], Requests[M]['result'] | null>(log, method, null, run),
    );
  };
  take('cni/neighbours', (sent) => language.setNeighbors(sent));
  take('cni/carriers', (sent) => language.setCarriers(sent));
  take('cni/hostFacts', (sent) => language.setHostFacts(sent));
  connection.onNotification(
    'cni/workspaceFiles',
    notification<Notifications['cni/workspaceFiles']>(log, 'cni/workspaceFiles', (sent) => {
      problems.check(language.setWorkspaceFiles(sent));
    }),
  );
  answer('cni/compareHosts', ({ file, hosts }) => comparisonOf(file, hosts));
  answer('cni/checkHost', ({ host, root }) => checkUpOf(host, root) ?? null);
  answer('cni/hostEvidence', ({ host, clues, file }) => evidenceOf(host, clues, file));
  answer('cni/embedded', ({ textDocument: { uri } }) => {
    const document = documents.opened.get(uri);
    return document === undefined ? [] : language.embeddedTexts(document);
  });
  answer('cni/embeddedEdit', ({ textDocument: { uri }, ...change }) => {
    const document = documents.opened.get(uri);
    return document === undefined ? { kind: 'missing' } : language.editEmbedded(document, change);
  });
  answer('cni/arguments', ({ list, passed }) => argumentProblems(list, passed));
  answer('cni/plan', ({ text, held }) => plannedNetwork(text, held) ?? null);
  answer('cni/newNetwork', (sent) => {
    const question = readNewNetworkQuestion(sent);
    return question === undefined ? null : language.newNetwork(question);
  });
  answer('cni/runtimes', ({ textDocument }) => language.readDirectory(textDocument.uri));
}
