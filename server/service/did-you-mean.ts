/** Edit distance in which a swap of two neighbours counts as one (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Names that people write for another one; nothing but knowledge finds these. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    isdefaultgw: 'isDefaultGateway',
    defaultgateway: 'isDefaultGateway',
    isgw: 'isGateway',
    hairpin: 'hairpinMode',
    promisc: 'promiscMode',
    ipmasquerade: 'ipMasq',
    ismasq: 'ipMasq',
    masquerade: 'ipMasq',
    vlan: 'vlanId',
    vlanid: 'vlan',
    interface: 'master',
    parent: 'master',
    vrf: 'vrfname',
    version: 'cniVersion',
  }),
);

const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '');

/**
 * The candidate that `word` was probably meant to be: one a typo or two away (by length), or one it is a known other
 * name for. Undefined when nothing is near.
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const alias = ALIASES.get(lower);
  if (alias !== undefined && candidates.includes(alias)) return alias;
  const allowed = lower.length < 3 ? 0 : lower.length < 6 ? 1 : 2;
  let best: string | undefined;
  let distance = allowed + 1;
  const written = plain(word);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > allowed + 1) continue;
    const next = editDistance(written, plain(candidate));
    if (next < distance) [best, distance] = [candidate, next];
  }
  return best;
}

/** Words remembered by {@link suggester}; more different ones than this are not met in an editor. */
const MOST_REMEMBERED = 1000;

/** {@link didYouMean} for candidates that stay the same, which remembers its answers. */
export function suggester(candidates: readonly string[]): (word: string) => string | undefined {
  const answers = new Map<string, string | undefined>();
  return (word) => {
    if (answers.has(word)) return answers.get(word);
    if (answers.size >= MOST_REMEMBERED) answers.clear();
    const answer = didYouMean(word, candidates);
    answers.set(word, answer);
    return answer;
  };
}
