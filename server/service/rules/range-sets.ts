import { formatAddress, isInRange, rangesOverlap, shifted } from '../addresses.ts';
import { insertFirstElement, replaceSpan, styleOf } from '../edits/style.ts';
import {
  assignedIn,
  hasCapability,
  isReference,
  oldFormMembers,
  type Assigned,
  type RangeAt,
  type RangeSetAt,
} from '../ipam-ranges.ts';
import { foldedMember, textOf } from '../members.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import { changeTo, elementRemoval, removeMembers, subnetFixes, typePlace } from './simple-fixes.ts';
import { where, type Finding, type Fix, type Rule, type Severity } from './rule.ts';

const hostLocals = (model: Model): Assigned[] => assignedIn(model).filter(({ ipam }) => ipam.typeName === 'host-local');

/** Whose daemon or runtime puts the ranges in before ADD. */
function isFilledIn({ plugin }: Assigned, model: Model): boolean {
  if (hasCapability(plugin, 'ipRanges') || !isReference(plugin) || model.sideLoaded) return true;
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
        yield { span: node, message: 'A range set has at least one range: host-local fails with "empty range set"' };
      }
      const isReadable = ranges?.value === undefined || ['null', 'array'].includes(ranges.value.type);
      if (sets.length > 0 || !isReadable || (ranges?.value?.children ?? []).length > 0) continue;
      const subnet = foldedMember(ipam.node, 'subnet')?.value;
      if (subnet !== undefined && subnet.type !== 'null') continue; // of a wrong type: told by the schema
      const severity: Severity = isFilledIn(assigned, model) ? 'information' : 'error';
      yield {
        span: ranges?.keyNode ?? ipam.type?.value ?? typePlace(plugin),
        severity,
        message:
          severity === 'error'
            ? 'There are no addresses to hand out: host-local fails with "no IP ranges specified"'
            : 'The ranges must come from elsewhere before ADD, else host-local fails with "no IP ranges specified"',
        fixes: () => (severity === 'error' ? [subnetInserted(assigned, model)] : []),
      };
    }
  },
};

const EXAMPLE = '10.88.0.0/16';

function subnetInserted({ ipam, ranges }: Assigned, model: Model): Fix {
  const { text } = model.parsed;
  const written = `[[{"subnet"${styleOf(text).colon}"${EXAMPLE}"}]]`;
  const title = `Hand out ${EXAMPLE}`;
  if (ranges?.value !== undefined) return { title, preferred: true, changes: [replaceSpan(ranges.value, written)] };
  const type = ipam.type?.value;
  const { eol, colon } = styleOf(text);
  const line =
    type === undefined ? '' : (/(?:^|\n)([ \t]*)"[^"\n]*"\s*:[^\n]*$/.exec(text.slice(0, type.offset))?.[1] ?? '');
  const end = type === undefined ? ipam.node.offset + 1 : type.offset + type.length;
  const isAlone = /\n[ \t]*$/.test(text.slice(0, ipam.type?.keyNode.offset ?? 0));
  const between = isAlone ? `,${eol}${line}` : `,${styleOf(text).gap}`;
  return {
    title,
    preferred: true,
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
      if (families(set).size < 2) continue;
      const family = set.ranges[0]?.facts?.first.bits;
      const other = set.ranges.find(({ facts }) => facts !== undefined && facts.first.bits !== family);
      yield {
        span: other?.subnet?.node ?? set.node,
        message:
          'A range set is of one family, and dual stack is two sets: host-local fails with "mixed address families"',
        fixes: () => splitByFamily(model, set),
      };
    }
  },
};

/** The set as two sets, IPv4 and IPv6, the family of the first range first. */
function splitByFamily(model: Model, { node, ranges }: RangeSetAt): Fix[] {
  const { text } = model.parsed;
  if (ranges.some(({ facts }) => facts === undefined)) return [];
  const first = ranges[0]?.facts?.first.bits;
  const slice = (range: RangeAt): string => text.slice(range.node.offset, range.node.offset + range.node.length);
  const parts = [true, false].map((isFirst) =>
    ranges.filter(({ facts }) => (facts?.first.bits === first) === isFirst).map(slice),
  );
  const comma = `,${styleOf(text).gap}`;
  const written = parts.map((part) => `[${part.join(comma)}]`).join(comma);
  return [{ title: 'Make two sets of it', preferred: true, changes: [replaceSpan(node, written)] }];
}

const shown = ({ facts }: RangeAt): string =>
  facts === undefined ? '' : `${formatAddress(facts.first)}-${formatAddress(facts.last)}`;

function overlap(a: RangeAt, b: RangeAt): boolean {
  return a.facts !== undefined && b.facts !== undefined && rangesOverlap(a.facts, b.facts);
}

