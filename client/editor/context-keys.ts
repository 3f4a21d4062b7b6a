/** The context keys for `when` clauses of package.json, with their initial values. */
export const contextKeyDefaults = {
  'cni.hostState': 'idle',
  'cni.hasNamespaces': false,
  'cni.hasCachedResults': false,
  'cni.mayHaveNamespaces': false,
  'cni.mayHaveAttachments': false,
  'cni.hasConnection': false,
  'cni.hasDirectory': false,
  'cni.hasConfiguration': false,
  'cni.hasInspected': false,
  'cni.inCarrier': false,
} as const satisfies Record<string, string | boolean>;

/** The values that each context key may take. */
export interface ContextKeys {
  /** State of the selected host. */
  'cni.hostState': 'idle' | 'connecting' | 'ready' | 'failed';
  'cni.hasNamespaces': boolean;
  'cni.hasCachedResults': boolean;
  /** Also true while it is unknown whether the selected host has any. */
  'cni.mayHaveNamespaces': boolean;
  /** Also true while it is unknown whether the selected host has any. */
  'cni.mayHaveAttachments': boolean;
  /** A host is connected or connecting. */
  'cni.hasConnection': boolean;
  /** The view "What Runtimes Load" has a directory. */
  'cni.hasDirectory': boolean;
  /** A network configuration was opened. */
  'cni.hasConfiguration': boolean;
  /** The user has opened the log, a result or a cached result. */
  'cni.hasInspected': boolean;
  /** The active editor shows a file that may contain configurations. */
  'cni.inCarrier': boolean;
}

/** Sets a context key. */
export type SetContext = <K extends keyof ContextKeys>(key: K, value: ContextKeys[K]) => void;
