import * as l10n from '@vscode/l10n';
import { isScalar, Lexer, visit, type Scalar, type YAMLMap } from 'yaml';
import type { CarrierEdit } from './edits.ts';
import { prettyJSON } from './literal-block.ts';
import { blockEdit, keyEnd, type YAMLPart } from './scalar.ts';
import { isTemplated } from './template-mask.ts';
import { treeText } from './yaml-tree.ts';

/** Text without quotes that YAML 1.1, which Kubernetes reads, may take for another value than YAML 1.2. */
const ambiguous = /^(?:y|n|yes|no|on|off)$|^[-+]?[\d._:]+$|^0[ox]?[\da-f_]+$|^\d{4}-\d\d?-\d\d?/i;

/** Whether all parsers read the same JSON value from a scalar. */
function isExact({ type, value, tag, source = '' }: Scalar): boolean {
  if (tag !== undefined) {
    return false;
  }
  if (typeof value === 'number') {
    return /^-?(?:0|[1-9]\d*)$/.test(source);
  }
  if (typeof value === 'boolean') {
    return /^(?:true|false)$/.test(source);
  }
  return typeof value !== 'string' || type !== 'PLAIN' || !ambiguous.test(source.replace(/^\d+(?:\.\d+){2,}$/, ''));
}

/** Returns the comments of YAML. Its lexer separates them from text with a `#`. */
function commentsIn(yaml: string): string[] {
  return [...new Lexer().lex(yaml)].filter((token) => token.startsWith('#')).map((comment) => comment.trimEnd());
}

/**
 * Returns the edit that writes a mapping as a literal block with JSON. Comments are kept above its key. `isExact` if the
 * values and comments leave no choice.
 */
export function mappingAsText(part: YAMLPart, map: YAMLMap): { done: CarrierEdit; isExact: boolean } {
  const [start = 0, end = 0] = map.range ?? [];
  const { shown } = part;
  const found = shown.indexOf('\n', end - 1);
  const yaml = shown.slice(keyEnd(part, start), found < 0 ? shown.length : found);
  const tree = isTemplated(yaml) ? undefined : treeText(part, map);
  const body = tree && prettyJSON(tree.text);
  if (body === undefined) {
    const refused = l10n.t('The YAML has values that JSON does not have, such as an alias.');
    return { done: { refused }, isExact: false };
  }
  const comments = commentsIn(yaml);
  let isEach = comments.length === 0;
  visit(map, {
    Scalar(_, node) {
      isEach &&= isScalar(node) && isExact(node);
    },
  });
  return { done: blockEdit(part, [start, end], body, comments), isExact: isEach };
}
