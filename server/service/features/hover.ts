import { findNodeAtOffset } from 'jsonc-parser';
import type { Hover, Position } from 'vscode-json-languageservice';
import { withDelegates } from '../delegates.ts';
import type { HostFacts } from '../host-facts.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import type { RuleContext } from '../rules/rule.ts';
import { rangeOf } from './diagnostics.ts';
import { addressText } from './hover-address.ts';
import type { JSONLanguage } from './json-language.ts';

async function schemaText(model: Model, position: Position, language: JSONLanguage) {
  const { document, tree } = language.schemaless(model);
  const found = await language.serviceFor(model).doHover(document, position, tree);
  if (found === null || found.range === undefined) return undefined;
  const value = [found.contents]
    .flat()
    .map((part) => (typeof part === 'string' ? part : part.value))
    .join('\n\n')
    .trim();
  return value === '' ? undefined : { value, range: found.range };
}

/** What the host has of the plugin whose type a node is. */
function pluginText(model: Model, node: Node, facts: HostFacts | undefined): string {
  const isType = model.plugins
    .flatMap(withDelegates)
    .some(({ type, ipam }) => type?.value === node || ipam?.type?.value === node);
  if (!isType || facts?.plugins === undefined) return '';
  const fact = facts.plugins.find(({ name }) => name === node.value);
  if (fact === undefined) {
    const searched = facts.pluginDirs === undefined ? '' : ` It was looked for in ${facts.pluginDirs.join(', ')}.`;
    return `Not on ${facts.host}.${searched}`;
  }
  const release = fact.release === undefined ? '' : `, ${fact.release}`;
  const versions = fact.supportedVersions === undefined ? '' : `, for versions ${fact.supportedVersions.join(', ')}`;
  const problem = fact.problem === undefined ? '' : ` It cannot run: ${fact.problem}.`;
  return `On ${facts.host}: \`${fact.path}\`${release}${versions}.${problem}`;
}

/** The page of the plugin that a position is in, for what has no page of its own. */
function sourceText({ plugins }: Model, { offset }: Node): string {
  const covers = (node: Node | undefined): boolean =>
    node !== undefined && node.offset < offset && offset < node.offset + node.length;
  const plugin = plugins.flatMap(withDelegates).findLast(({ node }) => covers(node));
  const owner = covers(plugin?.ipam?.node) ? plugin?.ipam : plugin;
  const page = owner?.described?.schema['x-source'];
  return page === undefined ? '' : `[Documentation of ${owner?.typeName}](${page})`;
}

/**
 * What the key or value at a position means, as Markdown: from the schema, then what an address or subnet comes to, and
 * what the host has. Undefined where there is nothing to say.
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
  const source = known === undefined || known.value.includes('[Documentation') || !node ? '' : sourceText(model, node);
  const value = [known?.value ?? '', source, ...own].filter((part) => part !== '').join('\n\n');
  const range = known?.range ?? (node && rangeOf(model, node));
  return value === '' || range === undefined ? undefined : { contents: { kind: 'markdown', value }, range };
}
