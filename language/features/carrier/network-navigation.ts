import type { Location, WorkspaceSymbol } from 'vscode-languageserver-types';
import { isSelected, selectedNetworks } from '../../carriers/selected-networks.ts';
import { summaryOf, type CarrierSummary } from '../../directory/carrier-summary.ts';
import { spanInCarrier } from '../../carriers/position-map.ts';
import type { Span } from '../../document/span.ts';
import type { KnownCarriers } from '../../workspace/known-carriers.ts';
import { matches } from '../navigation.ts';
import type { OpenedCarrier } from './opened-carrier.ts';

/** A network of a pod, at its definition or in an annotation. */
interface Named {
  readonly name: string;
  readonly namespace: string | undefined;
}

const covers = ({ offset, length }: Span, at: number): boolean => offset <= at && at <= offset + length;

/** Returns the network that an annotation selects at an offset of the carrier. */
function selectedAt({ contents }: OpenedCarrier, offset: number): Named | undefined {
  for (const one of contents.selections) {
    for (const selected of selectedNetworks(one)) {
      if (covers(spanInCarrier(one.map, selected.entry), offset)) {
        return selected;
      }
    }
  }
  return undefined;
}

/** Returns the network whose name is at an offset. */
const namedAt = ({ contents }: OpenedCarrier, offset: number): Named | undefined =>
  contents.networks.find(({ span }) => covers(span, offset));

const summaries = ({ document, contents }: OpenedCarrier, known: KnownCarriers): readonly CarrierSummary[] => [
  summaryOf(document, contents),
  ...known.except(document.uri),
];

const toLocation = ({ location: { uri, range } }: CarrierSummary['networks'][number]): Location => ({ uri, range });

/** Returns where a network is defined. Definitions in the namespace itself precede those whose file determines none. */
function definitions(files: readonly CarrierSummary[], { name, namespace }: Named): Location[] {
  const found = files.flatMap(({ networks }) => networks.filter((network) => isSelected({ name, namespace }, network)));
  const exact = found.filter((network) => namespace === network.namespace);
  return (exact.length > 0 ? exact : found).map(toLocation);
}

/** Returns the annotations that select a network. */
function selections(files: readonly CarrierSummary[], { name, namespace = '' }: Named): Location[] {
  return files.flatMap((file) =>
    file.selections.filter((selected) => isSelected(selected, { name, namespace })).map(toSelection),
  );
}

const toSelection = ({ location: { uri, range } }: CarrierSummary['selections'][number]): Location => ({ uri, range });

/** Returns the definitions of the network that an annotation selects at an offset; undefined if there is no annotation. */
export function networkDefinition(
  carrier: OpenedCarrier,
  offset: number,
  known: KnownCarriers,
): Location[] | undefined {
  const named = selectedAt(carrier, offset) ?? namedAt(carrier, offset);
  return named && definitions(summaries(carrier, known), named);
}

/** Returns the definitions of the network at an offset and the annotations that select it; undefined if there is none. */
export function networkReferences(
  carrier: OpenedCarrier,
  offset: number,
  known: KnownCarriers,
): Location[] | undefined {
  const named = selectedAt(carrier, offset) ?? namedAt(carrier, offset);
  if (named === undefined) {
    return undefined;
  }
  const files = summaries(carrier, known);
  return [...definitions(files, named), ...selections(files, named)];
}

/** LSP's SymbolKind: Module, as for the network of a configuration. */
const networkSymbol = 2;

/** Returns a symbol for each network that files define for pods and whose name matches a query, with its namespace or file. */
export function networkSymbols(files: readonly CarrierSummary[], query: string): WorkspaceSymbol[] {
  return files.flatMap(({ uri, networks }) =>
    networks
      .filter(({ name }) => matches(name, query))
      .map((network): WorkspaceSymbol => ({
        name: network.name,
        kind: networkSymbol,
        containerName: network.namespace === '' ? uri.slice(uri.lastIndexOf('/') + 1) : network.namespace,
        location: toLocation(network),
      })),
  );
}
