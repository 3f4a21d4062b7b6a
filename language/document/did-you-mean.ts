/**
 * Returns the edit distance, where a swap of adjacent characters counts as one edit (optimal string alignment). Above
 * `most`, the result may be any larger number.
 */
export function editDistance(a: string, b: string, most = Infinity): number {
  let [least, leastBefore] = [0, 0];
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  let row: number[] = [];
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    [least, leastBefore] = [i, least];
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      row[j] = best;
      least = Math.min(least, best);
    }
    // A swap continues from the row before the last.
    if (least > most && leastBefore >= most) {
      return least;
    }
    [before, last, row] = [last, row, before];
  }
  return last[b.length] ?? 0;
}

/** Names that are often written instead of the correct one and are not similar to it. */
const aliases: ReadonlyMap<string, string> = new Map(
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
 * Returns the candidate that `word` probably means: one that is one or two edits away (by length), or one for which `word`
 * is a known alias. Undefined if there is none.
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const alias = aliases.get(lower);
  if (alias !== undefined && candidates.includes(alias)) {
    return alias;
  }
  const allowed = lower.length < 3 ? 0 : lower.length < 6 ? 1 : 2;
  let best: string | undefined;
  let distance = allowed + 1;
  const written = plain(word);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > allowed + 1) {
      continue;
    }
    const next = editDistance(written, plain(candidate), distance - 1);
    if (next < distance) {
      [best, distance] = [candidate, next];
    }
  }
  return best;
}

/** Returns the only candidate that is exactly one edit away from `word`; undefined if there is none or more than one. */
export function onlyOneEditAway(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 3) {
    return undefined;
  }
  const near = candidates.filter(
    (candidate) => Math.abs(candidate.length - word.length) <= 1 && editDistance(word, candidate, 1) === 1,
  );
  return near.length === 1 ? near[0] : undefined;
}

/** Number of words that {@link suggester} remembers, more than occur in an editor. */
const mostRemembered = 1000;

/** Returns {@link didYouMean} for fixed candidates, with cached answers. */
export function suggester(candidates: readonly string[]): (word: string) => string | undefined {
  const answers = new Map<string, string | undefined>();
  return (word) => {
    if (answers.has(word)) {
      return answers.get(word);
    }
    if (answers.size >= mostRemembered) {
      answers.clear();
    }
    const answer = didYouMean(word, candidates);
    answers.set(word, answer);
    return answer;
  };
}
