import type {
  DocumentLink,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SemanticTokens,
} from 'vscode-languageserver-types';
import type { RuleContext } from '../../workspace/context.ts';
import { hover } from '../hover.ts';
import { inlayHints } from '../inlay-hints.ts';
import type { JSONLanguage } from '../json-language.ts';
import { documentLinks } from '../links.ts';
import { definition, references } from '../navigation.ts';
import { encodeTokens, syntaxTokensOf } from '../semantic-tokens.ts';
import type { EmbeddedDocument } from './embedded-document.ts';
import type { OpenedCarrier } from './opened-carrier.ts';

/** An inner position, with the configuration that it is in. */
interface Found {
  readonly one: EmbeddedDocument;
  readonly position: Position;
}

/** Returns the configuration at a position; undefined in an indentation, which belongs to the carrier. */
function find(carrier: OpenedCarrier, position: Position): Found | undefined {
  const offset = carrier.document.offsetAt(position);
  const one = carrier.at(offset);
  const inner = one?.innerOffset(offset);
  return one === undefined || inner === undefined || inner.isGap
    ? undefined
    : { one, position: one.model.document.positionAt(inner.offset) };
}

/** Explains the key or value at a position. */
export async function hoverInCarrier(
  carrier: OpenedCarrier,
  position: Position,
  language: JSONLanguage,
  context: RuleContext,
): Promise<Hover | undefined> {
  const found = find(carrier, position);
  if (found === undefined) {
    return undefined;
  }
  const { one } = found;
  const answer = await hover(one.model, found.position, language, one.framed.contextIn(context));
  const range = answer?.range && one.rangeInCarrier(answer.range);
  return answer === undefined || range === undefined ? undefined : { ...answer, range };
}

/** Converts locations; those in the frame are left out. */
function locationsIn({ document }: OpenedCarrier, one: EmbeddedDocument, locations: readonly Location[]): Location[] {
  return locations.flatMap((location) => {
    if (location.uri !== document.uri) {
      return [location];
    }
    const range = one.rangeInCarrier(location.range);
    return range === undefined ? [] : [{ uri: location.uri, range }];
  });
}

/** Returns where the network or interface at a position is defined, in its configuration. */
export function definitionInCarrier(carrier: OpenedCarrier, position: Position): Location[] {
  const found = find(carrier, position);
  return found === undefined ? [] : locationsIn(carrier, found.one, definition(found.one.model, found.position, []));
}

/** Returns the locations of the network or interface at a position, in its configuration. */
export function referencesInCarrier(carrier: OpenedCarrier, position: Position): Location[] {
  const found = find(carrier, position);
  return found === undefined ? [] : locationsIn(carrier, found.one, references(found.one.model, found.position, []));
}

/** Returns the links of all configurations. */
export function linksInCarrier({ embedded }: OpenedCarrier, { hostFacts }: RuleContext): DocumentLink[] {
  return embedded.flatMap((one) =>
    documentLinks(one.model, hostFacts).flatMap((link) => {
      const range = one.rangeInCarrier(link.range);
      return range === undefined ? [] : [{ ...link, range }];
    }),
  );
}

/** Returns the inlay hints of the configurations in a range. */
export function hintsInCarrier(carrier: OpenedCarrier, range: Range, context: RuleContext): InlayHint[] {
  const { document } = carrier;
  const touching = carrier.touching(document.offsetAt(range.start), document.offsetAt(range.end));
  return touching.flatMap((one) => {
    const { document: inner } = one.model;
    const whole = { start: inner.positionAt(0), end: inner.positionAt(inner.getText().length) };
    return inlayHints(one.model, whole, one.framed.contextIn(context)).flatMap((hint) => {
      const position = one.endInCarrier(hint.position);
      const isShown = position !== undefined && position.line >= range.start.line && position.line <= range.end.line;
      return isShown ? [{ ...hint, position }] : [];
    });
  });
}

/** Returns the semantic tokens of all configurations: every key and value, since the carrier's grammar sees one string. */
export function tokensInCarrier({ document, embedded }: OpenedCarrier): SemanticTokens {
  const tokens = embedded.flatMap((one) =>
    syntaxTokensOf(one.model).flatMap((token) => {
      const span = one.spanInCarrier(token);
      return span === undefined ? [] : [{ ...token, ...span }];
    }),
  );
  return encodeTokens(document, tokens);
}
