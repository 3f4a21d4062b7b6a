import * as vscode from 'vscode';
import type { OperationDocument } from '../../engine/libcni/index.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import { namespaceName } from '../views/attachment-label.ts';

/** Number of operations that are remembered. */
const mostEntries = 50;

const memoryKey = 'cni.operations';

/** One operation of the history: what its row shows, and the address of its document. */
export interface HistoryEntry extends Pick<
  OperationDocument,
  'verb' | 'network' | 'netNS' | 'startedAt' | 'durationMs' | 'state'
> {
  readonly uri: string;
  /** Name of the host. */
  readonly host: string;
  readonly error?: string | undefined;
}

/** Storage beyond the window. */
interface Memory {
  get(key: string): readonly HistoryEntry[] | undefined;
  update(key: string, value: readonly HistoryEntry[]): PromiseLike<void>;
}

/** The operations that the extension ran, newest first. Their documents are stored with the other results. */
export class OperationHistory implements vscode.Disposable {
  readonly #memory: Memory;
  readonly #documents: Pick<ResultDocuments, 'put'>;
  readonly #changed = new vscode.EventEmitter<void>();
  #entries: readonly HistoryEntry[];
  readonly onDidChange = this.#changed.event;

  constructor(memory: Memory, documents: Pick<ResultDocuments, 'put'>) {
    this.#memory = memory;
    this.#documents = documents;
    this.#entries = memory.get(memoryKey) ?? [];
  }

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  /** Adds an operation that ended. */
  record(document: OperationDocument): void {
    const { verb, network, netNS, startedAt, durationMs, state, host = '', error } = document;
    const key = [host, startedAt, document.containerID ?? '', document.ifName ?? ''].join(' ');
    const uri = this.#documents.put(documentName(document), key, `${JSON.stringify(document, undefined, 2)}\n`);
    const entry = { uri: uri.toString(), verb, network, netNS, startedAt, durationMs, state, host, error: error?.msg };
    this.#set([entry, ...this.#entries.filter((one) => one.uri !== entry.uri)].slice(0, mostEntries));
  }

  /** Returns the entry of an operation that ended in this window. */
  find({ verb, startedAt }: { readonly verb: string; readonly startedAt: number }): HistoryEntry | undefined {
    return this.#entries.find((entry) => entry.verb === verb && Date.parse(entry.startedAt) === startedAt);
  }

  /** Forgets entries. Their documents are removed with the oldest results. */
  remove(entries: readonly HistoryEntry[]): void {
    const removed = new Set(entries.map(({ uri }) => uri));
    this.#set(this.#entries.filter(({ uri }) => !removed.has(uri)));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #set(entries: readonly HistoryEntry[]): void {
    this.#entries = entries;
    void this.#memory.update(memoryKey, entries);
    this.#changed.fire();
  }
}

/** Returns the file name of the document of an operation, such as `ADD web — ns1.cni-operation.json`. */
export function documentName({ verb, network, netNS = '' }: OperationDocument): string {
  const name = [`${verb} ${network}`, ...(netNS === '' ? [] : [namespaceName(netNS)])].join(' — ');
  return `${name.replaceAll('/', '_')}.cni-operation.json`;
}
