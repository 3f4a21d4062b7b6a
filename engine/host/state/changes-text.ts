import * as l10n from '@vscode/l10n';
import type { ChangeDocument } from '../../libcni/operation/change-document.ts';
import { leaksOf, residueText } from './residue.ts';

const signs = { added: '+', removed: '-', changed: '~' } as const;

/** Returns the changes for people: one line each, grouped by place, then what remains by reason, and leaks with their remedy. */
export function changesText(changes: readonly ChangeDocument[]): string {
  const made = changes.filter(({ residue }) => residue === undefined);
  const known = changes.filter(({ residue }) => residue !== undefined && residue !== 'leak');
  const leaks = leaksOf(changes).flatMap((change) => [remainingLine(change), `  ${residueText(change)}`]);
  const parts = [
    ...placesOf(made).map(([place, ofPlace]) => paragraph(place, ofPlace.map(changeLine))),
    ...[...new Set(known.map(residueText))].map((reason) =>
      paragraph(
        l10n.t('Remains as expected. {0}', reason),
        known.filter((change) => residueText(change) === reason).map(remainingLine),
      ),
    ),
    paragraph(l10n.t('Remains, but should not:'), leaks),
  ];
  return parts.join('') || `${l10n.t('Nothing changed on the host.')}\n`;
}

/** Returns the changed parts of a host before and after, as stable lines for a diff editor. What remains is in both. */
export function changesTexts(changes: readonly ChangeDocument[]): { readonly before: string; readonly after: string } {
  const text = (valueOf: (change: ChangeDocument) => string | undefined): string =>
    placesOf(changes)
      .map(([place, ofPlace]) =>
        paragraph(
          place,
          ofPlace.flatMap((change) => {
            const value = valueOf(change);
            return value === undefined ? [] : [`${factOf(change, value)}${note(change)}`];
          }),
        ),
      )
      .join('');
  return {
    before: text(({ before, after, residue }) => (residue === undefined ? before : after)),
    after: text(({ after }) => after),
  };
}

function note(change: ChangeDocument): string {
  return change.residue === undefined ? '' : `  # ${residueText(change)}`;
}

function placesOf(changes: readonly ChangeDocument[]): readonly (readonly [string, readonly ChangeDocument[]])[] {
  return [...new Set(changes.map(({ namespace }) => namespace))].map((place) => [
    place === undefined ? l10n.t('On the host:') : l10n.t('In the namespace {0}:', place),
    changes.filter(({ namespace }) => namespace === place),
  ]);
}

const paragraph = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${heading}\n${lines.map((line) => `  ${line}\n`).join('')}`;

/** Returns a change as one line, such as `+ link cni0 bridge up mtu 1500`. */
export function changeLine({ kind, before = '', after = '', ...change }: ChangeDocument): string {
  const value = kind === 'changed' ? `${before} -> ${after}` : kind === 'added' ? after : before;
  return `${signs[kind]} ${factOf(change, value)}`;
}

/** Returns a fact as one line, such as `sysctl net.ipv4.ip_forward = 1`. */
function factOf({ area, where }: Pick<ChangeDocument, 'area' | 'where'>, value: string): string {
  // The place of a rule of iptables begins with the program.
  const object = area === 'iptables' ? where : `${area} ${where}`;
  return area === 'sysctl' ? `${object} = ${value}` : `${object} ${value}`.trimEnd();
}

function remainingLine(change: ChangeDocument): string {
  const line = changeLine(change);
  return change.namespace === undefined ? line : l10n.t('{0} (in {1})', line, change.namespace);
}
