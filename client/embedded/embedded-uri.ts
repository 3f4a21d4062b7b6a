import * as vscode from 'vscode';
import type { EmbeddedPlace, EmbeddedText } from '../../language/index.ts';
import { embeddedScheme } from '../language/edited-schemes.ts';

/** The configuration that a separate editor shows. */
export interface EmbeddedSource {
  /** The document that contains it. */
  readonly carrier: vscode.Uri;
  readonly place: EmbeddedPlace;
  /** Whether the runtime fills in the name. */
  readonly isNameSupplied: boolean;
}

/** Between the path of the carrier and the name of the editor. The language `cni` has all files of such a directory. */
const directory = '/net.d/';

/**
 * Returns the URI of an editor for an embedded configuration. Its name is that of a file which libcni would load. The query
 * is short, because the editor shows the URI when saving fails.
 */
export function embeddedUri(carrier: vscode.Uri, embedded: EmbeddedText): vscode.Uri {
  const { kind, place, isNameSupplied, isDeviceSupplied } = embedded;
  const { where, name, namespace, index } = place;
  const supplied = [...(isNameSupplied ? ['name'] : []), ...(isDeviceSupplied === true ? ['device'] : [])].join(' ');
  const query = new URLSearchParams({
    where,
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(index === 0 ? {} : { index: String(index) }),
    ...(supplied === '' ? {} : { supplied }),
    ...(carrier.scheme === 'file' ? {} : { scheme: carrier.scheme }),
    // An untitled document has no root.
    ...(carrier.path.startsWith('/') ? {} : { root: '' }),
    ...(carrier.query === '' ? {} : { query: carrier.query }),
  });
  // The key of a ConfigMap is the name of a file. Elsewhere, the object has the name.
  const [, key] = /^data\.(.+)$/.exec(where) ?? [];
  const file = (key ?? name ?? where).replace(/^.*\//, '').replace(/\.(?:conf|conflist|json)$/, '');
  const path = `/${carrier.path.replace(/^\//, '')}${directory}${file}.${kind === 'list' ? 'conflist' : 'conf'}`;
  return vscode.Uri.from({ scheme: embeddedScheme, authority: carrier.authority, path, query: query.toString() });
}

/** Returns the configuration that such a URI is for; undefined for any other URI. */
export function embeddedSource(uri: vscode.Uri): EmbeddedSource | undefined {
  const query = new URLSearchParams(uri.query);
  const where = query.get('where');
  const end = uri.path.lastIndexOf(directory);
  if (uri.scheme !== embeddedScheme || where === null || end < 0) {
    return undefined;
  }
  const carrier = vscode.Uri.from({
    scheme: query.get('scheme') ?? 'file',
    authority: uri.authority,
    path: uri.path.slice(query.has('root') ? 1 : 0, end),
    query: query.get('query') ?? '',
  });
  const namespace = query.get('namespace');
  const place = {
    where,
    name: query.get('name') ?? undefined,
    ...(namespace === null ? {} : { namespace }),
    index: Number(query.get('index') ?? 0),
  };
  return { carrier, place, isNameSupplied: query.get('supplied')?.split(' ').includes('name') === true };
}
