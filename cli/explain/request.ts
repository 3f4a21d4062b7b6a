/** The arguments of `explain`. */
export interface ExplainRequest {
  readonly kind: 'explain';
  /** Files, or `-` for standard input, which is also the default. */
  readonly paths: readonly string[];
  readonly json: boolean;
}

/** Reads the arguments of `explain`. */
export function readExplainRequest(
  paths: readonly string[],
  { json = false }: { readonly json?: boolean | undefined },
): ExplainRequest {
  return { kind: 'explain', paths: paths.length === 0 ? ['-'] : paths, json };
}
