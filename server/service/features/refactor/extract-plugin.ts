import { uriSegment } from '../../file-uri.ts';
import { validateNetworkName } from '../../../../engine/libcni/names.ts';
import type { Neighbour } from '../../directory/neighbour.ts';
import { exactMember, textOf } from '../../members.ts';
import { pathOf, type Model, type PluginView } from '../../model.ts';
import type { TextChange } from '../../rules/rule.ts';
import { lastLine } from './convert.ts';
import type { Refactoring } from './refactoring.ts';
import { dedented } from './text.ts';

/** Takes the last element out of `plugins`, with the comma before it. */
function removal(model: Model, { node, index }: PluginView): TextChange {
  const elements = model.pluginsMember?.value?.children ?? [];
  const before = elements[index - 1];
  const start = before === undefined ? node.offset : before.offset + before.length;
  return { offset: start, length: node.offset + node.length - start, text: '' };
}

function obstacle(model: Model, plugin: PluginView, network: string | undefined): string | undefined {
  if (model.parsed.problems.length > 0) return 'The JSON has errors or comments: mend those first';
  if (network === undefined || validateNetworkName(network) !== undefined)
    return 'The network needs a valid name: the directory is called after it';
  const only: unknown = model.root && exactMember(model.root, 'loadOnlyInlinedPlugins')?.value?.value;
  if (String(only).toLowerCase() === 'true') return '"loadOnlyInlinedPlugins" keeps further files from being read';
  const count = model.pluginsMember?.value?.children?.length ?? 0;
  if (count === 1) return 'It is the only plugin of the list';
  // libcni appends what it loads from the directory (LoadNetworkConf), so only the last place is kept.
  return plugin.index === count - 1
    ? undefined
    : 'Plugins from files run after those of the list: extract the last one first';
}

function freeName(type: string, directory: string, neighbours: readonly Neighbour[]): string {
  const taken = new Set(neighbours.filter((one) => one.directory === directory).map(({ file }) => file));
  const base = type.replaceAll(/[^A-Za-z0-9._-]/g, '-');
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${base}.conf` : `${base}-${number}.conf`;
    if (!taken.has(name)) return name;
  }
}

/** Moves the plugin at an offset into a file of its own, which libcni loads from `<directory>/<network>/`. */
export function extractPlugin(model: Model, offset: number, neighbours: readonly Neighbour[]): Refactoring | undefined {
  if (model.content !== 'list') return undefined;
  const plugin = model.plugins.find(({ node }) => node.offset <= offset && offset <= node.offset + node.length);
  if (plugin?.typeName === undefined || plugin.typeName === '') return undefined;
  const network = textOf(model.name?.value);
  const disabled = obstacle(model, plugin, network);
  const kind = 'refactor.extract';
  if (disabled !== undefined || network === undefined)
    return { title: `Extract ${plugin.typeName} to a file of its own`, kind, disabled: disabled ?? '' };
  const { uri } = model.document;
  const path = pathOf(uri);
  const name = freeName(plugin.typeName, `${path.slice(0, path.lastIndexOf('/'))}/${network}`, neighbours);
  const target = uri.replace(/[^/]*$/, `${uriSegment(network)}/${uriSegment(name)}`);
  return {
    title: `Extract ${plugin.typeName} to ${network}/${name}`,
    kind,
    changes: [removal(model, plugin)],
    create: { uri: target, text: `${dedented(model.parsed.text, plugin.node)}${lastLine(model)}` },
  };
}
