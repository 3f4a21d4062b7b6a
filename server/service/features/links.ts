import type { DocumentLink } from 'vscode-languageserver';
import { foldedMember, textOf } from '../members.ts';
import { fileURI } from '../file-uri.ts';
import type { HostFacts } from '../host-facts.ts';
import type { IPAMView, Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import type { Described } from '../schema/catalogue.ts';
import { rangeOf } from './diagnostics.ts';

/** Keys that name a file or directory of the host, in any plugin or IPAM object. */
const PATH_KEYS = ['resolvConf', 'dataDir', 'kubeconfig', 'logFile', 'socketFile', 'daemonSocketPath'];

/** The range between the quotes of a string. */
function inside(model: Model, { offset, length }: Node): DocumentLink['range'] {
  return rangeOf(model, { offset: offset + 1, length: Math.max(0, length - 2) });
}

function pageLink(model: Model, node: Node | undefined, described: Described | undefined): DocumentLink[] {
  const target = described?.schema['x-source'];
  if (node?.type !== 'string' || target === undefined) return [];
  return [{ range: inside(model, node), target, tooltip: 'Documentation of the plugin' }];
}

/** The key `type` leads to the program that it names, its value to the documentation. */
function binaryLink(
  model: Model,
  { type, typeName }: PluginView | IPAMView,
  facts: HostFacts | undefined,
): DocumentLink[] {
  const found = facts?.plugins?.find(({ name }) => name === typeName);
  if (type === undefined || facts === undefined || found === undefined) return [];
  return [
    { range: inside(model, type.keyNode), target: fileURI(found.path), tooltip: `${found.path} on ${facts.host}` },
  ];
}

function pathLinks(model: Model, object: Node): DocumentLink[] {
  return PATH_KEYS.flatMap((key) => {
    const node = foldedMember(object, key)?.value;
    const path = textOf(node);
    if (node === undefined || path === undefined || !path.startsWith('/')) return [];
    return [{ range: inside(model, node), target: fileURI(path), tooltip: path }];
  });
}

function pluginLinks(model: Model, plugin: PluginView, facts: HostFacts | undefined): DocumentLink[] {
  const { node, type, described, ipam } = plugin;
  return [
    ...binaryLink(model, plugin, facts),
    ...(ipam === undefined ? [] : binaryLink(model, ipam, facts)),
    ...pageLink(model, type?.value, described),
    ...pageLink(model, ipam?.type?.value, ipam?.described),
    ...pathLinks(model, node),
    ...(ipam === undefined ? [] : pathLinks(model, ipam.node)),
  ];
}

/** Links from plugin types to their documentation and programs, and from absolute paths to files of the host. */
export function documentLinks(model: Model, facts?: HostFacts): DocumentLink[] {
  return model.plugins.flatMap((plugin) => pluginLinks(model, plugin, facts));
}
