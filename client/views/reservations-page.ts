import * as l10n from '@vscode/l10n';
import { markdownCode, markdownRow, markdownText } from '../../engine/text/edges.ts';
import { hostFileUri } from '../host-files/host-file-path.ts';
import type { HostContents } from '../hosts/host-knowledge.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { namespaceName } from './attachment-label.ts';

/** Most rows of a table; the others are only counted. */
const mostRows = 500;

/**
 * Returns a Markdown page with the addresses that host-local has reserved on a host.
 * @param network only this network; undefined for all
 */
export function reservationsPage(host: string, contents: HostContents, network?: string): string {
  const { reservations } = contents.facts;
  const directories = [...new Set(reservations.map(({ directory }) => directory))].filter(
    (directory) => network === undefined || directory.endsWith(`/${network}`),
  );
  const shortName = hostShortName(host);
  const title =
    network === undefined
      ? l10n.t('Reservations on "{0}"', shortName)
      : l10n.t('Reservations of network "{0}" on "{1}"', network, shortName);
  const empty = l10n.t('host-local has reserved no address here.');
  const sections =
    directories.length === 0
      ? [`${markdownText(empty)}\n`]
      : directories.map((directory) => section(host, directory, contents));
  return [`# ${markdownText(title)}\n`, ...sections].join('\n');
}

function section(host: string, directory: string, { facts, cache }: HostContents): string {
  const held = facts.reservations.filter((one) => one.directory === directory);
  const rows = held.slice(0, mostRows).map(({ address, containerID, ifName }) => {
    const attachment = cache.attachments.find((one) => one.containerID === containerID);
    const holder =
      attachment === undefined ? l10n.t('no attachment') : `${attachment.network} — ${namespaceName(attachment.netNS)}`;
    return markdownRow([
      `[${markdownText(address)}](<${hostFileUri(host, `${directory}/${address}`)}>)`,
      markdownCode(containerID),
      markdownText(ifName),
      markdownText(holder),
    ]);
  });
  const head = [l10n.t('Address'), l10n.t('Container'), l10n.t('Interface'), l10n.t('Attachment')];
  const more = held.length > mostRows ? [`\n${markdownText(l10n.t('{0} more', held.length - mostRows))}\n`] : [];
  return [
    `## ${markdownCode(directory)}\n\n`,
    `${markdownText(held.length === 1 ? l10n.t('1 address.') : l10n.t('{0} addresses.', held.length))}\n\n`,
    markdownRow(head.map(markdownText)),
    markdownRow(head.map(() => '---')),
    ...rows,
    ...more,
  ].join('');
}
