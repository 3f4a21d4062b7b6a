import { isFileAround, type FileAround } from '../directory/files-around.ts';

/** A file of the workspace that is a network configuration, or may contain some. */
export interface WorkspaceFile extends FileAround {
  /** `cni` for a network configuration. */
  readonly languageId: string;
}

/** Changes of the files of a workspace that are to be checked, as they are on disk. */
export interface WorkspaceFileChanges {
  /** New and changed files. */
  readonly files: readonly WorkspaceFile[];
  /** URIs of files that were deleted, or are no longer to be checked. */
  readonly removed: readonly string[];
}

/** The files of a workspace that are checked without being open. */
export class WorkspaceFiles {
  readonly #files = new Map<string, WorkspaceFile>();

  /** Applies changes and returns the URIs of all changed and removed files. Data of another shape is ignored. */
  apply(sent: unknown): readonly string[] {
    if (!isChanges(sent)) {
      return [];
    }
    for (const uri of sent.removed) {
      this.#files.delete(uri);
    }
    for (const file of sent.files) {
      this.#files.set(file.uri, file);
    }
    return [...sent.removed, ...sent.files.map(({ uri }) => uri)];
  }

  get(uri: string): WorkspaceFile | undefined {
    return this.#files.get(uri);
  }

  all(): readonly WorkspaceFile[] {
    return [...this.#files.values()];
  }
}

function isChanges(sent: unknown): sent is WorkspaceFileChanges {
  if (typeof sent !== 'object' || sent === null || !('files' in sent) || !('removed' in sent)) {
    return false;
  }
  const { files, removed } = sent;
  return (
    Array.isArray(files) &&
    files.every((file) => isFileAround(file) && 'languageId' in file && typeof file.languageId === 'string') &&
    Array.isArray(removed) &&
    removed.every((uri) => typeof uri === 'string')
  );
}
