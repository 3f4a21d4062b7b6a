/** Schemes of files in directories that can be listed. */
export const directorySchemes = ['file', 'vscode-vfs', 'vscode-remote', 'cni-host'] as const;

/** Scheme of embedded configurations in separate editors. */
export const embeddedScheme = 'cni-embedded';

/** Schemes of documents that users edit, unlike those of git or of read-only results. */
export const editedSchemes = [...directorySchemes, 'untitled', embeddedScheme] as const;
