import { confFromBytes, confListFromBytes } from '../../engine/libcni/conf/conf.ts';
import type { NetworkConfigList } from '../../engine/libcni/result/types.ts';
import { plainText } from './parse.ts';
import { perModel, type Model, type PluginView } from './model.ts';

/**
 * Returns the error of libcni when it loads a document by its extension, or by its content if the extension is unknown;
 * undefined if it loads. Loading stops at the first error.
 */
export function loadError(model: Model): string | undefined {
  return load(model).error;
}

/** Returns the version that libcni chooses for a list that loads; undefined for anything else. */
export function chosenVersion(model: Model): string | undefined {
  return load(model).list?.cniVersion;
}

/**
 * Returns the error of libcni about the keys of a list, independent of its plugin configurations; for anything else as
 * {@link loadError}. It belongs to findings outside the plugin configurations and must not depend on them.
 */
export const listLoadError = perModel((model): string | undefined => {
  const { parsed, pluginsMember, loadedAs, content } = model;
  const list = pluginsMember?.value;
  if ((loadedAs ?? content) !== 'list' || list?.type !== 'array') {
    return loadError(model);
  }
  const after = plainText(parsed).slice(list.offset + list.length);
  return loadText(`${plainText(parsed).slice(0, list.offset)}[{"type":"x"}]${after}`, true).error;
});

/** Returns the error of libcni about one plugin configuration, as if the rest of the document were valid. */
export function pluginLoadError(model: Model, { node, index }: PluginView): string | undefined {
  if ((model.loadedAs ?? model.content) !== 'list' || model.content !== 'list') {
    return loadError(model);
  }
  const text = plainText(model.parsed).slice(node.offset, node.offset + node.length);
  const { error } = loadText(`{"name":"x","plugins":[${text}]}`, true);
  return error?.replace(/^failed to parse plugin config 0/, `failed to parse plugin config ${index}`);
}

interface Loaded {
  readonly list?: NetworkConfigList;
  readonly error?: string;
}

const load = perModel((model): Loaded =>
  loadText(plainText(model.parsed), (model.loadedAs ?? model.content) === 'list'),
);

function loadText(text: string, asList: boolean): Loaded {
  try {
    const bytes = new TextEncoder().encode(text);
    if (asList) {
      return { list: confListFromBytes(bytes) };
    }
    confFromBytes(bytes);
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
