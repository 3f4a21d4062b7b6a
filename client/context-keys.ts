/** The context keys that `when` clauses of package.json may use, with the value each has before anything ran. */
export const contextKeyDefaults = {
  'cni.hostState': 'idle',
  'cni.hasNamespaces': false,
  'cni.hasCachedResults': false,
} as const satisfies Record<string, string | boolean>;

/** The values that each context key may take. */
export interface ContextKeys {
  'cni.hostState': 'idle' | 'connecting' | 'ready' | 'failed';
  'cni.hasNamespaces': boolean;
  'cni.hasCachedResults': boolean;
}
