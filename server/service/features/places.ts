import type { Location, Position, WorkspaceSymbol } from 'vscode-languageserver';
import { neighbourOf, type Neighbour, type PluginUse } from '../directory/neighbour.ts';
import type { Place } from '../directory/place.ts';
import type { Model } from '../model.ts';

/** Something that several files may speak of. */
interface Named {
  readonly kind: 'network' | 'interface';
  readonly text: string;
}

/** LSP's SymbolKind: Module and Class. */
const NETWORK = 2;
const PLUGIN = 5;

/** Settings that name an interface of the host. */
export const INTERFACE_KEYS = ['bridge', 'master', 'device'];

/** What the bridge plugin uses where no name is written (plugins/main/bridge, loadNetConf). */
const DEFAULT_BRIDGE = 'cni0';

function covers({ span }: Place, offset: number): boolean {
  return span.offset <= offset && offset <= span.offset + span.length;
}

function namedAt(model: Model, position: Position): Named | undefined {
  const offset = model.document.offsetAt(position);
  const own = neighbourOf(model);
  const name = model.name;
  if (name !== undefined && own.name !== undefined) {
    const inMember = name.node.offset <= offset && offset <= name.node.offset + name.node.length;
    if (inMember) return { kind: 'network', text: own.name.text };
  }
  for (const { settings } of own.plugins) {
    for (const key of INTERFACE_KEYS) {
      const setting = settings[key];
      if (setting !== undefined && typeof setting.value === 'string' && covers(setting.place, offset))
        return { kind: 'interface', text: setting.value };
    }
  }
  const bridge = own.plugins.find((plugin) => isDefaultBridge(plugin) && covers(plugin.place, offset));
  return bridge === undefined ? undefined : { kind: 'interface', text: DEFAULT_BRIDGE };
}

function isDefaultBridge({ type, settings }: PluginUse): boolean {
  return type === 'bridge' && settings['bridge'] === undefined;
}

function interfacePlaces(files: readonly Neighbour[], text: string, keys: readonly string[]): Place[] {
  return files.flatMap(({ plugins }) =>
    plugins.flatMap((plugin) => {
      const written = keys.flatMap((key) => {
        const setting = plugin.settings[key];
        return setting?.value === text ? [setting.place] : [];
      });
      const implied = keys.includes('bridge') && text === DEFAULT_BRIDGE && isDefaultBridge(plugin);
      return implied ? [...written, plugin.place] : written;
    }),
  );
}

/** Where a network's name stands; a plugin that is side-loaded from the network's directory belongs to it too. */
function networkPlaces(files: readonly Neighbour[], text: string): Place[] {
  return files.flatMap(({ name, directory, plugins, content }) => {
    if (name?.text === text) return [name.place];
    const isFragment = content === 'single' && directory.endsWith(`/${text}`);
    return isFragment ? plugins.map(({ place }) => place) : [];
  });
}

function toLocation({ uri, range }: Place): Location {
  return { uri, range };
}

/** All places, here and in the files around, that speak of the network or interface at a position. */
export function references(model: Model, position: Position, neighbours: readonly Neighbour[]): Location[] {
  const named = namedAt(model, position);
  const files = [neighbourOf(model), ...neighbours];
  if (named === undefined) return [];
  const places =
    named.kind === 'network' ? networkPlaces(files, named.text) : interfacePlaces(files, named.text, INTERFACE_KEYS);
  return places.map(toLocation);
}

/**
 * Where the network or interface at a position is made: the bridge plugins that make an interface of that name, the
 * other files of a network's name.
 */
export function definition(model: Model, position: Position, neighbours: readonly Neighbour[]): Location[] {
  const named = namedAt(model, position);
  const own = neighbourOf(model);
  if (named === undefined) return [];
  const places =
    named.kind === 'network'
      ? networkPlaces(neighbours, named.text)
      : interfacePlaces([own, ...neighbours], named.text, ['bridge']);
  return (places.length === 0 && own.name !== undefined && named.kind === 'network' ? [own.name.place] : places).map(
    toLocation,
  );
}

function matches(text: string, query: string): boolean {
  let from = 0;
  for (const letter of query.toLowerCase()) {
    const at = text.toLowerCase().indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** The networks of some files and their plugins, as far as their names hold the letters of a query in order. */
export function workspaceSymbols(files: readonly Neighbour[], query: string): WorkspaceSymbol[] {
  return files.flatMap(({ name, file, plugins }) => {
    const network: WorkspaceSymbol[] =
      name === undefined
        ? []
        : [{ name: name.text, kind: NETWORK, containerName: file, location: toLocation(name.place) }];
    const ofNetwork: WorkspaceSymbol[] = plugins.map(({ type, place }) => ({
      name: type,
      kind: PLUGIN,
      containerName: name?.text ?? file,
      location: toLocation(place),
    }));
    return [...network, ...ofNetwork].filter((symbol) => matches(symbol.name, query));
  });
}
