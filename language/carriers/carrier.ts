import type { Node } from 'yaml';
import type { Found } from './embedded.ts';
import type { CarrierId } from './recognition.ts';
import type { YAMLPart } from './scalar.ts';

/** The text of a carrier. YAML documents are parsed on demand. */
export interface CarrierSource {
  readonly text: string;
  /** Name of the file, without directory. */
  readonly file: string;
  /** What the carriers find that the settings disable. */
  readonly disabled: Found;
  /** The top-level nodes of the YAML documents that may hold a configuration. */
  documents(): readonly { readonly part: YAMLPart; readonly node: Node }[];
}

/** A file format that contains configurations. `recognition.ts` has its file names and words. */
export interface Carrier {
  readonly id: CarrierId;
  read(source: CarrierSource, found: Found): void;
}
