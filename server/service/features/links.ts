import type { DocumentLink } from 'vscode-languageserver';
import { foldedMember, textOf } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
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

/** The URI of an absolute path. */
function fileURI(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}

function pathLinks(model: Model, object: Node): DocumentLink[] {
  return PATH_KEYS.flatMap((key) => {
    const node = foldedMember(object, key)?.value;
    const path = textOf(node);
    if (node === undefined || path === undefined || !path.startsWith('/')) return [];
    return [{ range: inside(model, node), target: fileURI(path), tooltip: `${path} on this machine` }];
  });
}

function pluginLinks(model: Model, { node, type, described, ipam }: PluginView): DocumentLink[] {
  return [
    ...pageLink(model, type?.value, described),
    ...pageLink(model, ipam?.type?.value, ipam?.described),
    ...pathLinks(model, node),
    ...(ipam === undefined ? [] : pathLinks(model, ipam.node)),
  ];
}

/** Links from plugin types to their documentation, and from absolute paths to the files of this machine. */
export function documentLinks(model: Model): DocumentLink[] {
  return model.plugins.flatMap((plugin) => pluginLinks(model, plugin));
}
