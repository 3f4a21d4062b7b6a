import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseAllDocuments } from 'yaml';
import { mayEmbed } from '../../language/carriers/recognition.ts';
import { createLanguage } from '../../language/index.ts';
import { summarize } from './samples.ts';
import { median, round, row, type Row } from './table.ts';

const WARM_UP = 4;
const ROUNDS = 20;
const DEFINITIONS = 100;
/** The budget of the design, in ms. */
const MOST = 250;

/** A configuration of 10 kB, as a literal block or in double quotes. */
function definition(index: number, isQuoted: boolean): string {
  const routes = Array.from({ length: 88 }, (_, third) => ({ dst: `192.168.${third}.0/24`, gw: `10.${index}.0.1` }));
  const ipam = { type: 'host-local', ranges: [[{ subnet: `10.${index}.0.0/16` }]], routes };
  const plugins = [
    { type: 'macvlan', master: 'eth1', ipam },
    { type: 'tuning', sysctl: { 'net.core.somaxconn': '500' } },
  ];
  const json = JSON.stringify({ cniVersion: '1.0.0', name: `net-${index}`, plugins }, undefined, 2);
  const config = isQuoted ? JSON.stringify(json) : `|\n${json.replaceAll(/^/gm, '    ')}`;
  return `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: net-${index}\nspec:\n  config: ${config}\n`;
}

const documentOf = (text: string, version: number): TextDocument =>
  TextDocument.create('file:///deploy/networks.yaml', 'yaml', version, text);

/** Types a character in the middle of a file and takes it out again. Returns the time from each to the diagnostics. */
function strokes(text: string): number[] {
  let document = documentOf(text, 1);
  const language = createLanguage({ openDocuments: () => [document] });
  const start = document.positionAt(text.indexOf('192', text.length / 2));
  const end = { ...start, character: start.character + 1 };
  const times: number[] = [];
  for (let turn = 0; turn < WARM_UP + ROUNDS; turn++) {
    const from = performance.now();
    const change = turn % 2 === 0 ? { range: { start, end: start }, text: '1' } : { range: { start, end }, text: '' };
    document = TextDocument.update(document, [change], document.version + 1);
    language.diagnostics(document);
    times.push(performance.now() - from);
  }
  return times.slice(WARM_UP);
}

/** The times of something that is done again and again. */
function timesOf(work: () => unknown): number[] {
  const times: number[] = [];
  for (let turn = 0; turn < WARM_UP + ROUNDS; turn++) {
    const from = performance.now();
    work();
    times.push(performance.now() - from);
  }
  return times.slice(WARM_UP);
}

function style(name: string, isQuoted: boolean): Row {
  const text = Array.from({ length: DEFINITIONS }, (_, index) => definition(index, isQuoted)).join('---\n');
  const stroke = median(strokes(text));
  const whole = timesOf(() => createLanguage({ openDocuments: () => [] }).carrierReport(documentOf(text, 1)));
  const parse = median(timesOf(() => parseAllDocuments(text)));
  return row(
    `YAML of ${round(text.length / 1e6, 1)} MB with ${DEFINITIONS} definitions, ${name}: keystroke → diagnostics`,
    'ms',
    {
      ours: stroke,
      peer: { name: 'yaml, which only parses', value: parse },
      details: { allFindingsOfTheText: median(whole), ...summarize(whole) },
    },
    [
      { name: 'ms', value: stroke, most: MOST },
      { name: 'ms for all findings of the text', value: median(whole), most: MOST },
    ],
  );
}

/** A large file of NetworkAttachmentDefinitions, beside the YAML library with the same text. */
export function largeCarriers(): Promise<readonly Row[]> {
  return Promise.resolve([style('literal blocks', false), style('double quotes', true)]);
}

const RECOGNITIONS = 200;

/** A manifest without any network, as most YAML files are. */
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: app
          image: registry.example/app:1.2.3
          args: ["--listen", "0.0.0.0:8080"]
---
`;

/** What the editor does with each version of a YAML file of 100 kB that is not a carrier. */
export function recognition(): Promise<readonly Row[]> {
  const text = Buffer.from(deployment.repeat(Math.ceil(100_000 / deployment.length))).toString();
  const times: number[] = [];
  for (let turn = 0; turn < RECOGNITIONS; turn++) {
    const from = performance.now();
    mayEmbed(text, 'deployment.yaml');
    times.push(performance.now() - from);
  }
  const ours = summarize(times);
  const limit = { name: 'ms', value: ours.p50, most: 1 };
  return Promise.resolve([
    row('a YAML file of 100 kB without a configuration, per keystroke', 'ms', { ours: ours.p50, details: { ours } }, [
      limit,
    ]),
  ]);
}
