import type { SourceLocation } from '../../directory/location.ts';
import type { Span } from '../../document/span.ts';
import { neighborOf, type Neighbor } from '../../directory/neighbor.ts';
import type { EmbeddedDocument } from './embedded-document.ts';
import type { OpenedCarrier } from './opened-carrier.ts';

const at = (carrier: OpenedCarrier, span: Span): SourceLocation => ({
  uri: carrier.document.uri,
  span,
  range: carrier.rangeOf(span),
});

/** Converts a location in a configuration to one in the carrier; undefined if it is in the frame. */
function placed(carrier: OpenedCarrier, one: EmbeddedDocument, { span }: SourceLocation): SourceLocation | undefined {
  const own = one.spanInCarrier(span);
  return own && at(carrier, own);
}

/** Summarizes each configuration of a carrier, with locations in the carrier. The name is that of the network. */
export function neighborsIn(carrier: OpenedCarrier): readonly Neighbor[] {
  return carrier.embedded.map((one) => {
    const own = neighborOf(one.model);
    const name = one.networkName ?? one.embedded.name;
    const written = own.name && placed(carrier, one, own.name.location);
    const { start, end } = one.bounds;
    const whole = at(carrier, { offset: start, length: end - start });
    return {
      ...own,
      name: name === undefined || name === '' ? undefined : { text: name, location: written ?? whole },
      plugins: own.plugins.flatMap((plugin) => {
        const location = placed(carrier, one, plugin.location);
        return location === undefined ? [] : [{ ...plugin, location }];
      }),
    };
  });
}
