import type {
  ArgumentProblem,
  CarrierFiles,
  CheckUp,
  Clue,
  ComparedFile,
  Comparison,
  DirectoryReading,
  EmbeddedEdit,
  EmbeddedPlace,
  EmbeddedText,
  FilesAround,
  HeldByHost,
  HostFacts,
  NewNetworkAnswer,
  NewNetworkQuestion,
  PassedArguments,
  PlannedNetwork,
  Surveyed,
  WorkspaceFileChanges,
} from '../language/index.ts';

/**
 * Notifications of the client in addition to those of LSP: the parameters by method. Types only, so that neither end loads
 * a protocol library for them.
 */
export interface Notifications {
  /** All configuration files around an open document, as they are on disk; an empty list removes them. */
  'cni/neighbours': FilesAround;
  /** The files of the workspace that define networks for pods or select them, as they are on disk. */
  'cni/carriers': CarrierFiles;
  'cni/hostFacts': HostFactsParams;
  /** Changes of the files that are checked without being open. The server publishes their diagnostics. */
  'cni/workspaceFiles': WorkspaceFileChanges;
}

/** Requests of the client in addition to those of LSP, by method. The result is null if the server failed. */
export interface Requests {
  /** Converts the answers of several hosts to a matrix of hosts and checks. */
  'cni/compareHosts': { readonly params: CompareHostsParams; readonly result: Comparison | null };
  /** Diagnoses a host by its answer. */
  'cni/checkHost': { readonly params: CheckHostParams; readonly result: CheckUp | null };
  /** Returns what a host shows about each of several failures, as whole sentences. */
  'cni/hostEvidence': { readonly params: HostEvidenceParams; readonly result: readonly (readonly string[])[] | null };
  /** Returns the configurations inside an open document. */
  'cni/embedded': { readonly params: EmbeddedParams; readonly result: readonly EmbeddedText[] | null };
  /** Returns the edits of an open document that replace a configuration inside it. */
  'cni/embeddedEdit': { readonly params: EmbeddedEditParams; readonly result: EmbeddedEdit | null };
  /** Checks the arguments that a runtime passes to the plugins of a network. */
  'cni/arguments': { readonly params: ArgumentsParams; readonly result: readonly ArgumentProblem[] | null };
  /** Returns what the next ADD of a configuration would create on a host; null for a text that creates no interface. */
  'cni/plan': { readonly params: PlanParams; readonly result: PlannedNetwork | null };
  /** Proposes addresses and names for a new network, and checks the one that would be written. */
  'cni/newNetwork': { readonly params: NewNetworkQuestion; readonly result: NewNetworkAnswer | null };
  /** Returns what each runtime loads from the directory of a document. */
  'cni/runtimes': { readonly params: RuntimesParams; readonly result: DirectoryReading | null };
}

/**
 * The facts of the host in use, for all documents; or, with `below`, those of the host whose files have URIs that start
 * with it. Null removes the facts.
 */
type HostFactsParams = HostFacts | null | { readonly below: string; readonly facts: HostFacts | null };

/** The answers of hosts, and the file for which they are compared. */
interface CompareHostsParams {
  /** Absent if each host is checked with its own networks. */
  readonly file?: ComparedFile | undefined;
  readonly hosts: readonly Surveyed[];
}

/** A network with the arguments of an operation. */
interface ArgumentsParams {
  /** The network configuration list, as JSON. */
  readonly list: object;
  readonly passed: PassedArguments;
}

/** A configuration, and the addresses that host-local has reserved on a host. */
interface PlanParams {
  readonly text: string;
  readonly held: HeldByHost;
}

/** The answer of a host, and the URI of its root directory, without the last slash: the page links to its files. */
interface CheckHostParams {
  readonly host: Surveyed;
  readonly root: string;
}

/** The answer of a host, and a clue for each failure: null if the facts of a host cannot show it. */
interface HostEvidenceParams {
  readonly host: Surveyed;
  readonly clues: readonly (Clue | null)[];
  /** The network that failed, if it is known; otherwise the networks of the host are examined. */
  readonly file?: ComparedFile | undefined;
}

/** A file of the directory, which need not exist. */
interface RuntimesParams {
  readonly textDocument: { readonly uri: string };
}

/** An open document that may contain configurations. */
interface EmbeddedParams {
  readonly textDocument: { readonly uri: string };
}

/** A configuration inside an open document: the text that was shown, and the one that replaces it. */
interface EmbeddedEditParams extends EmbeddedParams {
  readonly place: EmbeddedPlace;
  readonly before: string;
  readonly after: string;
}

/** Capabilities of the client in addition to those of LSP: `capabilities.experimental` of `initialize`. */
export interface ExperimentalCapabilities {
  /** It has the command `cni.ignoreFinding`. */
  readonly ignoreFinding?: boolean | undefined;
}
