import { readHostFacts, type HostFacts } from './host-facts.ts';

/**
 * The facts of hosts that the client sent with `cni/hostFacts`: of the host in use, for all documents, and of hosts whose
 * files are open, for documents below a URI.
 */
export class HostFactsByLocation {
  #inUse: HostFacts | undefined;
  readonly #below = new Map<string, HostFacts | undefined>();

  /**
   * Stores facts for all documents, or removes them for null; or, as `{below, facts}`, those for documents whose URI
   * starts with `below`. If these are null, the facts of the host in use do not apply there either.
   */
  set(sent: unknown): void {
    if (isBelow(sent)) {
      this.#below.set(sent.below, readHostFacts(sent.facts));
    } else {
      this.#inUse = readHostFacts(sent);
    }
  }

  /** Returns the facts of the host of a document. Of several matching URIs, the longest counts. */
  of(uri: string): HostFacts | undefined {
    const [location] = [...this.#below.keys()]
      .filter((below) => uri.startsWith(below))
      .toSorted((a, b) => b.length - a.length);
    return location === undefined ? this.#inUse : this.#below.get(location);
  }
}

function isBelow(sent: unknown): sent is { readonly below: string; readonly facts: unknown } {
  return (
    typeof sent === 'object' && sent !== null && 'below' in sent && 'facts' in sent && typeof sent.below === 'string'
  );
}
