import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';

// Answers on loopback as the API server of Kubernetes does, as far as Whereabouts and Multus use it. Every object is a file
// in the directory $1, which is removed between two runs. $2 is the port, $3 a file to create when the server listens, $4 the
// objects that always exist: a JSON object by path.
const [directory = '', port = '', ready = '', given = '{}'] = process.argv.slice(2);

interface KubernetesObject {
  metadata: { name: string; namespace?: string; resourceVersion?: string; uid?: string };
  [key: string]: unknown;
}

/** An operation of a JSON patch (RFC 6902). */
interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/** A failure that is answered with a Status object. */
class Failure extends Error {
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** The name of an object must be a DNS subdomain (RFC 1123). */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z\d]([-a-z\d]*[a-z\d])?(\.[a-z\d]([-a-z\d]*[a-z\d])?)*$/;

const existing: Readonly<Record<string, KubernetesObject>> = JSON.parse(given);

let version = 1;

const fileOf = (collection: string, name: string): string =>
  path.join(directory, encodeURIComponent(`${collection}/${name}`));

function read(collection: string, name: string): KubernetesObject {
  try {
    const found: KubernetesObject = JSON.parse(readFileSync(fileOf(collection, name), 'utf8'));
    return found;
  } catch {
    const known = existing[`${collection}/${name}`];
    if (known !== undefined) {
      return structuredClone(known);
    }
    const resource = collection.slice(collection.lastIndexOf('/') + 1);
    throw new Failure(404, 'NotFound', `${resource} "${name}" not found`);
  }
}

function save(collection: string, object: KubernetesObject): KubernetesObject {
  version += 1;
  object.metadata.resourceVersion = String(version);
  mkdirSync(directory, { recursive: true });
  writeFileSync(fileOf(collection, object.metadata.name), JSON.stringify(object));
  return object;
}

function create(collection: string, object: KubernetesObject): KubernetesObject {
  const { name } = object.metadata;
  if (!SUBDOMAIN.test(name)) {
    const group = String(object['apiVersion']).replace(/\/.*/, '');
    const message = `${String(object['kind'])}.${group} "${name}" is invalid: metadata.name: Invalid value: "${name}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'`;
    throw new Failure(422, 'Invalid', message);
  }
  if (names(collection).includes(name)) {
    throw new Failure(409, 'AlreadyExists', `"${name}" already exists`);
  }
  object.metadata.namespace = /\/namespaces\/([^/]+)\//.exec(collection)?.[1] ?? '';
  object.metadata.uid = `uid-of-${name}`;
  return save(collection, object);
}

function names(collection: string): string[] {
  mkdirSync(directory, { recursive: true });
  const start = `${collection}/`;
  return readdirSync(directory)
    .map(decodeURIComponent)
    .filter((one) => one.startsWith(start))
    .map((one) => one.slice(start.length));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function patched(object: KubernetesObject, operations: readonly PatchOperation[]): KubernetesObject {
  for (const { op, path: pointer, value } of operations) {
    const keys = pointer
      .slice(1)
      .split('/')
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop() ?? '';
    let holder: unknown = object;
    for (const key of keys) {
      holder = isObject(holder) ? holder[key] : undefined;
    }
    if (!isObject(holder)) {
      throw new Failure(422, 'Invalid', `the path ${pointer} does not exist`);
    }
    if (op === 'test') {
      if (JSON.stringify(holder[last] ?? null) !== JSON.stringify(value ?? null)) {
        throw new Failure(422, 'Invalid', `the test of ${pointer} failed`);
      }
    } else if (op === 'remove') {
      delete holder[last];
    } else {
      holder[last] = value;
    }
  }
  return object;
}

/** The bytes of a field in a message of protocol buffers, which is neither a group nor of a fixed size. */
function fieldOf(message: Uint8Array, wanted: number): Uint8Array {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at] ?? 0;
      at += 1;
      value += (byte % 128) * factor;
      if (byte < 128) {
        return value;
      }
    }
  };
  while (at < message.length) {
    const tag = varint();
    const length = varint();
    const isBytes = tag % 8 === 2;
    if (isBytes && Math.floor(tag / 8) === wanted) {
      return message.subarray(at, at + length);
    }
    at += isBytes ? length : 0;
  }
  return new Uint8Array();
}

/** The object in a body: JSON, or protocol buffers, of which only the name is read. */
function objectIn(body: Buffer): KubernetesObject {
  const magic = 'k8s\0';
  if (body.toString('latin1', 0, magic.length) !== magic) {
    const object: KubernetesObject = JSON.parse(body.toString());
    return object;
  }
  const [raw, metadata, name] = [2, 1, 1];
  const bytes = fieldOf(fieldOf(fieldOf(body.subarray(magic.length), raw), metadata), name);
  return { metadata: { name: Buffer.from(bytes).toString() } };
}

/** The answer to a request. */
function answer(method: string, url: string, body: Buffer): unknown {
  const steps = url
    .replace(/\?.*/, '')
    .replace(/\/status$/, '')
    .split('/');
  // /api/v1/namespaces/NAMESPACE/RESOURCE[/NAME], or /apis/GROUP/VERSION/namespaces/NAMESPACE/RESOURCE[/NAME]
  const length = steps[1] === 'api' ? 6 : 7;
  const collection = steps.slice(0, length).join('/');
  const name = decodeURIComponent(steps[length] ?? '');
  switch (method) {
    case 'GET':
      return name === ''
        ? { metadata: {}, items: names(collection).map((one) => read(collection, one)) }
        : read(collection, name);
    case 'POST':
      return create(collection, objectIn(body));
    case 'PUT': {
      const [old, object] = [read(collection, name), objectIn(body)];
      return save(collection, { ...old, ...object, metadata: { ...old.metadata, ...object.metadata } });
    }
    case 'PATCH': {
      const operations: PatchOperation[] = JSON.parse(body.toString());
      return save(collection, patched(read(collection, name), operations));
    }
    case 'DELETE':
      read(collection, name);
      rmSync(fileOf(collection, name));
      return { kind: 'Status', apiVersion: 'v1', status: 'Success' };
    default:
      throw new Failure(405, 'MethodNotAllowed', `${method} is not supported`);
  }
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const { method = '', url = '' } = request;
  let code = method === 'POST' ? 201 : 200;
  let content: unknown;
  try {
    content = answer(method, url, Buffer.concat(chunks));
  } catch (error) {
    const failure = error instanceof Failure ? error : new Failure(500, 'InternalError', String(error));
    code = failure.code;
    content = {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      code,
      reason: failure.reason,
      message: failure.message,
    };
  }
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

createServer((request, response) => {
  // A client that is killed aborts its request.
  handle(request, response).catch(() => response.destroy());
}).listen(Number(port), '127.0.0.1', () => {
  writeFileSync(ready, '');
});
