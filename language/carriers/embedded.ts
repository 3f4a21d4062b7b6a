import { exactMember } from '../document/members.ts';
import { parse } from '../document/parse.ts';
import type { Span } from '../document/span.ts';
import type { TextChange } from '../rules/rule.ts';
import type { CarrierEdit } from './edits.ts';
import type { ExtractedText } from './position-map.ts';

/** What an embedded text is: a configuration, or a part of one. */
type EmbeddedKind = 'list' | 'single' | 'plugin' | 'ipam';

/** A text of a carrier that can be edited. */
export interface CarriedText extends ExtractedText {
  /** Converts changes of the text to changes of the carrier, or refuses them. */
  edit(changes: readonly TextChange[]): CarrierEdit;
  /** Returns the edit that writes another text as a literal block; undefined if it is one, or is not YAML. */
  readonly asBlock?: ((text: string) => CarrierEdit) | undefined;
}

/** A configuration inside another file. */
export interface Embedded extends CarriedText {
  readonly kind: EmbeddedKind;
  /** Its position in the carrier, for display: `spec.config`. */
  readonly where: string;
  /** Name of the object or file that holds it. */
  readonly name: string | undefined;
  /** Namespace of the definition that holds it, if the file determines it. */
  readonly namespace?: string | undefined;
  /** Whether the runtime fills in `name` from the definition where it is empty. */
  readonly isNameSupplied: boolean;
  /** Whether the runtime adds the device that a device plugin allocated. */
  readonly isDeviceSupplied?: boolean;
  /** For a part of a configuration: the text before and after it that makes a whole one. */
  readonly frame: { readonly before: string; readonly after: string };
}

/** A NetworkAttachmentDefinition. */
export interface Definition {
  readonly name: string | undefined;
  readonly namespace: string;
  readonly config: 'text' | 'empty' | 'mapping' | 'broken' | 'notIndented' | 'value' | 'missing' | 'other';
  /** The span of `config`, or of the node that should contain it. */
  readonly span: Span;
  readonly resourceName: string | undefined;
  /** For a mapping: returns the edit that writes it as JSON text. `isExact` if no value and no comment is open to interpretation. */
  readonly asText?: (() => { readonly done: CarrierEdit; readonly isExact: boolean }) | undefined;
  readonly embedded: Embedded | undefined;
}

/** A network that annotations can select: a definition, or an object of an operator that creates one. */
export interface NamedNetwork {
  /** As written: a template writes its actions. */
  readonly name: string;
  /** Empty if the file does not determine it. */
  readonly namespace: string;
  /** The span of the name. */
  readonly span: Span;
}

/** An annotation that selects networks. */
export interface Selection extends CarriedText {
  readonly annotation: string;
  /** Namespace of networks without one: that of the pod, empty if the file does not determine it; undefined if it is a setting of Multus. */
  readonly namespace: string | undefined;
}

/** A configuration that cannot be read, with the reason. */
interface Unresolved {
  readonly span: Span;
  readonly where: string;
  readonly reason: string;
}

/** The content of a carrier, in the order of its text. */
export interface CarrierContents {
  readonly embedded: readonly Embedded[];
  readonly definitions: readonly Definition[];
  readonly networks: readonly NamedNetwork[];
  readonly selections: readonly Selection[];
  /** Values of such annotations that are not text. */
  readonly selectionsNotText: readonly Span[];
  readonly unresolved: readonly Unresolved[];
  /** Places for configurations whose text is still blank, for completion. */
  readonly blank: readonly Embedded[];
  /** Whether the file is a template, so that its parts may exclude each other. */
  readonly isTemplate: boolean;
}

/** Collects what the carriers find. */
export interface Found {
  readonly embedded: Embedded[];
  readonly definitions: Definition[];
  readonly networks: NamedNetwork[];
  readonly selections: Selection[];
  readonly selectionsNotText: Span[];
  readonly unresolved: Unresolved[];
  readonly blank: Embedded[];
}

/** Returns a collection without content. */
export function nothingFound(): Found {
  return {
    embedded: [],
    definitions: [],
    networks: [],
    selections: [],
    selectionsNotText: [],
    unresolved: [],
    blank: [],
  };
}

/** Adds a configuration, also one whose text is still blank. */
export function addEmbedded(found: Found, embedded: Embedded): void {
  (embedded.text.trim() === '' ? found.blank : found.embedded).push(embedded);
}

/** The frame of a whole configuration. */
export const noFrame = { before: '', after: '' } as const;

/** Returns the kind of a configuration, by its text. */
export function configurationKind(text: string): 'list' | 'single' {
  if (!/"plugins"\s*:/.test(text)) {
    return 'single';
  }
  // A delegate may be a list inside a single configuration. Text that is not JSON yet is what it looks like.
  const { root } = parse(text);
  return root?.type !== 'object' || exactMember(root, 'plugins') !== undefined ? 'list' : 'single';
}
