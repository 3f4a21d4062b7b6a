import * as l10n from '@vscode/l10n';
import type { ConnectionReport } from '../../engine/host/index.ts';
import { markdownCode, markdownRow, markdownText } from '../../engine/text/edges.ts';
import { joined } from '../../engine/text/joined.ts';
import { hopText } from './live-facts.ts';

/** The ends of a connection, as the user knows them. */
export interface ConnectionEnds {
  readonly source: string;
  readonly target: string;
  readonly host: string;
  readonly port: number | undefined;
}

type Observation = NonNullable<ConnectionReport['observation']>;

/** Returns the sentence about a test. */
export function connectionText({ observation, diagnosis }: ConnectionReport, ends: ConnectionEnds): string {
  if (diagnosis.kind === 'failed') {
    const { message } = diagnosis.problem;
    return diagnosis.isCertain ? message : l10n.t('The cause is not certain. {0}', message);
  }
  const { source, target, port } = ends;
  const to = observation?.to ?? '';
  return port === undefined
    ? l10n.t('"{0}" reaches "{1}" ({2}).', source, target, to)
    : l10n.t('"{source}" reaches port {port} of "{target}" ({to}).', { source, target, to, port });
}

/** Returns a Markdown page about a test: the result, the remedy, and what was seen on the way. */
export function connectionPage(report: ConnectionReport, ends: ConnectionEnds): string {
  const { diagnosis, observation } = report;
  const { source, target, host } = ends;
  const title = l10n.t('"{source}" to "{target}" on "{host}"', { source, target, host });
  const remedy = diagnosis.kind === 'failed' ? `${markdownText(diagnosis.problem.remedy)}\n\n` : '';
  const seen = observation === undefined ? '' : seenTable(observation, ends);
  return `# ${markdownText(title)}\n\n**${markdownText(connectionText(report, ends))}**\n\n${remedy}${seen}`;
}

function seenTable(seen: Observation, { source, target }: ConnectionEnds): string {
  const { routes, entry, exit, small, large, tcp } = seen;
  const rows: readonly (readonly [string, string])[] = [
    [l10n.t('Addresses'), `${seen.from} → ${seen.to}`],
    [l10n.t('Interfaces of the host'), [entry ?? '', exit ?? ''].filter((name) => name !== '').join(' → ')],
    [l10n.t('Route in "{0}"', source), routeText(routes.source)],
    [l10n.t('Route of the host'), routeText(routes.forth)],
    [l10n.t('Arrival in "{0}"', target), routeText(routes.arrival)],
    [l10n.t('Route back in "{0}"', target), routeText(routes.target)],
    [l10n.t('Route back of the host'), routeText(routes.back)],
    [l10n.t('Arrival in "{0}"', source), routeText(routes.return)],
    [l10n.t('Ping'), countText(small)],
    [l10n.t('Ping with {0} bytes, not fragmented', large?.size ?? 0), large === undefined ? '' : countText(large)],
    [l10n.t('TCP port {0}', seen.port ?? ''), tcp ?? ''],
  ];
  const shown = rows.filter(([, value]) => value !== '');
  return [
    `## ${markdownText(l10n.t('What was seen'))}\n\n`,
    markdownRow(['', '']),
    markdownRow(['---', '---']),
    ...shown.map(([name, value]) => markdownRow([markdownText(name), markdownCode(value)])),
    ...neighborRows(seen),
  ].join('');
}

function routeText(route: Observation['routes']['source']): string {
  if (route === undefined) {
    return '';
  }
  const { type, failure } = route;
  return failure ?? joined(' ', type === 'unicast' ? '' : type, hopText(route));
}

function countText({ sent, received, complaint }: Observation['small']): string {
  const count = l10n.t('{0} of {1} packets answered', received, sent);
  return complaint === undefined || received > 0 ? count : `${count}: ${complaint}`;
}

/** Neighbors that did not answer. */
function neighborRows({ neighbors }: Observation): readonly string[] {
  return [...neighbors.source, ...neighbors.host, ...neighbors.target]
    .filter(({ state }) => state === 'FAILED' || state === 'INCOMPLETE')
    .map(({ address, device, state }) =>
      markdownRow([markdownText(l10n.t('Neighbor')), markdownCode(`${address} dev ${device} ${state}`)]),
    );
}
