import { CNIError } from '../errors.ts';
import { encodeJSON } from '../json/encode.ts';
import { indentJSON } from '../json/indent.ts';
import type { JSONNode } from '../json/node.ts';
import { decodeNode, parse } from '../json/typed.ts';
import { isRecord } from '../json/record.ts';
import { encodeUTF8 } from '../json/utf8.ts';
import { quote } from '../quote.ts';
import { downTo040, legacyToModern, modernToLegacy, upTo100 } from './result-convert.ts';
import { decodeText, encodeLegacyResult, encodeResult040, result100ToJSON } from './result-encode.ts';
import {
  legacyResultShape,
  result040Shape,
  result100Shape,
  type LegacyResult,
  type ModernResult,
} from './result-types.ts';
import type { JSONObject, Result } from './types.ts';
import { decodeVersion } from '../plugin/version.ts';

/** Go's three result types, each for several spec versions. */
type Fields =
  | { readonly type: '020'; readonly fields: LegacyResult }
  | { readonly type: '040'; readonly fields: ModernResult }
  | { readonly type: '100'; readonly fields: ModernResult };

type ResultType = Fields['type'];

const versionsOf: Readonly<Record<ResultType, readonly string[]>> = {
  '020': ['', '0.1.0', '0.2.0'],
  '040': ['0.3.0', '0.3.1', '0.4.0'],
  '100': ['1.0.0', '1.1.0'],
};

function typeOf(version: string): ResultType | undefined {
  const types: readonly ResultType[] = ['020', '040', '100'];
  return types.find((type) => versionsOf[type].includes(version));
}

/** A result with Go's types, for conversion. */
class TypedResult implements Result {
  readonly cniVersion: string;
  readonly json: string;
  readonly typed: Fields;
  #value: JSONObject | undefined;

  constructor(typed: Fields) {
    this.typed = typed;
    this.cniVersion = typed.fields.cniVersion;
    this.json = encode(typed);
  }

  get value(): JSONObject {
    this.#value ??= asObject(this.json);
    return this.#value;
  }
}

function asObject(json: string): JSONObject {
  const value = decodeText(json);
  if (!isRecord(value)) {
    throw new TypeError(`a result is an object, not ${json}`);
  }
  return value;
}

function encode({ type, fields }: Fields): string {
  switch (type) {
    case '020':
      return encodeLegacyResult(fields);
    case '040':
      return encodeResult040(fields);
    case '100':
      return encodeJSON(result100ToJSON(fields));
  }
}

function decodeFields(type: ResultType, node: JSONNode): { readonly typed: Fields; readonly error?: Error } {
  switch (type) {
    case '020': {
      const { value, ...rest } = decodeNode(node, legacyResultShape);
      return { typed: { type, fields: value }, ...rest };
    }
    case '040': {
      const { value, ...rest } = decodeNode(node, result040Shape);
      return { typed: { type, fields: value }, ...rest };
    }
    case '100': {
      const { value, ...rest } = decodeNode(node, result100Shape);
      return { typed: { type, fields: value }, ...rest };
    }
  }
}

/**
 * Parses a result of a known version (libcni: version.NewResult, create.Create). The bytes must have a version of the same
 * type. Throws {@link CNIError} with the message of libcni or encoding/json.
 */
export function newResult(version: string, bytes: Uint8Array): Result {
  const type = resultType(version);
  const { node, error } = parse(bytes);
  if (error !== undefined) {
    throw new CNIError(error.message, undefined, { cause: error });
  }
  return resultOf(type, node);
}

/** Returns {@link newResult} of a parsed text. */
export function resultFromNode(version: string, node: JSONNode): Result {
  return resultOf(resultType(version), node);
}

function resultType(version: string): ResultType {
  const type = typeOf(version);
  if (type === undefined) {
    throw new CNIError(`unsupported CNI result version ${quote(version)}`);
  }
  return type;
}

function resultOf(type: ResultType, node: JSONNode): Result {
  const { typed, error } = decodeFields(type, node);
  if (error !== undefined) {
    throw new CNIError(error.message, undefined, { cause: error });
  }
  const { cniVersion } = typed.fields;
  if (!versionsOf[type].includes(cniVersion)) {
    const supported = versionsOf[type].join(' ');
    throw new CNIError(`result type supports [${supported}] but unmarshalled CNIVersion is ${quote(cniVersion)}`);
  }
  return new TypedResult(cniVersion === '' && typed.type === '020' ? withVersion(typed, '0.1.0') : typed);
}

/** Parses a result of the version in its bytes (libcni: create.CreateFromBytes). Throws as {@link newResult}. */
export function createFromBytes(bytes: Uint8Array): Result {
  return newResult(decodeVersion(bytes), bytes);
}

function withVersion(typed: Fields, cniVersion: string): Fields {
  switch (typed.type) {
    case '020':
      return { type: typed.type, fields: { ...typed.fields, cniVersion } };
    case '040':
    case '100':
      return { type: typed.type, fields: { ...typed.fields, cniVersion } };
  }
}

function convert(from: Fields, version: string, target: ResultType): Fields {
  if (from.type === target) {
    return withVersion(from, version);
  }
  if (from.type === '020') {
    const modern = legacyToModern(from.fields, version);
    return target === '100' ? { type: '100', fields: upTo100(modern, version) } : { type: '040', fields: modern };
  }
  switch (target) {
    case '020': {
      const older = from.type === '100' ? downTo040(from.fields, '0.4.0') : from.fields;
      return { type: '020', fields: modernToLegacy(older, version) };
    }
    case '040':
      return { type: '040', fields: downTo040(from.fields, version) };
    case '100':
      return { type: '100', fields: upTo100(from.fields, version) };
  }
}

/**
 * Returns the result in another spec version (libcni: Result.GetAsVersion); '' is 0.1.0. Throws {@link CNIError} for an
 * unknown version, or without an address, which 0.2.0 and earlier need.
 */
export function getAsVersion(result: Result, version: string): Result {
  const wanted = version === '' ? '0.1.0' : version;
  if (result.cniVersion === wanted) {
    return result;
  }
  const target = typeOf(wanted);
  if (target === undefined) {
    throw new CNIError(`no converter for CNI result version ${result.cniVersion} to ${wanted}`);
  }
  const from = result instanceof TypedResult ? result : newResult(result.cniVersion, encodeUTF8(result.json));
  if (!(from instanceof TypedResult)) {
    throw new TypeError('newResult gave a foreign result');
  }
  return new TypedResult(convert(from.typed, wanted, target));
}

/** Returns the bytes of Go's Result.Print: four spaces, no newline at the end. */
export function printResult(result: Result): Uint8Array {
  return encodeUTF8(indentJSON(result.json));
}
