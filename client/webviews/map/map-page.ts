import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { hostShortName } from '../../hosts/host-text.ts';
import type { PageKind } from '../page-editor.ts';
import { type MapFacts, readMapFacts } from './map-facts.ts';
import { mapGraph } from './map-graph.ts';
import type { MapAction, MapModel } from './map-model.ts';
import { type NodeTarget, targetOf } from './node-targets.ts';

/** What the buttons of the page do. */
export interface MapActions {
  /** Reads the host again, and shows the same document. */
  refresh(facts: MapFacts): Promise<void>;
  /** Prompts for a file and writes the picture. */
  save(facts: MapFacts, svg: string): Promise<void>;
  open(facts: MapFacts, target: NodeTarget): Promise<void>;
}

/** The page "Network Map". */
export function mapPage(actions: MapActions): PageKind<MapModel, MapAction> {
  return {
    read: ({ text }) => {
      const facts = readMapFacts(text);
      return Promise.resolve(
        facts === undefined
          ? { kind: 'problem', message: l10n.t('The file does not contain the network of a host.') }
          : { kind: 'model', model: mapModel(facts) },
      );
    },
    act: async (action, { text }: { readonly uri: vscode.Uri; readonly text: string }) => {
      const facts = readMapFacts(text);
      if (facts !== undefined) {
        await run(actions, facts, action);
      }
    },
  };
}

async function run(actions: MapActions, facts: MapFacts, action: MapAction): Promise<void> {
  switch (action.kind) {
    case 'refresh':
      return actions.refresh(facts);
    case 'svg':
      return actions.save(facts, action.text);
    case 'node': {
      const target = targetOf(facts, action.node, action.action);
      return target === undefined ? undefined : actions.open(facts, target);
    }
  }
}

/** Returns what the page shows of a host. */
export function mapModel(facts: MapFacts): MapModel {
  const { network, readAt, attachments } = facts;
  const graph = mapGraph(facts);
  const count = (test: (node: (typeof graph.nodes)[number]) => boolean): number => graph.nodes.filter(test).length;
  const [namespaces, different, leftovers] = [
    count(({ kind, state }) => kind === 'namespace' && state === 'live'),
    count(({ marks, kind }) => kind === 'namespace' && marks.length > 0),
    count(({ state }) => state === 'leftover'),
  ];
  const networks = [...new Set(attachments.map((one) => one.network))].toSorted();
  return {
    title: l10n.t('Network of {0}', hostShortName(facts.host)),
    summary: [
      l10n.t('Namespaces: {0}', namespaces),
      l10n.t('Networks: {0}', networks.length),
      ...(different === 0 ? [] : [l10n.t('Different from cached results: {0}', different)]),
      ...(leftovers === 0 ? [] : [l10n.t('Left over: {0}', leftovers)]),
      l10n.t('Read at {0}', new Date(readAt).toLocaleTimeString()),
    ].join(' · '),
    notes: [
      ...(network.omitted > 0
        ? [l10n.t('The host has {0} more namespaces, which were not read.', network.omitted)]
        : []),
      ...(network.isCut ? [l10n.t('The host has more to report than the limit, so parts are missing.')] : []),
      ...(network.namespaces.every(({ isRead }) => isRead)
        ? []
        : [l10n.t('Some namespaces could not be read. Reading them needs root and nsenter.')]),
    ],
    graph,
    networks,
  };
}
