import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { formatAddress, isInRange, rangesOverlap, shifted, type RangeFacts } from '../../document/addresses.ts';
import { insertFirstElement, replaceSpan, styleOf } from '../../edits/style.ts';
import {
  assignedIn,
  hasCapability,
  overwritesRanges,
  isReference,
  oldFormMembers,
  type Assigned,
  type RangeAt,
  type RangeSetAt,
} from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import { perModel, type Model } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo, elementRemoval, removeMembers, subnetFixes, typeSpan } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import type { Severity } from '../../workspace/context.ts';

const hostLocals = perModel((model: Model): readonly Assigned[] =>
  assignedIn(model).filter(({ ipam, plugin }) => ipam.typeName === 'host-local' && !overwritesRanges(plugin)),
);

/** Whether a daemon or the runtime adds the ranges before ADD. */
function isFilledIn({ plugin }: Assigned, model: Model): boolean {
  if (hasCapability(plugin, 'ipRanges') || !isReference(plugin) || model.sideLoaded) {
    return true;
  }
  return textOf(foldedMember(plugin.node, 'bridge')?.value) === 'kube-bridge'; // kube-router
}

const empty: Rule = {
  id: 'R139',
  name: 'ranges-empty',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const assigned of hostLocals(model)) {
      const { sets, ranges, plugin, ipam } = assigned;
      for (const { node } of sets.filter((set) => set.ranges.length === 0 && (set.node.children ?? []).length === 0)) {
        const message = sentences(l10n.t('The range set has no range.'), failsWith('host-local', 'empty range set'));
        yield { span: node, message };
      }
      const isReadable = ranges?.value === undefined || ['null', 'array'].includes(ranges.value.type);
      if (sets.length > 0 || !isReadable || (ranges?.value?.children ?? []).length > 0) {
        continue;
      }
      const subnet = foldedMember(ipam.node, 'subnet')?.value;
      // The schema reports a wrong type.
      if (subnet !== undefined && subnet.type !== 'null') {
        continue;
      }
      const severity: Severity = isFilledIn(assigned, model) ? 'hint' : 'error';
      yield {
        span: ranges?.keyNode ?? ipam.type?.value ?? typeSpan(plugin),
        severity,
        message:
          severity === 'error'
            ? sentences(l10n.t('There are no addresses to assign.'), failsWith('host-local', 'no IP ranges specified'))
            : l10n.t(
                'The file has no ranges, so a daemon or the runtime must add them before ADD. Without them host-local fails with "{0}".',
                'no IP ranges specified',
              ),
        fixes: () => (severity === 'error' ? [insertSubnet(assigned, model)] : []),
      };
    }
  },
};

const example = '10.88.0.0/16';

function insertSubnet({ ipam, ranges }: Assigned, model: Model): Fix {
  const { text } = model.parsed;
  const written = `[[{"subnet"${styleOf(text).colon}"${example}"}]]`;
  const title = l10n.t('Assign addresses from {0}', example);
  if (ranges?.value !== undefined) {
    return { title, changes: [replaceSpan(ranges.value, written)] };
  }
  const type = ipam.type?.value;
  const { eol, colon } = styleOf(text);
  const line =
    type === undefined ? '' : (/(?:^|\n)([ \t]*)"[^"\n]*"\s*:[^\n]*$/.exec(text.slice(0, type.offset))?.[1] ?? '');
  const end = type === undefined ? ipam.node.offset + 1 : type.offset + type.length;
  const isAlone = /\n[ \t]*$/.test(text.slice(0, ipam.type?.keyNode.offset ?? 0));
  const between = isAlone ? `,${eol}${line}` : `,${styleOf(text).gap}`;
  return {
    title,
    changes: [{ offset: end, length: 0, text: `${between}"ranges"${colon}${written}` }],
  };
}

const families = ({ ranges }: RangeSetAt): Set<number> =>
  new Set(ranges.flatMap(({ facts }) => (facts === undefined ? [] : [facts.first.bits])));

const mixed: Rule = {
  id: 'R141',
  name: 'range-set-mixed-family',
  severity: 'error',
  *check(model) {
    for (const set of hostLocals(model).flatMap(({ sets }) => sets)) {
      if (set.ranges.length < 2 || families(set).size < 2) {
        continue;
      }
      const family = set.ranges[0]?.facts?.first.bits;
      const other = set.ranges.find(({ facts }) => facts !== undefined && facts.first.bits !== family);
      yield {
        span: other?.subnet?.node ?? set.node,
        message: sentences(
          l10n.t('The range set has both IPv4 and IPv6 ranges; dual stack needs two sets.'),
          failsWith('host-local', 'mixed address families'),
        ),
        fixes: () => splitByFamily(model, set),
      };
    }
  },
};