const placeOf = ({ subnet, node }: RangeAt): Node => subnet?.node ?? node;

/** Whether all addresses of a range are in another. */
const isWithin = ({ facts }: RangeAt, outer: RangeAt): boolean =>
  facts !== undefined &&
  outer.facts !== undefined &&
  isInRange(outer.facts, facts.first) &&
  isInRange(outer.facts, facts.last);

/** Makes two ranges of a set have nothing in common: takes out the one within the other, else begins behind the first. */
function apart(before: RangeAt, range: RangeAt): readonly Fix[] {
  if (isWithin(range, before))
    return elementRemoval(range.node, `Remove ${shown(range)}`, shown(range) === shown(before));
  if (isWithin(before, range)) return elementRemoval(before.node, `Remove ${shown(before)}`);
  if (range.start === undefined || before.facts === undefined || range.facts === undefined) return [];
  if (before.facts.last.value >= range.facts.last.value) return [];
  return [changeTo(range.start.node, formatAddress(shifted(before.facts.last, 1n)), false)];
}

const overlapInSet: Rule = {
  id: 'R142',
  name: 'range-overlap-in-set',
  severity: 'error',
  *check(model) {
    for (const { ranges } of hostLocals(model).flatMap(({ sets }) => sets)) {
      for (const [index, range] of ranges.entries()) {
        const before = ranges.slice(0, index).find((one) => overlap(one, range));
        if (before === undefined) continue;
        yield {
          span: placeOf(range),
          message: `host-local would hand out some addresses twice: it fails with "subnets ${shown(before)} and ${shown(range)} overlap"`,
          related: [{ span: placeOf(before), message: 'It overlaps with this' }],
          fixes: () => apart(before, range),
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
      for (const [index, set] of sets.entries()) {
        for (const [earlier, before] of sets.slice(0, index).entries()) {
          const range = set.ranges.find((one) => before.ranges.some((other) => overlap(one, other)));
          const other = range && before.ranges.find((one) => overlap(one, range));
          if (range === undefined || other === undefined) continue;
          yield {
            span: placeOf(range),
            message: `Two range sets have addresses in common: host-local fails with "range set ${earlier} overlaps with ${index}"`,
            related: [{ span: placeOf(other), message: 'It overlaps with this' }],
            fixes: () => [
              ...subnetFixes(model, range.subnet?.node, context),
              ...elementRemoval(set.ranges.length > 1 ? range.node : set.node, `Remove ${shown(range)}`),
            ],
          };
          break;
        }
      }
    }
  },
};

/** The old keys as an element of `ranges`: `{"subnet": …}`. */
function oldFormText({ ipam }: Assigned, text: string): string {
  const members = oldFormMembers(ipam.node);
  return `{${members.map(({ node }) => text.slice(node.offset, node.offset + node.length)).join(`,${styleOf(text).gap}`)}}`;
}

/** Puts the old keys into `ranges`, which is written anew or begins with them. */
function folded(assigned: Assigned, model: Model): Fix[] {
  const { ipam, ranges } = assigned;
  const { text } = model.parsed;
  const members = oldFormMembers(ipam.node);
  const [first] = members.toSorted((a, b) => a.node.offset - b.node.offset);
  if (first === undefined) return [];
  const { colon } = styleOf(text);
  const title = 'Write it in "ranges"';
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
      if (range === undefined || !range.isOldForm || others.length === 0) continue;
      if (others.some((set) => set.ranges.some((one) => overlap(one, range)))) continue; // R143
      yield {
        span: foldedMember(ipam.node, 'subnet')?.keyNode ?? ipam.node,
        message:
          '"subnet" beside "ranges" is a range set of its own, put before the others: each container gets one address more',
        fixes: () => folded(assigned, model),
      };
    }
  },
};

const oldForm: Rule = {
  id: 'R145',
  name: 'legacy-range-keys',
  severity: 'information',
  *check(model) {
    for (const assigned of hostLocals(model)) {
      const { sets, ipam } = assigned;
      const [range] = sets[0]?.ranges ?? [];
      if (range === undefined || !range.isOldForm || sets.length > 1) continue;
      yield {
        span: foldedMember(ipam.node, 'subnet')?.keyNode ?? ipam.node,
        message: 'This is the old form of a single range; "ranges" can do the same and more',
        fixes: () => folded(assigned, model),
      };
    }
  },
};

/** Whether there are ranges that may have to do with each other. */
const hasSeveralRanges = (model: Model): boolean =>
  hostLocals(model).some(({ sets }) => sets.length > 1 || sets.some(({ ranges }) => ranges.length > 1));

export const rangeSetRules: readonly Rule[] = [
  empty,
  ...where(hasSeveralRanges, [mixed, overlapInSet, overlapBetween, oldAndNew]),
  oldForm,
];
