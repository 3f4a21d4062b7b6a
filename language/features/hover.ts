import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { commaList } from '../../engine/text/listing.ts';
import { findNodeAtOffset } from 'jsonc-parser';
import type { Hover, Position } from 'vscode-json-languageservice';
import { markdownCode, markdownText } from '../../engine/text/edges.ts';
import { withDelegates } from '../document/delegates.ts';
import type { HostFacts } from '../workspace/host-facts.ts';
import type { Model } from '../document/model.ts';
import type { Node } from '../document/parse.ts';
import type { RuleContext } from '../workspace/context.ts';
import { rangeOf } from './diagnostics.ts';
import { addressText } from './hover-address.ts';
import type { JSONLanguage } from './json-language.ts';

async function schemaText(model: Model, position: Position, language: JSONLanguage) {
  const { document, tree } = language.schemaless(model);
  const found = await language.serviceFor(model).doHover(document, position, tree);
  if (found === null || found.range === undefined) {
    return undefined;
  }
  const value = [found.contents]
    .flat()
    .map((part) => (typeof part === 'string' ? part : part.value))
    .join('\n\n')
    .trim();
  return value === '' ? undefined : { value, range: found.range };
}

/** Returns the facts of the host about the plugin whose type is a node. */
function pluginText(model: Model, node: Node, facts: HostFacts | undefined): string {
  const isType = model.plugins
    .flatMap(withDelegates)
    .some(({ type, ipam }) => type?.value === node || ipam?.type?.value === node);
  if (!isType || facts?.plugins === undefined) {
    return '';
  }
  const fact = facts.plugins.find(({ name }) => name === node.value);
  const host = markdownText(facts.host);
  if (fact === undefined) {
    return facts.pluginDirs === undefined
      ? l10n.t('Not on {0}.', host)
      : l10n.t('Not on {0}. Searched: {1}.', host, commaList(facts.pluginDirs.map(markdownCode)));
  }
  const { path, release, supportedVersions, problem } = fact;
  return sentences(
    l10n.t('On {0}: {1}.', host, markdownCode(path)),
    release === undefined ? undefined : l10n.t('Release {0}.', markdownText(release)),
    supportedVersions === undefined
      ? undefined
      : l10n.t('Supports versions {0}.', markdownText(commaList(supportedVersions))),
    problem === undefined ? undefined : l10n.t('It cannot run: {0}.', markdownText(problem)),
  );
}

/** Returns a link to the page of the plugin at a position, for keys without their own page. */
function sourceText({ plugins }: Model, { offset }: Node): string {
  const covers = (node: Node | undefined): boolean =>
    node !== undefined && node.offset < offset && offset < node.offset + node.length;
  const plugin = plugins.flatMap(withDelegates).findLast(({ node }) => covers(node));
  const owner = covers(plugin?.ipam?.node) ? plugin?.ipam : plugin;
  const page = owner?.described?.schema['x-source'];
  return page === undefined ? '' : `[${l10n.t('Documentation of {0}', markdownText(owner?.typeName ?? ''))}](${page})`;
}

/**
 * Explains the key or value at a position, in Markdown: from the schema, then computed facts about an address or subnet,
 * and the facts of the host. Undefined if nothing is known.
 */
export async function hover(
  model: Model,
  position: Position,
  language: JSONLanguage,
  context: RuleContext = {},
): Promise<Hover | undefined> {
  const known = await schemaText(model, position, language);
  const node = model.root && findNodeAtOffset(model.root, model.document.offsetAt(position), true);
  const own =
    node?.type !== 'string' || node.parent?.children?.[0] === node
      ? []
      : [addressText(model, node, context), pluginText(model, node, context.hostFacts)];
  const source =
    known === undefined || known.value.includes(`[${l10n.t('Documentation')}](`) || !node
      ? ''
      : sourceText(model, node);
  const value = [known?.value ?? '', source, ...own].filter((part) => part !== '').join('\n\n');
  const range = known?.range ?? (node && rangeOf(model, node));
  return value === '' || range === undefined ? undefined : { contents: { kind: 'markdown', value }, range };
}
