import { readHostFacts, type HostFacts } from './service/host-facts.ts';

/**
 * The facts of hosts that the client sent with `cni/hostFacts`: those of the host in use, for documents anywhere, and
 * those of a host whose own files are open, for documents below an address.
 */
export class HostFactsByPlace {
  #inUse: HostFacts | undefined;
  readonly #below = new Map<string, HostFacts | undefined>();

  /**
   * Takes facts for all documents, or null to forget them; or, as `{below, facts}`, those for documents whose address
   * begins with `below`. Where these are null, nothing is known of that host, whatever is known of the one in use.
   */
  set(sent: unknown): void {
    if (isBelow(sent)) this.#below.set(sent.below, readHostFacts(sent.facts));
    else this.#inUse = readHostFacts(sent);
  }

  /** The facts of the host that a document is for; of several addresses the longest counts. */
  of(uri: string): HostFacts | undefined {
    const [place] = [...this.#below.keys()]
      .filter((below) => uri.startsWith(below))
      .toSorted((a, b) => b.length - a.length);
    return place === undefined ? this.#inUse : this.#below.get(place);
  }
}

function isBelow(sent: unknown): sent is { readonly below: string; readonly facts: unknown } {
  return (
    typeof sent === 'object' && sent !== null && 'below' in sent && 'facts' in sent && typeof sent.below === 'string'
  );
}