/** Splits a set into two, IPv4 and IPv6, the family of the first range first. */
function splitByFamily(model: Model, { node, ranges }: RangeSetAt): Fix[] {
  const { text } = model.parsed;
  if (ranges.some(({ facts }) => facts === undefined)) {
    return [];
  }
  const first = ranges[0]?.facts?.first.bits;
  const slice = (range: RangeAt): string => text.slice(range.node.offset, range.node.offset + range.node.length);
  const parts = [true, false].map((isFirst) =>
    ranges.filter(({ facts }) => (facts?.first.bits === first) === isFirst).map(slice),
  );
  const comma = `,${styleOf(text).gap}`;
  const written = parts.map((part) => `[${part.join(comma)}]`).join(comma);
  return [{ title: l10n.t('Split into two sets'), preferred: true, changes: [replaceSpan(node, written)] }];
}

const rangeText = ({ facts }: RangeAt): string =>
  facts === undefined ? '' : `${formatAddress(facts.first)}-${formatAddress(facts.last)}`;

function overlap(a: RangeAt, b: RangeAt): boolean {
  return a.facts !== undefined && b.facts !== undefined && rangesOverlap(a.facts, b.facts);
}

/** The lowest and highest address of a range, even if it ends before it starts. */
function extent({ first, last }: RangeFacts): { readonly bits: number; readonly low: bigint; readonly high: bigint } {
  const [low, high] = first.value <= last.value ? [first.value, last.value] : [last.value, first.value];
  return { bits: first.bits, low, high };
}

/**
 * Returns for each range those that it may overlap with, itself included, in the given order. Ranges of different clusters
 * have no address in common, so thousands of ranges need not be compared with each other.
 */
function overlapClusters(ranges: readonly RangeAt[]): (range: RangeAt) => readonly RangeAt[] {
  const extents = ranges
    .flatMap((range, index) => (range.facts === undefined ? [] : [{ range, index, ...extent(range.facts) }]))
    .toSorted((a, b) => a.bits - b.bits || (a.low < b.low ? -1 : Number(a.low > b.low)));
  const clusters: (typeof extents)[] = [];
  let [bits, high] = [0, -1n];
  for (const one of extents) {
    if (one.bits !== bits || one.low > high) {
      clusters.push([]);
    }
    high = one.bits === bits && high > one.high ? high : one.high;
    ({ bits } = one);
    clusters.at(-1)?.push(one);
  }
  const byRange = new Map<RangeAt, readonly RangeAt[]>();
  for (const cluster of clusters) {
    const inOrder = cluster.toSorted((a, b) => a.index - b.index).map(({ range }) => range);
    for (const { range } of cluster) {
      byRange.set(range, inOrder);
    }
  }
  return (range) => byRange.get(range) ?? [];
}

const nodeOf = ({ subnet, node }: RangeAt): Node => subnet?.node ?? node;

/** Whether all addresses of a range are in another. */
const isWithin = ({ facts }: RangeAt, outer: RangeAt): boolean =>
  facts !== undefined &&
  outer.facts !== undefined &&
  isInRange(outer.facts, facts.first) &&
  isInRange(outer.facts, facts.last);

/** Makes two ranges of a set disjoint: removes the one within the other, else starts the second after the first. */
function separate(before: RangeAt, range: RangeAt): readonly Fix[] {
  if (isWithin(range, before)) {
    return elementRemoval(range.node, l10n.t('Remove {0}', rangeText(range)), rangeText(range) === rangeText(before));
  }
  if (isWithin(before, range)) {
    return elementRemoval(before.node, l10n.t('Remove {0}', rangeText(before)));
  }
  if (range.start === undefined || before.facts === undefined || range.facts === undefined) {
    return [];
  }
  if (before.facts.last.value >= range.facts.last.value) {
    return [];
  }
  return [changeTo(range.start.node, formatAddress(shifted(before.facts.last, 1n)), false)];
}

const overlapInSet: Rule = {
  id: 'R142',
  name: 'range-overlap-in-set',
  severity: 'error',
  *check(model) {
    for (const { ranges } of hostLocals(model).flatMap(({ sets }) => sets)) {
      if (ranges.length < 2) {
        continue;
      }
      const clusterOf = overlapClusters(ranges);
      for (const range of ranges) {
        const before = clusterOf(range).find((one) => one === range || overlap(one, range));
        if (before === undefined || before === range) {
          continue;
        }
        yield {
          span: nodeOf(range),
          message: sentences(
            l10n.t('Two ranges of the set overlap.'),
            failsWith('host-local', `subnets ${rangeText(before)} and ${rangeText(range)} overlap`),
          ),
          related: [{ span: nodeOf(before), message: l10n.t('The other range is here.') }],
          fixes: () => separate(before, range),
        };
      }
    }
  },
};

