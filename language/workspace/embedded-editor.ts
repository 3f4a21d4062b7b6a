import { rulesWithout } from '../rules/carrier/applicability.ts';

/**
 * Documents in which a client edits an embedded configuration separately: `cni-embedded:/PATH?…&supplied=name+device`. The query
 * has what the runtime adds to the configuration.
 */
const scheme = 'cni-embedded:';

/** Whether a document is an embedded configuration in a separate editor, which has no neighboring files. */
export const isEmbeddedEditor = (uri: string): boolean => uri.startsWith(scheme);

/** Returns the ids of the rules that do not apply to a document in such an editor; undefined for other documents. */
export function rulesWithoutIn(uri: string): ReadonlySet<string> | undefined {
  if (!isEmbeddedEditor(uri)) {
    return undefined;
  }
  const [, query = ''] = /\?([^#]*)/.exec(uri) ?? [];
  const supplied = new Set(new URLSearchParams(decoded(query)).get('supplied')?.split(' '));
  return rulesWithout({ isNameSupplied: supplied.has('name'), isDeviceSupplied: supplied.has('device') });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray %: use the raw text
  }
}
