import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AdditionSources } from '../../../../client/commands/add-to-namespace.ts';
import { Journal } from '../../../../client/editor/journal.ts';
import { ResultDocuments } from '../../../../client/editor/result-documents.ts';
import { LastArguments } from '../../../../client/arguments/last-arguments.ts';
import { argumentProblems } from '../../../../language/index.ts';
import type { LanguageServer } from '../../../../client/language/language-server.ts';
import { Settings } from '../../../../client/editor/settings.ts';
import { HostCatalog } from '../../../../client/hosts/host-catalog.ts';
import { HostConnections } from '../../../../client/hosts/host-connections.ts';
import { HostKnowledge } from '../../../../client/hosts/host-knowledge.ts';
import { HostSelection } from '../../../../client/hosts/host-selection.ts';
import { NetworkRunner } from '../../../../client/operations/network-runner.ts';
import { OperationFollower } from '../../../../client/operations/operation-follower.ts';
import type { CommandOutcome, Command } from '../../../../engine/host/host.ts';
import { TrialHost } from '../operations/trial-host.ts';

/** A host with namespaces that are only names, for commands that add to them. */
export class NamespaceHost extends TrialHost {
  readonly namespaces = new Set<string>();

  /** Implements named-namespaces.sh; every other script prints nothing. */
  override run({ argv }: Command): Promise<CommandOutcome> {
    const [, , , , verb, name = ''] = argv;
    const listed = verb === 'list' ? [...this.namespaces].map((one) => `${one}\0`).join('') : '';
    if (verb === 'create') {
      this.namespaces.add(name);
    } else if (verb === 'delete') {
      this.namespaces.delete(name);
    }
    const [stdout, stderr] = [Buffer.from(listed), Buffer.from('')];
    return Promise.resolve({ kind: 'exited', exitCode: 0, stdout, stderr, startedAt: 0, durationMs: 1 });
  }
}

/** A host on which ADD leaves a rule of routing behind, as host-state.sh prints it. */
export class LeakyHost extends NamespaceHost {
  override run(command: Command): Promise<CommandOutcome> {
    const nonce = command.argv[4] ?? '';
    if (!nonce.startsWith('cni-')) {
      return super.run(command);
    }
    const rules = this.ran.length > 0 ? '9: from 10.0.0.2 lookup 9\n' : '';
    const stdout = Buffer.from(`\n${nonce} rules4 host\n${rules}\n${nonce} end -\n`);
    return Promise.resolve({ kind: 'exited', exitCode: 0, stdout, stderr: Buffer.of(), startedAt: 0, durationMs: 1 });
  }
}

/** A memento that stores its values in a map. */
export const mementoOf = (
  stored: Map<string, unknown>,
): { get(key: string): unknown; update(key: string, value: unknown): Promise<void> } => ({
  get: (key) => stored.get(key),
  update: (key, value) => Promise.resolve(void stored.set(key, value)),
});

/** A language server that checks arguments in this process. */
const server: Pick<LanguageServer, 'ensureStarted' | 'request'> = {
  ensureStarted: () => Promise.resolve(),
  request: (_method, params) =>
    Promise.resolve(
      'passed' in params ? Reflect.apply(argumentProblems, undefined, [params.list, params.passed]) : undefined,
    ),
};

/** A memento that stores nothing. */
const memento: vscode.Memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };

/** Returns the dependencies of commands that run plugins, with `host` as the sandbox. */
export function servicesOn(host: NamespaceHost): AdditionSources & {
  readonly hosts: HostSelection;
  readonly documents: ResultDocuments;
  readonly knowledge: HostKnowledge;
} {
  const settings = new Settings();
  const log = new Journal(vscode.Uri.file(join(tmpdir(), 'cni-workbench-no-log')));
  const connections = new HostConnections(() => host, log);
  const hosts = new HostSelection(new HostCatalog(settings), connections, memento);
  const places = { pluginPath: ['/plugins'], cacheDir: '/cache', confDir: '/net.d', isThisMachine: true };
  const runner = (): NetworkRunner => new NetworkRunner('sandbox', hosts.host, places);
  const knowledge = new HostKnowledge(runner, String);
  const documents = new ResultDocuments(vscode.Uri.file('/dev/null/results'), log);
  const embedded = { isCarrier: () => false, of: () => Promise.resolve([]) };
  const follower = new OperationFollower(log, () => undefined);
  const lastArguments = new LastArguments(mementoOf(new Map()));
  return { hosts, runner, settings, follower, knowledge, documents, embedded, log, server, lastArguments };
}
