import { type IPLink, isVeth } from './ip-report.ts';
import type { InterfaceEnd } from './network.ts';

/** The links of a namespace. */
export interface NamespaceLinks {
  readonly id: number;
  readonly isOwn: boolean;
  /** Name in `ip netns`. */
  readonly name: string | undefined;
  readonly links: readonly IPLink[];
}

/** Finds the other end of a veth, or the link below, in all namespaces of a host. */
export type FindEnd = (namespace: NamespaceLinks, link: IPLink) => InterfaceEnd | undefined;

/**
 * Prepares to find ends. The kernel reports the index of the other link, and the namespace as a number that only holds in the
 * namespace of the link. Two ends of a veth have the index of each other, and links with the same number lead to the same
 * namespace. What several namespaces could be is undefined, except for a link below, which is then that of the host.
 */
export function endFinder(all: readonly NamespaceLinks[]): FindEnd {
  const byIndex = new Map<number, (readonly [NamespaceLinks, IPLink])[]>();
  for (const namespace of all) {
    for (const link of namespace.links) {
      const known = byIndex.get(link.index);
      if (known === undefined) {
        byIndex.set(link.index, [[namespace, link]]);
      } else {
        known.push([namespace, link]);
      }
    }
  }
  const candidates = (namespace: NamespaceLinks, link: IPLink): readonly (readonly [NamespaceLinks, IPLink])[] => {
    const wanted = link.lowerNamespace;
    const index =
      link.lowerIndex ?? (isGuess(link) ? namespace.links.find(({ name }) => name === link.lower)?.index : -1);
    const fitting = (byIndex.get(index ?? -1) ?? []).filter(
      ([other, end]) => other !== namespace && (!(isVeth(link) || isGuess(link)) || isOtherEnd(link, end)),
    );
    const named =
      wanted !== undefined && 'name' in wanted ? fitting.filter(([other]) => other.name === wanted.name) : [];
    return named.length > 0 ? named : fitting;
  };
  const numbered = numberedNamespaces(all, candidates);
  return (namespace, link) => {
    if (link.lower === undefined) {
      return undefined;
    }
    if (link.lowerIndex === undefined && !isGuess(link)) {
      return { namespace: namespace.id, interface: link.lower };
    }
    const fitting = candidates(namespace, link);
    const wanted = link.lowerNamespace;
    const known =
      wanted !== undefined && 'number' in wanted ? numbered.get(keyOf(namespace, wanted.number)) : undefined;
    const found =
      fitting.length === 1
        ? fitting[0]
        : (fitting.find(([other]) => other === known) ??
          (isVeth(link) || isGuess(link) ? undefined : fitting.find(([other]) => other.isOwn)));
    return found === undefined ? undefined : { namespace: found[0].id, interface: found[1].name };
  };
}

const keyOf = ({ id }: NamespaceLinks, number: number): string => `${id} ${number}`;

const isOtherEnd = (link: IPLink, end: IPLink): boolean =>
  isGuess(end) ? !isGuess(link) : isVeth(end) && end.lowerIndex === link.index;

/** busybox, which reports no state, looks for the index of the other link in the namespace of this one, which can be wrong. */
const isGuess = (link: IPLink): boolean =>
  link.state === undefined && link.lower !== undefined && link.lowerIndex === undefined;

/** Returns which namespace a number means, where a link with this number has only one candidate. */
function numberedNamespaces(
  all: readonly NamespaceLinks[],
  candidates: (namespace: NamespaceLinks, link: IPLink) => readonly (readonly [NamespaceLinks, IPLink])[],
): ReadonlyMap<string, NamespaceLinks> {
  const found = new Map<string, NamespaceLinks>();
  for (const namespace of all) {
    for (const link of namespace.links) {
      const wanted = link.lowerNamespace;
      if (wanted === undefined || !('number' in wanted)) {
        continue;
      }
      const [first, ...others] = candidates(namespace, link);
      if (first !== undefined && others.length === 0) {
        found.set(keyOf(namespace, wanted.number), first[0]);
      }
    }
  }
  return found;
}
