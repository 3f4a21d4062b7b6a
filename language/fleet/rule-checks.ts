import * as l10n from '@vscode/l10n';
import { usualPlugins } from '../../engine/libcni/known-directories.ts';
import { commaList, orList } from '../../engine/text/listing.ts';
import { contains, parseAddress } from '../document/addresses.ts';
import { subnetsOf } from '../directory/subnets.ts';
import { unreadAmong } from '../workspace/host-facts.ts';
import { finding, good, note, notRead, type Cell } from './cell.ts';
import { olderPlugins } from './plugin-age.ts';
import type { HostView, Subject } from './subjects.ts';

/** The rules that each check runs; their messages are its reasons. */
const plugins = new Set(['R171', 'R172']);
const version = new Set(['R173', 'R174']);
const subnet = new Set(['R162', 'R163', 'R177', 'R178']);
const needs = new Set('R164 R165 R166 R167 R170 R175 R176 R179 R180 R181 R182 R185 R186 R187'.split(' '));

/** Returns the messages of the rules `ids`, each once, with the file if the host's own networks are checked. */
function messagesOf({ subjects }: HostView, ids: ReadonlySet<string>): string[] {
  return [
    ...new Set(
      subjects.flatMap(({ file, checked }) =>
        checked
          .filter(({ rule }) => ids.has(rule.id))
          .map(({ finding: { message } }) => (subjects.length > 1 ? `${file}: ${message}` : message)),
      ),
    ),
  ];
}

/** Returns the rules among `ids` that found something. */
const rulesOf = ({ subjects }: HostView, ids: ReadonlySet<string>): readonly string[] => [
  ...new Set(subjects.flatMap(({ checked }) => checked.map(({ rule }) => rule.id).filter((id) => ids.has(id)))),
];

const releases = ({ survey }: HostView): string[] => [
  ...new Set((survey.facts.plugins ?? []).flatMap(({ release }) => release ?? [])),
];

/** Returns the plugin and IPAM types that the subjects need. */
function typesOf(subjects: readonly Subject[]): ReadonlySet<string> {
  return new Set(
    subjects.flatMap(({ model }) =>
      model.plugins.flatMap(({ writtenType, ipam }) =>
        [writtenType, ipam?.writtenType].filter((type) => type !== undefined),
      ),
    ),
  );
}

/** Checks for plugins that are missing or do not run. */
export function checkPlugins(view: HostView): Cell {
  const { survey, subjects } = view;
  const have = survey.facts.plugins ?? [];
  const wanted = typesOf(subjects);
  const lacking = [...wanted].filter(
    (type) => !have.some(({ name, problem }) => name === type && problem === undefined),
  );
  const reasons = messagesOf(view, plugins);
  const { pluginDirs: searched = [] } = survey.facts;
  const hidden = unreadAmong(
    survey.facts,
    searched.flatMap((directory) => [directory, ...lacking.map((type) => `${directory}/${type}`)]),
  );
  if (hidden.length > 0 && reasons.length === 0 && (lacking.length > 0 || have.length === 0)) {
    return notRead(hidden, view.name);
  }
  if (reasons.length > 0) {
    const remedy = l10n.t(
      'Install the plugins on {0}, with the command "Install Reference Plugins…" or with cnitool install-plugins.',
      view.name,
    );
    const text = lacking.length === 0 ? l10n.t('plugin problem') : l10n.t('without {0}', commaList(lacking));
    return finding(text, reasons, remedy, rulesOf(view, plugins));
  }
  if (have.length === 0) {
    const places = orList(searched.length === 0 ? usualPlugins : searched);
    return finding(
      l10n.t('no plugins'),
      [l10n.t('{0} has no plugins in {1}.', view.name, places)],
      l10n.t('Install the reference plugins on the host.'),
    );
  }
  return good(have.length === 1 ? l10n.t('1 plugin') : l10n.t('{0} plugins', have.length));
}

/** Checks for plugins that do not support the version or a setting, and for plugins that are newer on one of `others`. */
export function checkVersion(view: HostView, others: readonly HostView[]): Cell {
  const reasons = messagesOf(view, version);
  const found = commaList(releases(view));
  if (reasons.length === 0) {
    const older = olderPlugins(view, others);
    if (older.length === 0) {
      return found === '' ? good() : good(found);
    }
    return finding(
      found === '' ? l10n.t('older') : l10n.t('older ({0})', found),
      older,
      l10n.t('Install the same plugins on {0}.', view.name),
    );
  }
  const remedy = l10n.t('Install newer plugins on {0}, or choose a "cniVersion" that all hosts support.', view.name);
  return finding(
    found === '' ? l10n.t('too old') : l10n.t('too old ({0})', found),
    reasons,
    remedy,
    rulesOf(view, version),
  );
}

/** Checks interfaces, kernel, programs and daemons. */
export function checkNeeds(view: HostView): Cell {
  const reasons = messagesOf(view, needs);
  return reasons.length === 0
    ? good()
    : finding(l10n.t('{0} missing', reasons.length), reasons, undefined, rulesOf(view, needs));
}

/** Checks for conflicts with other networks, addresses, routes and reservations of the host. */
export function checkSubnet(view: HostView): Cell {
  const reasons = [...messagesOf(view, subnet), ...foreignReservations(view)];
  if (reasons.length > 0) {
    const remedy = l10n.t('Choose a subnet that is free on every host.');
    return finding(l10n.t('conflict'), reasons, remedy, rulesOf(view, subnet));
  }
  const uses = view.subjects.flatMap(({ model }) => subnetsOf(model));
  return uses.length === 0 ? note(l10n.t('no subnet')) : good(l10n.t('free'));
}

/** Reports addresses of our subnets that another network still reserves, even if its configuration is gone. */
function foreignReservations({ name, survey, subjects }: HostView): string[] {
  return subjects.flatMap(({ model }) =>
    subnetsOf(model).flatMap(({ text, subnet: range, state, facts }) => {
      if (facts === undefined) {
        return [];
      }
      const taken = (survey.facts.reservations ?? []).filter(({ directory, address }) => {
        const parsed = parseAddress(address);
        return directory !== state && parsed !== undefined && contains(range, parsed);
      });
      const [first] = taken;
      if (first === undefined) {
        return [];
      }
      const { address, directory, containerID } = first;
      const values = { count: taken.length, subnet: text, address, directory, host: name, container: containerID };
      if (taken.length > 1) {
        return [
          l10n.t(
            'Another network reserves {count} addresses of {subnet} on {host}, such as {address} in {directory}.',
            values,
          ),
        ];
      }
      return [
        containerID === ''
          ? l10n.t('Another network reserves {address} of {subnet} on {host}, in {directory}.', values)
          : l10n.t('Another network reserves {address} of {subnet} on {host} for {container}, in {directory}.', values),
      ];
    }),
  );
}
