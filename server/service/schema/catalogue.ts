import * as raw from '../../../generated/schemas.js';
import * as validators from '../../../generated/validators.js';
import type { Validate } from '../../../generated/validators.js';
import { dereference, type PluginTraits, type Schema } from './schema.ts';

/** A schema with the validator that was compiled from it. */
export interface Described {
  readonly schema: Schema;
  readonly validate: Validate;
  readonly traits: PluginTraits | undefined;
}

function describe(schema: Schema, validate: Validate): Described {
  return { schema: dereference(schema), validate, traits: schema['x-cni'] };
}

function describeAll(
  schemas: Readonly<Record<string, Schema>>,
  functions: Readonly<Record<string, Validate>>,
): ReadonlyMap<string, Described> {
  const known = new Map<string, Described>();
  for (const [type, schema] of Object.entries(schemas)) {
    const validate = functions[type];
    if (validate !== undefined) known.set(type, describe(schema, validate));
  }
  return known;
}

/** What is known of the network configuration list, of plugin types and of IPAM types. Data only, built once. */
export const catalogue = {
  list: describe(raw.list, validators.list),
  /** Any plugin configuration, for a type that is not known. */
  plugin: describe(raw.plugin, validators.plugin),
  plugins: describeAll(raw.plugins, validators.plugins),
  ipam: describeAll(raw.ipam, validators.ipam),
} as const;
