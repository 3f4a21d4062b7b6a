import * as l10n from '@vscode/l10n';
import { commaList, shortList } from '../../engine/text/listing.ts';
import { subnetsOf } from '../directory/subnets.ts';
import { describeRange, isInRange, parseAddress, parsePrefixed, type RangeFacts } from '../document/addresses.ts';
import { assignedIn } from '../document/ipam-ranges.ts';
import { textOf } from '../document/members.ts';
import type { Subject } from '../fleet/subjects.ts';
import type { Survey } from '../fleet/survey.ts';
import { type ReservationFact, unreadAmong } from '../workspace/host-facts.ts';
import { flannelSubnet } from '../rules/host/host-flannel.ts';
import type { ExaminedHost, Symptom } from './diagnosis.ts';

/** A range set of host-local: ADD takes one address of it. */
interface Pool {
  readonly ranges: readonly RangeFacts[];
  /** The ranges as written. */
  readonly text: string;
  /** The directory of its reservations. */
  readonly directory: string;
}

/** Returns the range sets of a network. */
function poolsOf({ model }: Subject, survey: Survey): readonly Pool[] {
  const own = assignedIn(model).flatMap(({ plugin, sets }) => {
    const directory = subnetsOf(model).find(({ pluginIndex, state }) => pluginIndex === plugin.index && state)?.state;
    return sets.flatMap((set) => {
      const ranges = set.ranges.flatMap(({ facts }) => facts ?? []);
      const text = commaList(set.ranges.flatMap(({ subnet }) => subnet?.text ?? []));
      // The size of a set is known only if all its ranges are.
      return directory === undefined || ranges.length < set.ranges.length ? [] : [{ ranges, text, directory }];
    });
  });
  return [...own, ...flannelPools({ model }, survey)];
}

/** Returns the range that flannel takes from its subnet file and passes to host-local. */
function flannelPools({ model }: Pick<Subject, 'model'>, { facts }: Survey): readonly Pool[] {
  const plugin = model.plugins.find(({ typeName }) => typeName === 'flannel');
  if (plugin === undefined) {
    return [];
  }
  const text = flannelSubnet(plugin, facts);
  const subnet = parsePrefixed(text);
  const directory = `/var/lib/cni/networks/${textOf(model.name?.value) ?? ''}`;
  return subnet === undefined ? [] : [{ ranges: [describeRange({ subnet })], text, directory }];
}

/** Reports range sets without a free address. */
export function fullPools({ view, survey, host, isUsed }: ExaminedHost): readonly Symptom[] {
  const reservations = survey.facts.reservations ?? [];
  return view.subjects.flatMap((subject) =>
    poolsOf(subject, survey).flatMap(({ ranges, text, directory }): readonly Symptom[] => {
      const held = reservations.filter((one) => {
        const address = one.directory === directory ? parseAddress(one.address) : undefined;
        return address !== undefined && ranges.some((range) => isInRange(range, address));
      });
      const total = ranges.reduce((sum, { usable }) => sum + usable, 0n);
      if (total === 0n || BigInt(held.length) < total) {
        return [];
      }
      const values = { directory, host, count: held.length, total: Number(total), ranges: text };
      return [
        {
          cause: 'poolFull',
          severity: isUsed(subject.file) ? 'problem' : 'note',
          evidence: l10n.t(
            '{directory} on {host} reserves {count} of {total} addresses of {ranges}. ADD fails with "no IP addresses available in range set".',
            values,
          ),
          file: `${survey.confDir}/${subject.file}`,
          remedy: l10n.t('Release reservations of containers that no longer exist, or use a larger range.'),
        },
      ];
    }),
  );
}

const namedDirectory = /^(?:\/var)?\/run\/netns\//;

/** Whether the namespace of an attachment is certainly gone: it had a name, and the host no longer has it. */
function isGone(netNS: string | undefined, { facts, namespaces }: Survey): boolean {
  const nameOf = (path: string): string => path.replace(namedDirectory, '');
  return (
    netNS !== undefined &&
    namespaces !== undefined &&
    unreadAmong(facts, ['/run/netns']).length === 0 &&
    namedDirectory.test(netNS) &&
    !namespaces.some((path) => nameOf(path) === nameOf(netNS))
  );
}

/** Number of addresses that a message shows. */
const mostShown = 3;

/**
 * Reports reservations whose container has no attachment, or only attachments whose namespaces are gone. libcni caches an
 * attachment when ADD ends, so a recent reservation without one can belong to an ADD that is running.
 */
export function leakedReservations({ survey, host }: ExaminedHost): readonly Symptom[] {
  const { attachments, namespaces, facts } = survey;
  if (attachments === undefined) {
    return [];
  }
  const isLeaked = ({ containerID, isRecent }: ReservationFact): boolean => {
    const own = attachments.filter((one) => one.containerID === containerID);
    const isBeingAdded = own.length === 0 && isRecent === true;
    return containerID !== '' && !isBeingAdded && own.every(({ netNS }) => isGone(netNS, survey));
  };
  const leaked = (facts.reservations ?? []).filter(isLeaked);
  // A runtime that keeps its cache elsewhere has no attachments here, but has containers.
  const isCertain = attachments.length > 0 || namespaces?.length === 0;
  return [...new Set(leaked.map(({ directory }) => directory))].map((directory): Symptom => {
    const own = leaked.filter((one) => one.directory === directory);
    const addresses = shortList(
      own.map(({ address }) => address),
      mostShown,
    );
    const [first] = own;
    return {
      cause: 'leakedReservations',
      severity: isCertain ? 'problem' : 'note',
      evidence:
        own.length === 1
          ? l10n.t(
              '{directory} on {host} reserves {address} for the container {container}, which has no attachment in a namespace that exists.',
              { directory, host, address: addresses, container: first?.containerID ?? '' },
            )
          : l10n.t(
              '{directory} on {host} reserves {count} addresses ({addresses}) for containers that have no attachment in a namespace that exists.',
              { directory, host, count: own.length, addresses },
            ),
      rule: 'R188',
      remedy: l10n.t(
        'Delete the attachments if they are still cached. Otherwise delete the files that are named after the addresses, when no container uses them.',
      ),
    };
  });
}
