import * as l10n from '@vscode/l10n';
import type { DocumentLink } from 'vscode-languageserver-types';
import { foldedMember, textOf } from '../document/members.ts';
import { fileURI } from '../document/file-uri.ts';
import type { HostFacts } from '../workspace/host-facts.ts';
import type { IPAMView, Model, PluginView } from '../document/model.ts';
import type { Node } from '../document/parse.ts';
import type { Described } from '../schema/catalog.ts';
import { rangeOf } from './diagnostics.ts';

/** Keys that name a file or directory on the host, in any plugin or IPAM object. */
const pathKeys = ['resolvConf', 'dataDir', 'kubeconfig', 'logFile', 'socketFile', 'daemonSocketPath'];

/** Returns the range between the quotes of a string. */
function inside(model: Model, { offset, length }: Node): DocumentLink['range'] {
  return rangeOf(model, { offset: offset + 1, length: Math.max(0, length - 2) });
}

function pageLink(model: Model, node: Node | undefined, described: Described | undefined): DocumentLink[] {
  const target = described?.schema['x-source'];
  if (node?.type !== 'string' || target === undefined) {
    return [];
  }
  return [{ range: inside(model, node), target, tooltip: l10n.t('Documentation of the plugin') }];
}

/** Links the key `type` to the program; the value links to the documentation. */
function binaryLink(
  model: Model,
  { type, writtenType }: PluginView | IPAMView,
  facts: HostFacts | undefined,
): DocumentLink[] {
  const found = facts?.plugins?.find(({ name }) => name === writtenType);
  if (type === undefined || facts === undefined || found === undefined) {
    return [];
  }
  const tooltip = l10n.t('{0} on {1}', found.path, facts.host);
  return [{ range: inside(model, type.keyNode), target: fileURI(found.path), tooltip }];
}

function pathLinks(model: Model, object: Node): DocumentLink[] {
  return pathKeys.flatMap((key) => {
    const node = foldedMember(object, key)?.value;
    const path = textOf(node);
    if (node === undefined || path === undefined || !path.startsWith('/')) {
      return [];
    }
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

/** Returns links from plugin types to their documentation and programs, and from absolute paths to files on the host. */
export function documentLinks(model: Model, facts?: HostFacts): DocumentLink[] {
  return model.plugins.flatMap((plugin) => pluginLinks(model, plugin, facts));
}
