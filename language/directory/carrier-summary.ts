import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CarrierContents, NamedNetwork } from '../carriers/embedded.ts';
import { spanInCarrier } from '../carriers/position-map.ts';
import { selectedNetworks } from '../carriers/selected-networks.ts';
import { poolsIn, type AddressPool } from '../carriers/address-pools.ts';
import type { Span } from '../document/span.ts';
import type { SourceLocation } from './location.ts';

/** A network of a carrier, where its name is. */
interface LocatedNetwork extends Omit<NamedNetwork, 'span'> {
  readonly location: SourceLocation;
}

/** A network that an annotation selects. */
interface LocatedSelection {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly location: SourceLocation;
}

/** Addresses that host-local reserves for a definition. */
interface LocatedPool extends Omit<AddressPool, 'span'> {
  readonly location: SourceLocation;
}

/** A summary of a carrier for the other files of the workspace, without its syntax tree. */
export interface CarrierSummary {
  readonly uri: string;
  readonly networks: readonly LocatedNetwork[];
  readonly selections: readonly LocatedSelection[];
  readonly pools: readonly LocatedPool[];
}

/** Summarizes a carrier. */
export function summaryOf(document: TextDocument, contents: CarrierContents): CarrierSummary {
  const at = (span: Span): SourceLocation => ({
    uri: document.uri,
    span,
    range: { start: document.positionAt(span.offset), end: document.positionAt(span.offset + span.length) },
  });
  return {
    uri: document.uri,
    networks: contents.networks.map(({ name, namespace, span }) => ({ name, namespace, location: at(span) })),
    selections: contents.selections.flatMap((one) =>
      selectedNetworks(one).map(({ name, namespace, span }) => ({
        name,
        namespace,
        location: at(spanInCarrier(one.map, span)),
      })),
    ),
    pools: poolsIn(contents).map(({ span, ...pool }) => ({ ...pool, location: at(span) })),
  };
}
