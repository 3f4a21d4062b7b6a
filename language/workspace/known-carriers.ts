import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CarrierContents } from '../carriers/embedded.ts';
import { concernsPods, isAboutPods } from '../carriers/recognition.ts';
import { readCarrier } from '../carriers/registry.ts';
import { summaryOf, type CarrierSummary } from '../directory/carrier-summary.ts';
import { isFileAround, type FileAround } from '../directory/files-around.ts';
import { pathOf } from '../document/model.ts';
import { isCarrier } from './served-as.ts';

/** The carriers of a workspace as they are on disk. */
export interface CarrierFiles {
  readonly files: readonly FileAround[];
  /** Whether these are all carriers of the workspace: none was left out because of a limit or an error. */
  readonly isComplete: boolean;
}

/** The other carriers of the workspace. */
export interface KnownCarriers {
  /** Whether a network that none of them defines is not in the workspace. */
  readonly isComplete: boolean;
  /** Returns the carriers except one. They are summarized on demand. */
  except(uri: string): readonly CarrierSummary[];
}

/** No other carriers, of a workspace that is unknown. */
export const noCarriers: KnownCarriers = { isComplete: false, except: () => [] };

interface Entry {
  readonly file: FileAround | TextDocument;
  readonly version: number | undefined;
  summary?: CarrierSummary;
}

/** The carriers of a workspace: those that the client sent, replaced by open documents. Each version is read once. */
export class WorkspaceCarriers {
  readonly #openDocuments: () => readonly TextDocument[];
  readonly #contentsOf: (document: TextDocument) => CarrierContents;
  #entries = new Map<string, Entry>();
  #sent: CarrierFiles = { files: [], isComplete: false };
  #known: KnownCarriers | undefined;

  constructor(openDocuments: () => readonly TextDocument[], contentsOf: (document: TextDocument) => CarrierContents) {
    this.#openDocuments = openDocuments;
    this.#contentsOf = contentsOf;
  }

  /** Stores the carriers on disk. Data of another shape is ignored. */
  set(sent: unknown): void {
    if (isCarrierFiles(sent)) {
      this.#sent = sent;
      this.#known = undefined;
    }
  }

  /** Returns the known carriers: the same object as long as nothing changed. */
  get known(): KnownCarriers {
    const entries = new Map(this.#current().map((one) => [one.file.uri, one]));
    const isSame =
      this.#known !== undefined &&
      entries.size === this.#entries.size &&
      [...entries].every(([uri, entry]) => this.#entries.get(uri) === entry);
    if (this.#known === undefined || !isSame) {
      this.#entries = entries;
      this.#known = {
        isComplete: this.#sent.isComplete,
        except: (uri) => [...entries.values()].flatMap((one) => (one.file.uri === uri ? [] : [this.#summaryOf(one)])),
      };
    }
    return this.#known;
  }

  #current(): readonly Entry[] {
    const open = this.#openDocuments().filter((document) => isCarrier(document) && concernsPods(document.getText()));
    const seen = new Set(this.#openDocuments().map(({ uri }) => uri));
    const onDisk = this.#sent.files.filter(({ uri }) => !seen.has(uri));
    return [...open, ...onDisk].map((file) => {
      const before = this.#entries.get(file.uri);
      const version = 'text' in file ? undefined : file.version;
      const isSame =
        before !== undefined &&
        before.version === version &&
        ('text' in file ? 'text' in before.file && before.file.text === file.text : before.file === file);
      return isSame ? before : { file, version };
    });
  }

  #summaryOf(entry: Entry): CarrierSummary {
    return (entry.summary ??= this.#read(entry.file));
  }

  #read(file: FileAround | TextDocument): CarrierSummary {
    if (!('text' in file)) {
      return summaryOf(file, this.#contentsOf(file));
    }
    const document = TextDocument.create(file.uri, '', 0, file.text);
    return summaryOf(document, readCarrier(file.text, pathOf(file.uri), isAboutPods));
  }
}

function isCarrierFiles(sent: unknown): sent is CarrierFiles {
  if (typeof sent !== 'object' || sent === null || !('files' in sent) || !('isComplete' in sent)) {
    return false;
  }
  const { files, isComplete } = sent;
  return typeof isComplete === 'boolean' && Array.isArray(files) && files.every((file) => isFileAround(file));
}
