import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService, type JSONSchema, type LanguageService } from 'vscode-json-languageservice';
import { CheckedDocuments } from '../../server/checked-documents.ts';
import { check } from '../../server/service/check.ts';
import { toDiagnostic } from '../../server/service/features/diagnostics.ts';
import { readModel } from '../../server/service/model.ts';
import { compose } from '../../server/service/schema/compose.ts';
import { ABSENT, corpusFiles, type CorpusFile } from '../corpus/files.ts';
import { median, round, type Absent, type Row } from './table.ts';

const ROUNDS = Number(process.env['CNI_WORKBENCH_BENCH_ROUNDS'] ?? 40);
/** Longer files are rare, and would be all of the sum. */
const LONGEST = 20_000;

let version = 1;
const documentOf = ({ text, loadedAs }: CorpusFile): TextDocument =>
  TextDocument.create(`file:///etc/cni/net.d/${loadedAs}`, 'cni', version++, text);

function serviceWith(schema: JSONSchema): LanguageService {
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

/** The least time of each file for each contender, in ms; they take turns, file by file. */
async function race(files: readonly CorpusFile[], contenders: readonly Contender[]): Promise<number[][]> {
  const least = contenders.map(() => files.map(() => Infinity));
  for (let turn = 0; turn < ROUNDS; turn++) {
    for (const [index, file] of files.entries()) {
      for (const [which, contender] of contenders.entries()) {
        const from = performance.now();
        await contender(file, index);
        const times = least[which] ?? [];
        times[index] = Math.min(times[index] ?? Infinity, performance.now() - from);
      }
    }
  }
  return least;
}

const mean = (times: readonly number[]): number => round(times.reduce((sum, ms) => sum + ms, 0) / times.length, 4);

/** Parse and all static checks beside the JSON language service, given our published schema and the same text. */
export async function staticChecks(): Promise<readonly (Row | Absent)[]> {
  const what = 'parse and all static checks of a configuration that people wrote, ms';
  if (ABSENT !== undefined) return [{ what, skipped: ABSENT }];
  const files = corpusFiles('strict').filter(({ text }) => text.length <= LONGEST);
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
  const ratio = (others: readonly number[]): number => round(median(ours.map((ms, i) => ms / (others[i] ?? 0))));
  const ratioToPublished = ratio(theirs);
  return [
    {
      what,
      measured: {
        files: files.length,
        ours: mean(ours),
        jsonLanguageService: mean(theirs),
        ratio: ratioToPublished,
        jsonLanguageServiceOfOneDocument: mean(chosen),
        ratioToThat: ratio(chosen),
      },
      budget: 'ratio ≤ 0.5: to vscode-json-languageservice with schemas/cni.schema.json, median of files',
      holds: ratioToPublished <= 0.5,
    },
  ];
}

/** A list of about 1 MB: plugins of several types, each with a network of its own. */
function largeList(): string {
  const plugins = [];
  for (let size = 0, index = 0; size < 1_000_000; index++) {
    const [high, low] = [Math.floor(index / 250) % 250, index % 250];
    const ipam = {
      type: 'host-local',
      ranges: [
        [{ subnet: `10.${high}.${low}.0/24`, rangeStart: `10.${high}.${low}.10`, gateway: `10.${high}.${low}.1` }],
      ],
      routes: [{ dst: '0.0.0.0/0' }, { dst: `192.168.${low}.0/24`, gw: `10.${high}.${low}.1` }],
    };
    const plugin =
      index % 3 === 0
        ? { type: 'bridge', bridge: `br${index}`, isGateway: true, ipMasq: true, hairpinMode: true, ipam }
        : index % 3 === 1
          ? { type: 'macvlan', master: `eth${low}`, mode: 'bridge', ipam }
          : { type: 'tuning', sysctl: { 'net.core.somaxconn': '500' }, mtu: 1400 };
    plugins.push(plugin);
    size += JSON.stringify(plugin, undefined, 2).length + 60;
  }
  return JSON.stringify({ cniVersion: '1.0.0', name: 'large', plugins }, undefined, 2);
}

/** From a keystroke in a list of 1 MB to its diagnostics, as the server does it: edit, parse, check, convert. */
export async function keystroke(): Promise<readonly Row[]> {
  const checked = new CheckedDocuments();
  let document = TextDocument.create('file:///etc/cni/net.d/10-large.conflist', 'cni', 1, largeList());
  const bytes = document.getText().length;
  const place = document.positionAt(document.getText().indexOf('"hairpinMode": true', bytes / 2) + 17);
  // As the server gives it: the same as long as nothing around the document changed.
  const context = {};
  const times: number[] = [];
  let found = 0;
  for (let turn = 0; turn < 30; turn++) {
    const from = performance.now();
    const change = { range: { start: place, end: { ...place, character: place.character + (turn % 2) } } };
    document = TextDocument.update(document, [{ ...change, text: turn % 2 === 0 ? 'x' : '' }], turn + 2);
    const model = checked.modelOf(document);
    found = checked.findingsOf(document, context).map((one) => toDiagnostic(model, one)).length;
    times.push(performance.now() - from);
  }
  const warm = times.slice(10);
  const p50 = median(warm);
  return [
    {
      what: 'keystroke to diagnostics in a list of 1 MB, ms',
      measured: { bytes, found, p50: round(p50), least: round(Math.min(...warm)), first: round(times[0] ?? 0) },
      budget: 'p50 ≤ 100',
      holds: p50 <= 100,
    },
  ];
}
