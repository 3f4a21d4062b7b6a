import type { NamedHost } from '../engine/host/host.ts';
import type { QuestionQueue } from '../engine/host/index.ts';
import type { HostCatalogue } from './host-catalogue.ts';
import type { HostConnections } from './host-connections.ts';
import type { HostKnowledge } from './host-knowledge.ts';
import type { HostPlaces } from './host-places.ts';
import type { HostSelection } from './host-selection.ts';
import type { InventoryModel } from './inventory-model.ts';
import type { Journal } from './journal.ts';
import type { LanguageServer } from './language-server.ts';
import type { NetworkRunner } from './network-runner.ts';
import type { OperationFollower } from './operation-follower.ts';
import type { ResultDocuments } from './result-documents.ts';
import type { RuntimesView } from './runtimes-view.ts';
import type { Settings } from './settings.ts';

/** What commands work with; made once, in extension.ts. */
export interface Services {
  readonly log: Journal;
  readonly settings: Settings;
  readonly catalogue: HostCatalogue;
  readonly connections: HostConnections;
  /** What ssh and sudo ask of all hosts. */
  readonly questions: QuestionQueue;
  /** The host in use. */
  readonly hosts: HostSelection;
  readonly knowledge: HostKnowledge;
  readonly placesOf: (named: NamedHost) => HostPlaces;
  /** The runner of the selected host, with the settings of this moment. */
  readonly runner: () => NetworkRunner;
  /** A runner in a sandbox of its own; whoever takes it disposes of its host. */
  readonly trialRunner: () => NetworkRunner;
  readonly inventory: InventoryModel;
  readonly documents: ResultDocuments;
  readonly follower: OperationFollower;
  readonly server: LanguageServer;
  readonly runtimes: RuntimesView;
}
