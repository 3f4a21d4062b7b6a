import type { Location, Position, WorkspaceSymbol } from 'vscode-languageserver-types';
import { neighborOf, type Neighbor, type PluginUse } from '../directory/neighbor.ts';
import type { SourceLocation } from '../directory/location.ts';
import type { Model } from '../document/model.ts';

/** A name that several files may use. */
interface Named {
  readonly kind: 'network' | 'interface';
  readonly text: string;
}

/** LSP's SymbolKind: Module and Class. */
const networkSymbol = 2;
const pluginSymbol = 5;

/** Settings that name a host interface. */
export const interfaceKeys = ['bridge', 'master', 'device'];

/** The default bridge name of the bridge plugin (plugins/main/bridge, loadNetConf). */
const defaultBridge = 'cni0';

function covers({ span }: SourceLocation, offset: number): boolean {
  return span.offset <= offset && offset <= span.offset + span.length;
}

function namedAt(model: Model, position: Position): Named | undefined {
  const offset = model.document.offsetAt(position);
  const own = neighborOf(model);
  const name = model.name;
  if (name !== undefined && own.name !== undefined) {
    const inMember = name.node.offset <= offset && offset <= name.node.offset + name.node.length;
    if (inMember) {
      return { kind: 'network', text: own.name.text };
    }
  }
  for (const { settings } of own.plugins) {
    for (const key of interfaceKeys) {
      const setting = settings[key];
      if (setting !== undefined && typeof setting.value === 'string' && covers(setting.location, offset)) {
        return { kind: 'interface', text: setting.value };
      }
    }
  }
  const bridge = own.plugins.find((plugin) => isDefaultBridge(plugin) && covers(plugin.location, offset));
  return bridge === undefined ? undefined : { kind: 'interface', text: defaultBridge };
}

function isDefaultBridge({ type, settings }: PluginUse): boolean {
  return type === 'bridge' && settings['bridge'] === undefined;
}

function interfaceLocations(files: readonly Neighbor[], text: string, keys: readonly string[]): SourceLocation[] {
  return files.flatMap(({ plugins }) =>
    plugins.flatMap((plugin) => {
      const written = keys.flatMap((key) => {
        const setting = plugin.settings[key];
        return setting?.value === text ? [setting.location] : [];
      });
      const implied = keys.includes('bridge') && text === defaultBridge && isDefaultBridge(plugin);
      return implied ? [...written, plugin.location] : written;
    }),
  );
}

/** Returns the locations of a network's name, and of plugins that are side-loaded from its directory. */
function networkLocations(files: readonly Neighbor[], text: string): SourceLocation[] {
  return files.flatMap(({ name, directory, plugins, content }) => {
    if (name?.text === text) {
      return [name.location];
    }
    const isFragment = content === 'single' && directory.endsWith(`/${text}`);
    return isFragment ? plugins.map(({ location }) => location) : [];
  });
}

function toLocation({ uri, range }: SourceLocation): Location {
  return { uri, range };
}

/** Returns all locations, here and in the neighbor files, of the network or interface at a position. */
export function references(model: Model, position: Position, neighbors: readonly Neighbor[]): Location[] {
  const named = namedAt(model, position);
  const files = [neighborOf(model), ...neighbors];
  if (named === undefined) {
    return [];
  }
  const locations =
    named.kind === 'network'
      ? networkLocations(files, named.text)
      : interfaceLocations(files, named.text, interfaceKeys);
  return locations.map(toLocation);
}

/**
 * Returns where the network or interface at a position is defined: the bridge plugins that create an interface of that
 * name, or the other files of the network.
 */
export function definition(model: Model, position: Position, neighbors: readonly Neighbor[]): Location[] {
  const named = namedAt(model, position);
  const own = neighborOf(model);
  if (named === undefined) {
    return [];
  }
  const locations =
    named.kind === 'network'
      ? networkLocations(neighbors, named.text)
      : interfaceLocations([own, ...neighbors], named.text, ['bridge']);
  return (
    locations.length === 0 && own.name !== undefined && named.kind === 'network' ? [own.name.location] : locations
  ).map(toLocation);
}

/** Whether a name contains the letters of a query in order. */
export function matches(text: string, query: string): boolean {
  let from = 0;
  for (const letter of query.toLowerCase()) {
    const at = text.toLowerCase().indexOf(letter, from);
    if (at < 0) {
      return false;
    }
    from = at + 1;
  }
  return true;
}

/** Returns the networks and plugins of files whose names contain the letters of a query in order. */
export function workspaceSymbols(files: readonly Neighbor[], query: string): WorkspaceSymbol[] {
  return files.flatMap(({ name, file, plugins }) => {
    const network: WorkspaceSymbol[] =
      name === undefined
        ? []
        : [{ name: name.text, kind: networkSymbol, containerName: file, location: toLocation(name.location) }];
    const ofNetwork: WorkspaceSymbol[] = plugins.map(({ type, location }) => ({
      name: type,
      kind: pluginSymbol,
      containerName: name?.text ?? file,
      location: toLocation(location),
    }));
    return [...network, ...ofNetwork].filter((symbol) => matches(symbol.name, query));
  });
}
