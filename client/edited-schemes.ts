/** Schemes whose files lie beside each other in a directory that can be read. */
export const directorySchemes = ['file', 'vscode-vfs', 'vscode-remote', 'cni-host'] as const;

/** Schemes whose documents a person edits; not git's, not ours. */
export const editedSchemes = [...directorySchemes, 'untitled'] as const;
