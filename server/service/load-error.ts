import { confFromBytes, confListFromBytes } from '../../engine/libcni/conf.ts';
import type { NetworkConfigList } from '../../engine/libcni/types.ts';
import { perModel, type Model } from './model.ts';

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

interface Loaded {
  readonly list?: NetworkConfigList;
  readonly error?: string;
}

const load = perModel((model): Loaded => {
  const asList = (model.loadedAs ?? model.content) === 'list';
  try {
    const bytes = new TextEncoder().encode(model.parsed.text);
    if (asList) return { list: confListFromBytes(bytes) };
    confFromBytes(bytes);
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
});
