import { contains, parseAddress } from '../addresses.ts';
import { subnetsOf } from '../directory/subnets.ts';
import { finding, good, note, unknown, type Cell } from './cell.ts';
import { olderPlugins } from './plugin-age.ts';
import type { HostView, Subject } from './subjects.ts';

/** The rules that a check asks; their messages are its reasons. */
const plugins = new Set(['R171', 'R172']);
const version = new Set(['R173', 'R174']);
const subnet = new Set(['R162', 'R163', 'R177', 'R178']);
const needs = new Set('R164 R165 R166 R167 R170 R175 R176 R179 R180 R181 R182 R185 R186 R187'.split(' '));

/** What the rules of `ids` say, each message once; with the file where a host's own networks are looked at. */
function said({ subjects }: HostView, ids: ReadonlySet<string>): string[] {
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

const releases = ({ survey }: HostView): string[] => [
  ...new Set((survey.facts.plugins ?? []).flatMap(({ release }) => release ?? [])),
];

/** Plugin types that the subjects ask for, of the chain and for addresses. */
function typesOf(subjects: readonly Subject[]): ReadonlySet<string> {
  return new Set(
    subjects.flatMap(({ model }) =>
      model.plugins.flatMap(({ typeName, ipam }) => [typeName, ipam?.typeName].filter((type) => type !== undefined)),
    ),
  );
}

/** Missing plugins, and plugins that do not run. */
export function checkPlugins(view: HostView): Cell {
  const { survey, subjects } = view;
  const have = survey.facts.plugins ?? [];
  const wanted = typesOf(subjects);
  const lacking = [...wanted].filter(
    (type) => !have.some(({ name, problem }) => name === type && problem === undefined),
  );
  const reasons = said(view, plugins);
  const { unreadDirs = [] } = survey.facts;
  if (unreadDirs.length > 0 && reasons.length === 0 && (lacking.length > 0 || have.length === 0)) {
    const reason = `${unreadDirs.join(', ')} of ${view.name} cannot be read by this user`;
    return unknown('cannot be read', reason, 'Reach the host as root or with sudo.');
  }
  if (reasons.length > 0) {
    const cure = `Install them on ${view.name}: command «Install Reference Plugins…», or cnitool install-plugins.`;
    return finding(lacking.length === 0 ? 'plugin' : `without ${lacking.join(', ')}`, reasons, cure);
  }
  if (have.length === 0) {
    const where = (survey.facts.pluginDirs ?? []).join(', ') || '/opt/cni/bin, /usr/lib/cni, /usr/libexec/cni';
    return finding('no plugins', [`${view.name} has no plugins in ${where}`], 'Install the reference plugins there.');
  }
  return good(`${have.length} plugins`);
}

/** Plugins that do not support the version, or not what the configuration uses; and those that are newer on one of `others`. */
export function checkVersion(view: HostView, others: readonly HostView[]): Cell {
  const reasons = said(view, version);
  const found = releases(view).join(', ');
  if (reasons.length === 0) {
    const older = olderPlugins(view, others);
    if (older.length === 0) return good(found || 'ok');
    return finding(found === '' ? 'older' : `older (${found})`, older, `Install the same plugins on ${view.name}.`);
  }
  const cure = `Install newer plugins on ${view.name}, or choose a "cniVersion" that all hosts support.`;
  return finding(found === '' ? 'too old' : `too old (${found})`, reasons, cure);
}

/** Interfaces, kernel, programs, daemons. */
export function checkNeeds(view: HostView): Cell {
  const reasons = said(view, needs);
  return reasons.length === 0 ? good() : finding(`${reasons.length} missing`, reasons);
}

/** Clashes with other networks, addresses, routes and reservations of the host. */
export function checkSubnet(view: HostView): Cell {
  const reasons = [...said(view, subnet), ...foreignReservations(view)];
  if (reasons.length > 0) {
    return finding('clash', reasons, 'Give the network a subnet that is free on every host.');
  }
  const uses = view.subjects.flatMap(({ model }) => subnetsOf(model));
  return uses.length === 0 ? note('no subnet') : good('free');
}

/** Addresses of our subnets that another network of the host still holds, its configuration gone or elsewhere. */
function foreignReservations({ name, survey, subjects }: HostView): string[] {
  return subjects.flatMap(({ model }) =>
    subnetsOf(model).flatMap(({ text, subnet: range, state, facts }) => {
      if (facts === undefined) return [];
      const taken = (survey.facts.reservations ?? []).filter(({ directory, address }) => {
        const parsed = parseAddress(address);
        return directory !== state && parsed !== undefined && contains(range, parsed);
      });
      const [first] = taken;
      if (first === undefined) return [];
      const count = taken.length === 1 ? '' : ` and ${taken.length - 1} more`;
      return [
        `${first.address}${count} of ${text} is held in ${first.directory} on ${name}: another network gave it to ${first.containerID || 'a container'}`,
      ];
    }),
  );
}
