import * as l10n from '@vscode/l10n';
import type { NamespaceNetwork, NetworkInterface } from '../../../engine/host/index.ts';
import { lineOf, neighborFact, routeFact, ruleFact, socketFact, unreadRules } from '../../inside/live-facts.ts';
import type { MapDetail } from './network-graph.ts';

/** Returns the addresses of an interface except for link-local ones, which the kernel adds. */
export const addressTexts = ({ addresses }: NetworkInterface): readonly string[] =>
  addresses.filter(({ scope }) => scope !== 'link').map(({ address }) => address);

/** Rules that every namespace has. */
const usualRule = /^from all lookup (?:local|main|default)$/;

/** Returns the facts of a namespace for the details of a node. `device`: only what concerns this interface. */
export function detailsOf(namespace: NamespaceNetwork, device?: string): readonly MapDetail[] {
  const isAbout = (one: { readonly device?: string | undefined }): boolean =>
    device === undefined || one.device === device;
  const rules = namespace.rules.filter(({ text }) => device === undefined && !usualRule.test(text));
  const unread = device === undefined ? unreadRules(namespace) : [];
  const sockets = device === undefined ? namespace.sockets : [];
  const details: readonly MapDetail[] = [
    { title: l10n.t('Routes'), lines: namespace.routes.filter(isAbout).map(routeFact).map(lineOf) },
    { title: l10n.t('Rules'), lines: [...rules.map(ruleFact), ...unread].map(lineOf) },
    { title: l10n.t('Neighbors'), lines: namespace.neighbors.filter(isAbout).map(neighborFact).map(lineOf) },
    { title: l10n.t('Listening Sockets'), lines: sockets.map(socketFact).map(lineOf) },
  ];
  return details.filter(({ lines }) => lines.length > 0);
}
