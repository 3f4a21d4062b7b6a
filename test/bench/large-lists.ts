import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { JSONSchema } from 'vscode-json-languageservice';
import { createLanguage } from '../../language/index.ts';
import { serviceWith } from './language.ts';
import { shapes } from './list-shapes.ts';
import { median, round, row, type Row } from './table.ts';

const WARM_UP = 6;
const ROUNDS = 20;

/** A document in which someone types: a quote in its middle, which is taken out again with the next stroke. */
class Typing {
  readonly #place: number;
  document: TextDocument;

  constructor(text: string) {
    this.document = TextDocument.create('file:///etc/cni/net.d/10-large.conflist', 'cni', 1, text);
    this.#place = text.indexOf('"', text.length / 2);
  }

  stroke(): void {
    const { version } = this.document;
    const [start, next] = [this.document.positionAt(this.#place), this.document.positionAt(this.#place + 1)];
    const isOut = version % 2 === 0;
    const change = { range: { start, end: isOut ? next : start }, text: isOut ? '' : '"' };
    this.document = TextDocument.update(this.document, [change], version + 1);
  }
}

/** From keystrokes to diagnostics as the server makes them, in ms. */
function typing(text: string): { readonly turn: () => void; readonly times: number[]; found: number } {
  const typed = new Typing(text);
  const language = createLanguage({ openDocuments: () => [typed.document] });
  const of = {
    times: new Array<number>(),
    found: 0,
    turn: () => {
      const from = performance.now();
      typed.stroke();
      of.found = language.diagnostics(typed.document).length;
      of.times.push(performance.now() - from);
    },
  };
  return of;
}

/** The same text through the JSON language service with our published schema. */
async function peerTime(text: string): Promise<number> {
  const schema: JSONSchema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../schemas/cni.schema.json'), 'utf8'),
  );
  const service = serviceWith(schema);
  const times: number[] = [];
  const typed = new Typing(text);
  for (let turn = 0; turn < WARM_UP + ROUNDS; turn += 1) {
    const from = performance.now();
    typed.stroke();
    await service.doValidation(typed.document, service.parseJSONDocument(typed.document));
    times.push(performance.now() - from);
  }
  return median(times.slice(WARM_UP));
}

async function shape(name: string, text: (bytes: number) => string): Promise<Row> {
  const [half, whole] = [text(50_000), text(100_000)];
  const [small, large] = [typing(half), typing(whole)];
  for (let turn = 0; turn < WARM_UP + ROUNDS; turn += 1) {
    small.turn();
    large.turn();
  }
  const [at50, at100] = [small.times.slice(WARM_UP), large.times.slice(WARM_UP)];
  const growth = round(Math.min(...at100) / Math.min(...at50));
  const ours = median(at100);
  return row(
    `keystroke → diagnostics, list of 100 kB: ${name}`,
    'ms',
    {
      ours,
      peer: { name: 'vscode-json-languageservice', value: await peerTime(whole) },
      details: { at50kB: round(median(at50)), slowest: round(Math.max(...at100)), growth, found: large.found },
    },
    [
      { name: 'ms', value: ours, most: 100 },
      { name: 'growth from 50 kB', value: growth, most: 2.2 },
    ],
  );
}

/** From a keystroke in a list of 50 and 100 kB to its diagnostics, with lists of several shapes. */
export async function largeLists(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, text] of shapes) {
    rows.push(await shape(name, text));
  }
  return rows;
}
