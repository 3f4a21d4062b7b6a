import { sentences } from '../../../engine/text/sentences.ts';
import { loadError } from '../../document/load-error.ts';
import type { Model } from '../../document/model.ts';
import { failsWith } from '../failures.ts';

/** Returns a message about a document, followed by the error of libcni if it does not load the document. */
export function withLoadError(message: string, model: Model): string {
  const error = loadError(model);
  return error === undefined ? message : sentences(message, failsWith('libcni', error));
}
