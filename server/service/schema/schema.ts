/** The part of JSON Schema 2020-12 that schemas/ uses, with our annotations. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly deprecated?: boolean;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly examples?: readonly unknown[];
  /** VS Code's vocabulary: whole values to start from, in snippet syntax. */
  readonly defaultSnippets?: readonly {
    readonly label: string;
    readonly description: string;
    readonly body: unknown;
  }[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  /** First release of the reference plugins (or version of the SPEC, at list level) that knows the key. */
  readonly 'x-since'?: string;
  /** Page that describes it. */
  readonly 'x-source'?: string;
  readonly 'x-cni'?: PluginTraits;
  /** The value is the configuration of another plugin, that this one runs. */
  readonly 'x-delegate'?: Delegation;
}

/** How a plugin hands a configuration on to another one. */
export interface Delegation {
  /** The type of the other one, where none is written. */
  readonly type?: string;
  /** Keys that this plugin fills in by itself. */
  readonly sets?: readonly string[];
}

/** What a plugin is in a chain, whatever its settings. */
export interface PluginTraits {
  readonly kind: 'main' | 'meta' | 'ipam';
  /** Whether it delegates to an IPAM plugin: never, if asked to, or always. */
  readonly ipam?: 'none' | 'optional' | 'required';
  /** It may take the addresses of the previous plugin in place of IPAM (ipvlan). */
  readonly ipamFromChain?: boolean;
  /** It needs a previous result; the text is what the plugin says without one. */
  readonly chained?: string;
  /** Lowest version of the SPEC that it accepts. */
  readonly minVersion?: string;
  /** Highest version of the SPEC that it accepts, where that is not the newest. */
  readonly maxVersion?: string;
}

/** The allowed values that are worth writing: the empty string, where a plugin takes it, is as good as no key. */
export function writtenValues({ enum: values = [] }: Schema): readonly unknown[] {
  return values.filter((value) => value !== '');
}

/** The schema with its own `$ref`s (all of the form `#/$defs/name`) put in; shared parts stay shared objects. */
export function dereference(root: Schema): Schema {
  const defs = root.$defs ?? {};
  const resolve = (schema: Schema): Schema => {
    const { $ref, $defs: _defs, ...rest } = schema;
    const target = $ref === undefined ? undefined : defs[$ref.slice('#/$defs/'.length)];
    const merged: Schema = target === undefined ? rest : { ...target, ...rest };
    return {
      ...merged,
      ...(merged.properties === undefined ? {} : { properties: mapValues(merged.properties, resolve) }),
      ...(merged.items === undefined ? {} : { items: resolve(merged.items) }),
      ...(merged.additionalProperties === undefined
        ? {}
        : { additionalProperties: resolve(merged.additionalProperties) }),
    };
  };
  return resolve(root);
}

function mapValues<T>(record: Readonly<Record<string, T>>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

const foldedKeys = new WeakMap<object, ReadonlyMap<string, string>>();

function foldedKeysOf(properties: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const known = foldedKeys.get(properties);
  if (known !== undefined) return known;
  const folded = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  foldedKeys.set(properties, folded);
  return folded;
}

/** The key of `properties` that Go's decoder would take `key` for: the exact one, else one equal but for case. */
export function foldKey(properties: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return Object.hasOwn(properties, key) ? key : foldedKeysOf(properties).get(key.toLowerCase());
}

/** The schema of one member (object key or array index) of a value that `schema` describes. */
export function memberSchema(schema: Schema | undefined, member: string | number): Schema | undefined {
  if (schema === undefined) return undefined;
  if (typeof member === 'number') return schema.items;
  const name = foldKey(schema.properties ?? {}, member);
  return name === undefined ? schema.additionalProperties : schema.properties?.[name];
}
