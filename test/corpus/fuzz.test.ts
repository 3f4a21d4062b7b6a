import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../conformance/generate/random.ts';
import { bundleServer, startServer } from '../integration/server/language-client.ts';
import { corpora, PLAIN_FOLDERS } from './files.ts';
import { nextEdit, placesOutside } from './fuzz-edits.ts';

/** $CNI_WORKBENCH_SEED repeats a run; without it every run has different edits. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const EDITS = Number(process.env['CNI_WORKBENCH_EDITS'] ?? 50_000);
const PER_FILE = 25;
/** Number of files that are edited at the same time, each in a separate server. */
const SERVERS = 2;
/** Milliseconds after which a missing answer is a hang; generous, for a busy machine. */
const HANG = 30_000;
const LONGEST = 6000;

const bases = corpora
  .flatMap(({ files }) => PLAIN_FOLDERS.flatMap(files))
  .map(({ text }) => text)
  .filter((text) => text.length <= LONGEST);
console.log(`${EDITS} edits of ${bases.length} configurations: seed ${seed} (again with CNI_WORKBENCH_SEED=${seed})`);

let bundle: Awaited<ReturnType<typeof bundleServer>>;
beforeAll(async () => {
  bundle = await bundleServer();
});
afterAll(() => bundle.remove());

/**
 * Requests for a document other than its diagnostics: one of these after every second edit, in turn, since some take
 * ten times as long as diagnostics. Each is sent more than 2,000 times in 50,000 edits.
 */
const QUESTIONS: readonly [method: string, more: (place: object, range: object) => object][] = [
  ['textDocument/completion', (position) => ({ position })],
  ['textDocument/hover', (position) => ({ position })],
  ['textDocument/documentSymbol', () => ({})],
  ['textDocument/foldingRange', () => ({})],
  ['textDocument/codeAction', (_, range) => ({ range, context: { diagnostics: [] } })],
  ['textDocument/inlayHint', (_, range) => ({ range })],
  ['textDocument/documentLink', () => ({})],
  ['textDocument/formatting', () => ({ options: { tabSize: 2, insertSpaces: true } })],
  ['textDocument/selectionRange', (position) => ({ positions: [position] })],
  ['textDocument/definition', (position) => ({ position })],
  ['textDocument/references', (position) => ({ position, context: { includeDeclaration: true } })],
];

const NO_QUESTION: (typeof QUESTIONS)[number] = ['', () => ({})];

/** A server that is used as an editor does, and the failures that it logs. */
class Driven {
  readonly #server = startServer(bundle.path);
  readonly failures: string[] = [];

  async start(): Promise<void> {
    this.#server.connection.onNotification(
      'window/logMessage',
      ({ type, message }: { type: number; message: string }) => {
        if (type === 1) {
          this.failures.push(message);
        }
      },
    );
    const capabilities = { textDocument: { diagnostic: {} } };
    await this.ask('initialize', { processId: process.pid, rootUri: null, capabilities });
    await this.tell('initialized', {});
  }

  tell(method: string, params: object): Promise<void> {
    return this.#server.connection.sendNotification(method, params);
  }

  async ask(method: string, params: object): Promise<unknown> {
    const stopped = new AbortController();
    const hang = delay(HANG, undefined, { signal: stopped.signal }).then(() => {
      throw new Error(`${method} did not answer within ${HANG} ms`);
    });
    try {
      const answer: unknown = await Promise.race([this.#server.connection.sendRequest(method, params), hang]);
      return answer;
    } finally {
      stopped.abort();
      hang.catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    await this.ask('shutdown', {});
    await this.tell('exit', {});
    await this.#server.exited;
  }
}

const open = (server: Driven, uri: string, version: number, text: string): Promise<void> =>
  server.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'cni', version, text } });

/**
 * Edits one file step by step. Requests diagnostics after each edit, and after some edits another feature. In the end
 * opens the same text as a new document: the two differ if any edit was applied incorrectly.
 */
async function editFile(server: Driven, index: number): Promise<void> {
  const random = Random.forCase(seed, 'edits', index);
  let text = bases[random.below(bases.length)] ?? '';
  const name = random.chance(0.7) ? '10-x.conflist' : '10-x.conf';
  const uri = `file:///etc/cni/net.d/${name}`;
  const whole = `file:///srv/cni/net.d/${name}`;
  await open(server, uri, 1, text);
  let told: unknown;
  for (let step = 0; step < PER_FILE; step++) {
    const edit = nextEdit(text, random);
    text = edit.after;
    const contentChanges = [{ range: edit.range, text: edit.text }];
    await server.tell('textDocument/didChange', { textDocument: { uri, version: step + 2 }, contentChanges });
    told = await server.ask('textDocument/diagnostic', { textDocument: { uri } });
    const turn = index * PER_FILE + step;
    const [method, more] = (turn % 2 === 0 ? QUESTIONS[(turn / 2) % QUESTIONS.length] : undefined) ?? NO_QUESTION;
    const { start } = edit.range;
    const params = { textDocument: { uri }, ...more(start, { start, end: start }) };
    const answer = method === '' ? null : await server.ask(method, params);
    const outside = [...placesOutside(told, text), ...placesOutside(answer, text)];
    if (outside.length > 0 || server.failures.length > 0) {
      throw new Error(
        `${method} in file ${index}, step ${step} of seed ${seed}: ${[...outside, ...server.failures].join('; ')} in\n${JSON.stringify(text)}`,
      );
    }
  }
  await open(server, whole, 1, text);
  const anew = JSON.stringify(await server.ask('textDocument/diagnostic', { textDocument: { uri: whole } }));
  expect(anew.replaceAll(whole, uri), `file ${index} of seed ${seed}`).toBe(JSON.stringify(told));
  for (const closed of [uri, whole]) {
    await server.tell('textDocument/didClose', { textDocument: { uri: closed } });
  }
}

it(
  `${EDITS} edits: no exception, no hang, every position within the text, and edits give the same as the whole text`,
  { timeout: 900_000 },
  async () => {
    const files = Math.ceil(EDITS / PER_FILE);
    let next = 0;
    const edited = await Promise.all(
      Array.from({ length: SERVERS }, async () => {
        const server = new Driven();
        await server.start();
        let done = 0;
        for (; next < files; done++) {
          await editFile(server, next++);
        }
        await server.stop();
        return done;
      }),
    );
    expect(edited.reduce((sum, done) => sum + done, 0) * PER_FILE).toBeGreaterThanOrEqual(EDITS);
  },
);
