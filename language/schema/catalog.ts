import * as texts from '../../generated/schemas.js';
import * as validators from '../../generated/validators.js';
import type { Validate } from '../../generated/validators.js';
import { dereference, type PluginTraits, type Schema } from './schema.ts';

/** A schema with the validator that was compiled from it. */
export interface Described {
  readonly schema: Schema;
  readonly validate: Validate;
  readonly traits: PluginTraits | undefined;
}

/** A schema that is parsed and dereferenced on first use, because most sessions use few plugin types. */
class FromText implements Described {
  readonly validate: Validate;
  readonly #text: string;
  #schema: Schema | undefined;

  constructor(text: string, validate: Validate) {
    this.#text = text;
    this.validate = validate;
  }

  get schema(): Schema {
    this.#schema ??= dereference(parseSchema(this.#text));
    return this.#schema;
  }

  get traits(): PluginTraits | undefined {
    return this.schema['x-cni'];
  }
}

function parseSchema(text: string): Schema {
  const schema: Schema = JSON.parse(text);
  return schema;
}

function describeAll(
  byType: Readonly<Record<string, string>>,
  functions: Readonly<Record<string, Validate>>,
): ReadonlyMap<string, Described> {
  const known = new Map<string, Described>();
  for (const [type, text] of Object.entries(byType)) {
    const validate = functions[type];
    if (validate !== undefined) {
      known.set(type, new FromText(text, validate));
    }
  }
  return known;
}

/** The schemas of the network configuration list, of plugin types and of IPAM types. Plain data. */
export const catalog: {
  readonly list: Described;
  /** Any plugin configuration, for an unknown type. */
  readonly plugin: Described;
  readonly plugins: ReadonlyMap<string, Described>;
  readonly ipam: ReadonlyMap<string, Described>;
  /** The capabilities that at least one plugin reads. */
  readonly capabilities: readonly string[];
} = {
  list: new FromText(texts.list, validators.list),
  plugin: new FromText(texts.plugin, validators.plugin),
  plugins: describeAll(texts.plugins, validators.plugins),
  ipam: describeAll(texts.ipam, validators.ipam),
  capabilities: texts.capabilities,
};
