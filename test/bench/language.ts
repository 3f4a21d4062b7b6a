import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService, type JSONSchema, type LanguageService } from 'vscode-json-languageservice';
import { check } from '../../language/check.ts';
import { readModel } from '../../language/document/model.ts';
import { compose } from '../../language/features/composed-schema.ts';
import { corpora, type CorpusFile } from '../corpus/files.ts';
import { median, round, row, type Row } from './table.ts';

const ROUNDS = Number(process.env['CNI_WORKBENCH_BENCH_ROUNDS'] ?? 40);
/** Longer files are rare, and would be all of the sum. */
const LONGEST = 20_000;

let version = 1;
const documentOf = ({ text, loadedAs }: CorpusFile): TextDocument =>
  TextDocument.create(`file:///etc/cni/net.d/${loadedAs}`, 'cni', version++, text);

/** The JSON language service with one schema for every document. */
export function serviceWith(schema: JSONSchema): LanguageService {
  const service = getLanguageService({});
  service.configure({ validate: true, schemas: [{ uri: 'cni://schema', fileMatch: ['*'], schema }] });
  return service;
}

/** One service per make-up of a document, with the schema that completion uses for it: types are chosen beforehand. */
function composedServices(files: readonly CorpusFile[]): LanguageService[] {
  const known = new Map<string, LanguageService>();
  return files.map((file) => {
    const { key, schema } = compose(readModel(documentOf(file)));
    const service = known.get(key) ?? serviceWith(schema());
    known.set(key, service);
    return service;
  });
}

async function validate(service: LanguageService, file: CorpusFile): Promise<void> {
  const document = documentOf(file);
  await service.doValidation(document, service.parseJSONDocument(document));
}

type Contender = (file: CorpusFile, index: number) => Promise<unknown>;

/**
 * The least time of each file for each contender, in ms. They take turns, each with all files: a server runs only one of
 * them, so that none is to find the processor's caches full of the code of the others.
 */
async function race(files: readonly CorpusFile[], contenders: readonly Contender[]): Promise<number[][]> {
  const least = contenders.map(() => files.map(() => Infinity));
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const [which, contender] of contenders.entries()) {
      const times = least[which] ?? [];
      for (const [index, file] of files.entries()) {
        const from = performance.now();
        await contender(file, index);
        times[index] = Math.min(times[index] ?? Infinity, performance.now() - from);
      }
    }
  }
  return least;
}

const mean = (times: readonly number[]): number => round(times.reduce((sum, ms) => sum + ms, 0) / times.length, 4);

/** Parse and all static checks beside the JSON language service, given our published schema and the same text. */
export async function staticChecks(): Promise<readonly Row[]> {
  const what = 'parse and all checks of a real configuration';
  const files = corpora.flatMap(({ files: filesOf }) => filesOf('sound')).filter(({ text }) => text.length <= LONGEST);
  const published: JSONSchema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../schemas/cni.schema.json'), 'utf8'),
  );
  const bundle = serviceWith(published);
  const composed = composedServices(files);
  const [ours = [], theirs = [], chosen = []] = await race(files, [
    async (file) => check(readModel(documentOf(file)), {}),
    (file) => validate(bundle, file),
    (file, index) => validate(composed[index] ?? bundle, file),
  ]);
  const ratioTo = (others: readonly number[]): number => round(median(ours.map((ms, i) => ms / (others[i] ?? 0))));
  return [
    row(
      what,
      'ms',
      {
        ours: mean(ours),
        peer: { name: 'vscode-json-languageservice', value: mean(theirs) },
        details: {
          files: files.length,
          medianRatio: ratioTo(theirs),
          jsonLanguageServiceOfOneDocument: mean(chosen),
          medianRatioToThat: ratioTo(chosen),
        },
      },
      [{ name: 'median ratio', value: ratioTo(theirs), most: 0.6 }],
    ),
  ];
}
