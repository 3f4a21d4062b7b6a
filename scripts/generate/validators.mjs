// Compiles schemas/ ahead of time: generated/validators.js (ajv standalone, one function per schema) and
// generated/schemas.js (the same schemas as data, for completion and hover). Compiling them at run time would take longer
// than starting the server.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SUFFIX = '.schema.json';
/** Annotations of this project and of VS Code. Any other unknown keyword is a mistake and fails the build. */
const ANNOTATIONS = ['x-since', 'x-source', 'x-release', 'x-cni', 'x-delegate', 'enumDescriptions', 'defaultSnippets'];

const READERS_ONLY = new Set(['$schema', ...ANNOTATIONS, 'title', 'description', 'default', 'examples']);

const readSchema = (path) => JSON.parse(readFileSync(path, 'utf8'));

function readFolder(folder) {
  const names = readdirSync(join(root, 'schemas', folder)).filter((name) => name.endsWith(SUFFIX));
  return Object.fromEntries(
    names.toSorted().map((name) => [basename(name, SUFFIX), readSchema(join(root, 'schemas', folder, name))]),
  );
}

/** All schemas: the list, any plugin, each plugin type, each IPAM type. */
export function readSchemas() {
  return {
    list: readSchema(join(root, 'schemas/network-configuration-list.schema.json')),
    plugin: readSchema(join(root, 'schemas/plugin-configuration.schema.json')),
    plugins: readFolder('plugins'),
    ipam: readFolder('ipam'),
  };
}

const exportName = (folder, type) => `${folder}_${type.replaceAll(/[^A-Za-z0-9]/g, '_')}`;

/** Returns a schema without its documentation, for compilation and comparison. */
function demands(schema) {
  if (Array.isArray(schema)) {
    return schema.map(demands);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const kept = Object.entries(schema).filter(([key]) => !READERS_ONLY.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, key in NAMED ? demandsOfEach(value) : demands(value)]));
}

/** Keywords whose keys are names, "default" among them. */
const NAMED = { properties: true, patternProperties: true, $defs: true, dependentSchemas: true };

const demandsOfEach = (schemas) =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, demands(schema)]));

/**
 * Returns a plugin's schema without the keys that the schema of any plugin already validates. This reduces the compiled code
 * to a third.
 */
function ownPart(schema, common) {
  const same = (key, property) => {
    const [own, shared] = [demands(property), demands(common.properties[key] ?? null)];
    if (key === 'capabilities') {
      return own.additionalProperties?.type === 'boolean';
    }
    return JSON.stringify(own) === JSON.stringify(shared) || Object.keys(own).length === 0;
  };
  const own = Object.entries(schema.properties).filter(([key, property]) => !same(key, property));
  return { ...schema, properties: Object.fromEntries(own) };
}

/**
 * The compiler. The schemas use only keywords that all drafts share (`strict` fails the build for others), so the default
 * compiler suffices, whose code is a fifth smaller than that for 2020-12.
 */
function validatorsModule(schemas) {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  });
  const exports = { list: schemas.list.$id, plugin: schemas.plugin.$id };
  const tables = { plugins: [], ipam: [] };
  ajv.addSchema(demands(schemas.list)).addSchema(demands(schemas.plugin));
  for (const folder of ['plugins', 'ipam']) {
    for (const [type, schema] of Object.entries(schemas[folder])) {
      ajv.addSchema(demands(folder === 'plugins' ? ownPart(schema, schemas.plugin) : schema));
      exports[exportName(folder, type)] = schema.$id;
      tables[folder].push(`  ${JSON.stringify(type)}: ${exportName(folder, type)},`);
    }
  }
  const code = standaloneCode(ajv, exports);
  if (code.includes('require(')) {
    throw new Error(
      'A schema uses a keyword whose ajv code needs a module at run time (minLength, uniqueItems, format)',
    );
  }
  const table = (folder) => `export const ${folder} = {\n${tables[folder].join('\n')}\n};\n`;
  return `${withShortErrors(code)}\n${REPORT}${table('plugins')}${table('ipam')}`;
}

/** How ajv reports an error: ten lines each time, which are the larger part of its code. */
const ERROR =
  /const (err\d+) = \{instancePath(?<path>:.+?)?,schemaPath:"(?:[^"\\]|\\.)*",keyword:(?<keyword>"\w+"),params:\{(?:missingProperty: (?<missing>"[^"]+")|.*)\}\};\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;

const REPORT = `function report(errors, instancePath, keyword, missing) {
  const error = missing === undefined ? {instancePath, keyword} : {instancePath, keyword, missing};
  if (errors === null) return [error];
  errors.push(error);
  return errors;
}
`;

/** The code with one call for each error, with only the facts that we read. */
function withShortErrors(code) {
  const short = code
    .replaceAll(ERROR, (...found) => {
      const { path, keyword, missing } = found.at(-1);
      const where = path === undefined ? 'instancePath' : path.slice(1);
      return `vErrors = report(vErrors, ${where}, ${keyword}${missing === undefined ? '' : `, ${missing}`});`;
    })
    .replaceAll('let errors = 0;\n', '')
    .replaceAll('return errors === 0;', 'return vErrors === null;')
    .replaceAll('errors = vErrors.length;\n', '');
  const left = /.*(?:\berr\d|\berrors\+\+|[^.]\berrors =|schemaPath).*/.exec(short)?.[0];
  if (left !== undefined) {
    throw new Error(`ajv reports errors in a way that is not known here: ${left}`);
  }
  return short;
}

const VALIDATORS_TYPES = `/** One finding of a validator: where (JSON pointer into the value), which keyword, and for a missing key its name. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly missing?: string;
}
export interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}
export const list: Validate;
export const plugin: Validate;
export const plugins: Readonly<Record<string, Validate>>;
export const ipam: Readonly<Record<string, Validate>>;
`;

const SCHEMAS_TYPES = `/** Schemas as JSON text: a session needs few of them, and text costs nothing until it is parsed. */
export const list: string;
export const plugin: string;
export const plugins: Readonly<Record<string, string>>;
export const ipam: Readonly<Record<string, string>>;
/** Returns the capabilities that a plugin reads. */
export const capabilities: readonly string[];
`;

/** The capabilities that plugins read, collected at build time so that no session parses all schemas. */
function capabilitiesOf({ plugin, plugins }) {
  const read = [plugin, ...Object.values(plugins)].flatMap(({ properties }) =>
    Object.keys(properties.capabilities?.properties ?? {}),
  );
  return [...new Set(read)].toSorted();
}

/** Returns a schema, or a table of schemas by type, with each schema as JSON text. */
function asText(value) {
  if (typeof value.$id === 'string') {
    return JSON.stringify(value);
  }
  return Object.fromEntries(Object.entries(value).map(([type, schema]) => [type, JSON.stringify(schema)]));
}

/** Writes generated/{validators,schemas}.{js,d.ts}. The output is deterministic. */
export function generateValidators() {
  const schemas = readSchemas();
  const folder = join(root, 'generated');
  mkdirSync(folder, { recursive: true });
  const data = Object.entries(schemas).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(asText(value))};\n`,
  );
  data.push(`export const capabilities = ${JSON.stringify(capabilitiesOf(schemas))};\n`);
  writeFileSync(join(folder, 'validators.js'), validatorsModule(schemas));
  writeFileSync(join(folder, 'validators.d.ts'), VALIDATORS_TYPES);
  writeFileSync(join(folder, 'schemas.js'), data.join(''));
  writeFileSync(join(folder, 'schemas.d.ts'), SCHEMAS_TYPES);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  generateValidators();
}
