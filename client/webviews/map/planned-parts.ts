import * as l10n from '@vscode/l10n';
import type { MapFacts, MapPlan } from './map-facts.ts';
import type { MapEdge, MapNode, NetworkGraph } from './network-graph.ts';
import { interfaceId, type Places } from './places.ts';

type PlannedInterface = MapPlan['interfaces'][number];

const plannedId = 'planned:namespace';

/** Returns what the next ADD of the open configuration would create: a namespace with its interfaces, and missing bridges. */
export function plannedParts({ plan }: MapFacts, places: Places, own: readonly MapNode[]): NetworkGraph {
  if (plan === undefined) {
    return { nodes: [], edges: [] };
  }
  const existing = new Set(own.map(({ id }) => id));
  const bridges = plan.interfaces.flatMap(({ plugin, attachedTo, masquerades, addresses }) => {
    const id = interfaceId(attachedTo ?? '');
    const gateways = addresses.flatMap(({ gateway }) => gateway ?? []);
    return plugin === 'bridge' && attachedTo !== undefined && !existing.has(id)
      ? [{ id, title: attachedTo, masquerades, gateways }]
      : [];
  });
  return {
    nodes: [plannedNamespace(plan), ...bridges.map((bridge) => plannedBridge(bridge, plan))],
    edges: [
      ...plan.interfaces.flatMap((one, index) => plannedEdges(one, index, places)),
      ...bridges.flatMap(({ id, masquerades }) =>
        places.uplinks.map((uplink): MapEdge => ({
          id: `planned:nat:${uplink.name}:${id}`,
          from: interfaceId(uplink.name),
          to: id,
          kind: 'nat',
          state: 'planned',
          labels: masquerades ? [l10n.t('masquerade')] : [],
        })),
      ),
    ],
  };
}

function plannedNamespace(plan: MapPlan): MapNode {
  const lines = plan.interfaces.map(({ plugin, addresses }, index) => {
    const texts = addresses.map(({ address, from }) =>
      address === undefined ? l10n.t('no free address in {0}', from) : l10n.t('{0} (next free)', address),
    );
    return [`eth${index}`, ...(texts.length === 0 ? [plugin] : texts)].join(' ');
  });
  return {
    id: plannedId,
    kind: 'namespace',
    state: 'planned',
    title: l10n.t('If {0} were added', plan.fileName),
    lines,
    marks: [],
    networks: [plan.network],
    details: [],
    actions: [{ id: 'file', title: l10n.t('Open {0}', plan.fileName) }],
  };
}

const plannedBridge = (
  { id, title, gateways }: { readonly id: string; readonly title: string; readonly gateways: readonly string[] },
  plan: MapPlan,
): MapNode => ({
  id,
  kind: 'bridge',
  state: 'planned',
  title: `${title} · bridge`,
  lines: gateways,
  marks: [],
  networks: [plan.network],
  details: [],
  actions: [{ id: 'file', title: l10n.t('Open {0}', plan.fileName) }],
});

/** Returns the edge of a planned interface. Without a master, plugins use the interface of the default route. */
function plannedEdges({ plugin, attachedTo }: PlannedInterface, index: number, places: Places): readonly MapEdge[] {
  const from = plugin === 'dummy' ? undefined : (attachedTo ?? places.uplinks[0]?.name);
  return from === undefined
    ? []
    : [
        {
          id: `planned:link:${index}`,
          from: interfaceId(from),
          to: plannedId,
          kind: 'link',
          state: 'planned',
          labels: [plugin === 'bridge' ? 'veth' : plugin],
        },
      ];
}