const overlapBetween: Rule = {
  id: 'R143',
  name: 'range-overlap-between-sets',
  severity: 'error',
  *check(model, context) {
    for (const { sets } of hostLocals(model)) {
      if (sets.length < 2) {
        continue;
      }
      const indexOf = new Map(sets.flatMap((set, index) => set.ranges.map((range) => [range, index] as const)));
      const clusterOf = overlapClusters([...indexOf.keys()]);
      for (const [index, set] of sets.entries()) {
        const setOf = (one: RangeAt): number => indexOf.get(one) ?? index;
        const [found] = set.ranges
          .flatMap((range) => {
            const other = clusterOf(range).find((one) => setOf(one) >= index || overlap(one, range));
            return other === undefined || setOf(other) >= index ? [] : [{ range, other }];
          })
          .toSorted((a, b) => setOf(a.other) - setOf(b.other));
        if (found === undefined) {
          continue;
        }
        const { range, other } = found;
        yield {
          span: nodeOf(range),
          message: sentences(
            l10n.t('Two range sets overlap.'),
            failsWith('host-local', `range set ${setOf(other)} overlaps with ${index}`),
          ),
          related: [{ span: nodeOf(other), message: l10n.t('The other range is here.') }],
          fixes: () => [
            ...subnetFixes(model, range.subnet?.node, context),
            ...elementRemoval(set.ranges.length > 1 ? range.node : set.node, l10n.t('Remove {0}', rangeText(range))),
          ],
        };
      }
    }
  },
};

/** The old keys as an element of `ranges`: `{"subnet": …}`. */
function oldFormText({ ipam }: Assigned, text: string): string {
  const members = oldFormMembers(ipam.node);
  return `{${members.map(({ node }) => text.slice(node.offset, node.offset + node.length)).join(`,${styleOf(text).gap}`)}}`;
}

/** Moves the old keys into `ranges`, as its first set. */
function moveIntoRanges(assigned: Assigned, model: Model): Fix[] {
  const { ipam, ranges } = assigned;
  const { text } = model.parsed;
  const members = oldFormMembers(ipam.node);
  const [first] = members.toSorted((a, b) => a.node.offset - b.node.offset);
  if (first === undefined) {
    return [];
  }
  const { colon } = styleOf(text);
  const title = l10n.t('Move to "ranges"');
  if (ranges?.value?.type === 'array' && (ranges.value.children ?? []).length > 0) {
    const added = insertFirstElement(text, ranges.value, `[${oldFormText(assigned, text)}]`);
    return [
      {
        title,
        preferred: true,
        changes: [
          ...removeMembers(
            ipam.node,
            members.map(({ key }) => key),
          ),
          added,
        ],
      },
    ];
  }
  const others = members.filter(({ key }) => key !== first.key).map(({ key }) => key);
  const stale = ranges === undefined ? [] : [ranges.key];
  const changes = [
    replaceSpan(first.node, `"ranges"${colon}[[${oldFormText(assigned, text)}]]`),
    ...removeMembers(ipam.node, [...others, ...stale]),
  ];
  return [{ title, preferred: true, changes }];
}

const oldAndNew: Rule = {
  id: 'R144',
  name: 'legacy-and-ranges',
  severity: 'warning',
  *check(model) {
    for (const assigned of hostLocals(model)) {
      const { sets, ipam } = assigned;
      const [old, ...others] = sets;
      const [range] = old?.ranges ?? [];
      if (range === undefined || !range.isOldForm || others.length === 0) {
        continue;
      }
      // R143 reports an overlap.
      if (others.some((set) => set.ranges.some((one) => overlap(one, range)))) {
        continue;
      }
      yield {
        span: foldedMember(ipam.node, 'subnet')?.keyNode ?? ipam.node,
        message: l10n.t(
          '"subnet" next to "ranges" is an additional range set before the others, so each container gets one more address. If that is intended, move it to "ranges".',
        ),
        fixes: () => moveIntoRanges(assigned, model),
      };
    }
  },
};

const oldForm: Rule = {
  id: 'R145',
  name: 'legacy-range-keys',
  severity: 'off',
  *check(model) {
    for (const assigned of hostLocals(model)) {
      const { sets, ipam } = assigned;
      const [range] = sets[0]?.ranges ?? [];
      if (range === undefined || !range.isOldForm || sets.length > 1) {
        continue;
      }
      yield {
        span: foldedMember(ipam.node, 'subnet')?.keyNode ?? ipam.node,
        message: l10n.t('This is the old form, which can hold only one range. Use "ranges" instead.'),
        fixes: () => moveIntoRanges(assigned, model),
      };
    }
  },
};

export const rangeSetRules: readonly Rule[] = [empty, mixed, overlapInSet, overlapBetween, oldAndNew, oldForm];
