/**
 * Node's flags for the language server's process. It makes much that is soon forgotten: left to itself, Node keeps twice
 * the memory for it. 512 MB are far beyond what any configuration needs.
 */
export const serverHeap: readonly string[] = ['--max-semi-space-size=1', '--max-old-space-size=512'];
