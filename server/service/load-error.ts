import { confFromBytes, confListFromBytes } from '../../engine/libcni/conf.ts';
import { perModel } from './model.ts';

/**
 * What libcni says when it loads a document as its name asks for (by its content, where the name does not tell), or
 * undefined when it loads it. Loading stops at the first complaint.
 */
export const loadError = perModel((model): string | undefined => {
  const asList = (model.loadedAs ?? model.content) === 'list';
  try {
    const bytes = new TextEncoder().encode(model.parsed.text);
    if (asList) confListFromBytes(bytes);
    else confFromBytes(bytes);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
});
