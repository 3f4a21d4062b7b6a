import type { Request } from '../wire.ts';
import { LISTS, SINGLES } from './attachments.ts';
import { CACHE, COLLECTION } from './cache.ts';
import { FAILURES, VALIDATION } from './invoke.ts';
import { FLAGS, FROM_BYTES, FROM_DIRECTORY, INJECTED, VERSION_CHOICE } from './conf.ts';
import { CONVERTED, FIELDS, JSON_ITSELF } from './types.ts';
import { COMPARED, NAMES, OF_CONFIGURATION, OF_PLUGIN, RECONCILED } from './version.ts';

/** The cases of the committed vectors: file → topic → name → request. */
export const CASES: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Request>>>>>> = {
  api: {
    'lists: ADD, CHECK, DEL': LISTS,
    'single configurations: ADD, CHECK, DEL': SINGLES,
    'the cache': CACHE,
    'attachments, GC, STATUS': COLLECTION,
    'VERSION and validation': VALIDATION,
  },
  conf: {
    'from bytes': FROM_BYTES,
    flags: FLAGS,
    'choice of the version': VERSION_CHOICE,
    'from a directory': FROM_DIRECTORY,
    'values put in': INJECTED,
  },
  invoke: { 'a plugin failed': FAILURES },
  types: { 'results converted': CONVERTED, 'fields of results': FIELDS, JSON: JSON_ITSELF },
  version: {
    compared: COMPARED,
    'of a configuration or result': OF_CONFIGURATION,
    'of a plugin': OF_PLUGIN,
    reconciled: RECONCILED,
    names: NAMES,
  },
};
