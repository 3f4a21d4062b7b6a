import * as l10n from '@vscode/l10n';
import { uriSegment } from '../../document/file-uri.ts';
import { validateNetworkName } from '../../../engine/libcni/conf/names.ts';
import type { Neighbor } from '../../directory/neighbor.ts';
import { exactMember, textOf } from '../../document/members.ts';
import { pathOf, type Model, type PluginView } from '../../document/model.ts';
import type { TextChange } from '../../rules/rule.ts';
import { lastLine, unreadable } from './convert.ts';
import type { Refactoring } from './refactoring.ts';
import { dedented } from './text.ts';

/** Removes the last element of `plugins`, with the comma before it. */
function removal(model: Model, { node, index }: PluginView): TextChange {
  const elements = model.pluginsMember?.value?.children ?? [];
  const before = elements[index - 1];
  const start = before === undefined ? node.offset : before.offset + before.length;
  return { offset: start, length: node.offset + node.length - start, text: '' };
}

function obstacle(model: Model, plugin: PluginView, network: string | undefined): string | undefined {
  if (model.parsed.problems.length > 0) {
    return unreadable();
  }
  if (network === undefined || validateNetworkName(network) !== undefined) {
    return l10n.t('The directory is named after the network, whose name is missing or not valid.');
  }
  const only: unknown = model.root && exactMember(model.root, 'loadOnlyInlinedPlugins')?.value?.value;
  if (String(only).toLowerCase() === 'true') {
    return l10n.t('libcni reads no plugin files, because "loadOnlyInlinedPlugins" is set.');
  }
  const count = model.pluginsMember?.value?.children?.length ?? 0;
  if (count === 1) {
    return l10n.t('It is the only plugin of the list.');
  }
  // libcni appends the plugins of the directory (LoadNetworkConf), so only the last plugin keeps its position.
  return plugin.index === count - 1
    ? undefined
    : l10n.t('Plugins from files run after those in the list. Extract the last plugin first.');
}

function freeName(type: string, directory: string, neighbors: readonly Neighbor[]): string {
  const taken = new Set(neighbors.filter((one) => one.directory === directory).map(({ file }) => file));
  const base = type.replaceAll(/[^A-Za-z0-9._-]/g, '-');
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${base}.conf` : `${base}-${number}.conf`;
    if (!taken.has(name)) {
      return name;
    }
  }
}

/** Moves the plugin at an offset to a separate file, which libcni loads from `<directory>/<network>/`. */
export function extractPlugin(model: Model, offset: number, neighbors: readonly Neighbor[]): Refactoring | undefined {
  if (model.content !== 'list') {
    return undefined;
  }
  const plugin = model.plugins.find(({ node }) => node.offset <= offset && offset <= node.offset + node.length);
  if (plugin?.writtenType === undefined || plugin.writtenType === '') {
    return undefined;
  }
  const network = textOf(model.name?.value);
  const disabled = obstacle(model, plugin, network);
  const kind = 'refactor.extract';
  if (disabled !== undefined || network === undefined) {
    const title = l10n.t('Extract {0} to a separate file', plugin.writtenType);
    return { title, kind, disabled: disabled ?? '' };
  }
  const { uri } = model.document;
  const path = pathOf(uri);
  const name = freeName(plugin.writtenType, `${path.slice(0, path.lastIndexOf('/'))}/${network}`, neighbors);
  const target = uri.replace(/[^/]*$/, `${uriSegment(network)}/${uriSegment(name)}`);
  return {
    title: l10n.t('Extract {0} to {1}', plugin.writtenType, `${network}/${name}`),
    kind,
    changes: [removal(model, plugin)],
    create: { uri: target, text: `${dedented(model.parsed.text, plugin.node)}${lastLine(model)}` },
  };
}
