/** The subset of JSON Schema 2020-12 that schemas/ uses, with our annotations. */
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
  /** A keyword of VS Code: whole values to start from, in snippet syntax. */
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
  /** First release of the reference plugins (or version of the SPEC, at list level) that supports the key. */
  readonly 'x-since'?: string;
  /** Documentation page. */
  readonly 'x-source'?: string;
  /** The described release, or the month of the source; absent for the reference plugins. */
  readonly 'x-release'?: string;
  readonly 'x-cni'?: PluginTraits;
  /** The value is the configuration of another plugin that this one runs. */
  readonly 'x-delegate'?: Delegation;
}

/** How a plugin passes a configuration to another one. */
export interface Delegation {
  /** The default type of the other plugin. */
  readonly type?: string;
  /** Keys that this plugin sets itself. */
  readonly sets?: readonly string[];
}

/** The role of a plugin in a chain, independent of its settings. */
export interface PluginTraits {
  readonly kind: 'main' | 'meta' | 'ipam';
  /** Whether it delegates to an IPAM plugin: never, if configured, or always. */
  readonly ipam?: 'none' | 'optional' | 'required';
  /** It may use the addresses of the previous plugin instead of IPAM (ipvlan). */
  readonly ipamFromChain?: boolean;
  /** It needs a previous result; the text is the error of the plugin without one. */
  readonly chained?: string;
  /** Lowest version of the SPEC that it accepts. */
  readonly minVersion?: string;
  /** Highest version of the SPEC that it accepts, if that is not the newest. */
  readonly maxVersion?: string;
}

/** Returns the allowed values except the empty string, which means the same as no key. */
export function writtenValues({ enum: values = [] }: Schema): readonly unknown[] {
  return values.filter((value) => value !== '');
}

/** Returns the schema with its local `$ref`s (all of the form `#/$defs/name`) resolved. Shared parts stay shared objects. */
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
  if (known !== undefined) {
    return known;
  }
  const folded = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  foldedKeys.set(properties, folded);
  return folded;
}

/** Returns the key of `properties` that Go's decoder uses for `key`: the exact one, or one that differs only by case. */
export function foldKey(properties: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return Object.hasOwn(properties, key) ? key : foldedKeysOf(properties).get(key.toLowerCase());
}

/** Returns the schema of one member (object key or array index) of a value that `schema` describes. */
export function memberSchema(schema: Schema | undefined, member: string | number): Schema | undefined {
  if (schema === undefined) {
    return undefined;
  }
  if (typeof member === 'number') {
    return schema.items;
  }
  const name = foldKey(schema.properties ?? {}, member);
  return name === undefined ? schema.additionalProperties : schema.properties?.[name];
}
