import { confFromBytes, confListFromBytes } from '../../engine/libcni/conf.ts';
import type { NetworkConfigList } from '../../engine/libcni/types.ts';
import { perModel, type Model, type PluginView } from './model.ts';

/**
 * What libcni says when it loads a document as its name asks for (by its content, where the name does not tell), or
 * undefined when it loads it. Loading stops at the first complaint.
 */
export function loadError(model: Model): string | undefined {
  return load(model).error;
}

/** The version that libcni chooses of a list that it loads; undefined for anything else. */
export function chosenVersion(model: Model): string | undefined {
  return load(model).list?.cniVersion;
}

/**
 * What libcni says of the keys of a list, whatever its plugin configurations are like; for anything else as
 * {@link loadError}. It is told of what stands outside of them, and must not change with them.
 */
export const listLoadError = perModel((model): string | undefined => {
  const { parsed, pluginsMember, loadedAs, content } = model;
  const list = pluginsMember?.value;
  if ((loadedAs ?? content) !== 'list' || list?.type !== 'array') return loadError(model);
  const after = parsed.text.slice(list.offset + list.length);
  return loadText(`${parsed.text.slice(0, list.offset)}[{"type":"x"}]${after}`, true).error;
});

/** What libcni says of one plugin configuration, as it would if the rest of the document were in order. */
export function pluginLoadError(model: Model, { node, index }: PluginView): string | undefined {
  if ((model.loadedAs ?? model.content) !== 'list' || model.content !== 'list') return loadError(model);
  const text = model.parsed.text.slice(node.offset, node.offset + node.length);
  const { error } = loadText(`{"name":"x","plugins":[${text}]}`, true);
  return error?.replace(/^failed to parse plugin config 0/, `failed to parse plugin config ${index}`);
}

interface Loaded {
  readonly list?: NetworkConfigList;
  readonly error?: string;
}

const load = perModel((model): Loaded => loadText(model.parsed.text, (model.loadedAs ?? model.content) === 'list'));

function loadText(text: string, asList: boolean): Loaded {
  try {
    const bytes = new TextEncoder().encode(text);
    if (asList) return { list: confListFromBytes(bytes) };
    confFromBytes(bytes);
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
