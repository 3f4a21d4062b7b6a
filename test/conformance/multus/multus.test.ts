import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, test } from 'vitest';
import { isMap, isSeq, parseAllDocuments } from 'yaml';
import { runtimeText } from '../../../language/carriers/supplied-name.ts';
import { foldedMember, textOf } from '../../../language/document/members.ts';
import { parse } from '../../../language/document/parse.ts';
import { loadError } from '../../../language/document/load-error.ts';
import { readModel } from '../../../language/document/model.ts';
import { OpenedCarrier } from '../../../language/features/carrier/opened-carrier.ts';
import { carrierReport } from '../../../language/features/carrier/carrier-report.ts';
import { corpora, ownCorpus } from '../../corpus/files.ts';
import { withMistakes } from '../../corpus/mistakes.ts';
import { skipBecause } from '../../skip.ts';
import { definitionWith, scalarStyles } from '../../unit/language/carriers/styles.ts';
import { Random } from '../generate/random.ts';
import { buildMultus, loadWithMultus, type MultusAnswer } from './multus.ts';

const multus = buildMultus();
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const COPIES = 4;

/** A definition: one document of YAML. */
interface Definition {
  readonly id: string;
  readonly text: string;
}

/** The definitions of a file, also those that are items of a list. Templates are not YAML before they are rendered. */
function definitionsOf(id: string, text: string): Definition[] {
  if (/\{\{|\{%/.test(text)) {
    return [];
  }
  return parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false })
    .flatMap((document, index): Definition[] => {
      const { contents, range } = document;
      if (!isMap(contents) || range === undefined || document.errors.length > 0) {
        return [];
      }
      const items = contents.get('items');
      if (isSeq(items)) {
        return items.items.map((item, at) => ({
          id: `${id}#${index}.${at}`,
          text: JSON.stringify(isMap(item) ? item.toJSON() : item),
        }));
      }
      return [{ id: `${id}#${index}`, text: text.slice(range[0], range[1]) }];
    })
    .filter((one) => /kind"?:\s*"?NetworkAttachmentDefinition/.test(one.text));
}

const written = corpora.flatMap(({ name, files }) =>
  files('embedded').flatMap(({ id, text }) => definitionsOf(`${name} ${id}`, text)),
);

/** Every sound configuration of the own corpus in a definition, in each style of YAML. */
const wrapped = ownCorpus
  .files('sound')
  .filter(({ text }) => text.trimStart().startsWith('{'))
  .flatMap(({ id, text }) =>
    scalarStyles.map((style) => ({ id: `${id}, ${style}`, text: definitionWith(text, style) })),
  );

/** The sound configurations with mistakes, in some style. */
const mutants = ownCorpus.files('sound').flatMap(({ id, text }, index) =>
  Array.from({ length: COPIES }, (_, copy) => {
    const random = Random.forCase(seed, 'multus', index * COPIES + copy);
    const style = random.pick(scalarStyles);
    return { id: `${id} ${copy}, ${style}`, text: definitionWith(withMistakes(text, random).text, style) };
  }),
);

/** Definitions with a mistake of structure in YAML. */
const misshapen: readonly Definition[] = [
  'config:\n    cniVersion: 0.4.0\n    type: macvlan\n',
  'config: [1]\n',
  'config: 1\n',
  `config: '[{ "type": "macvlan" }]'\n`,
  `config: '{ "cniVersion": "0.4.0" }'\n`,
  `config: '{ "cniVersion": "0.4.0", "plugins": [] }'\n`,
  `config: '{ "cniVersion": "0.4.0", "plugins": [{ "name": "x" }] }'\n`,
  `config: '{ "cniVersion": "0.4.0", "plugins": { "type": "macvlan" } }'\n`,
  `config: '{ "cniVersion": 1, "type": "macvlan" }'\n`,
  `config: 'type: macvlan'\n`,
].map((config) => ({
  id: config,
  text: `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: made\nspec:\n  ${config}`,
}));

/** Whether Multus reads a text as a single plugin configuration: it has a type (LoadDelegateNetConf). */
const isSingle = (text: string): boolean => (textOf(foldedMember(parse(text).root, 'type')?.value) ?? '') !== '';

/**
 * Reviewed differences: Multus decodes a list as a plugin configuration, too, whose keys libcni ignores in a list. We do not
 * report such a key of another type, because no definition is known to have one.
 */
const knownRejection = /cannot unmarshal \w+ into Go struct field (?:PluginConf|NetConfList|IPAM|DNS)\./;

/** What we say of a definition. */
interface Verdict extends Definition {
  /** Whether Multus has a configuration on each node instead. */
  readonly isEmpty: boolean;
  /** Rules with an error. */
  readonly errors: readonly string[];
  /** The error of loading, by the API server or libcni; undefined if it loads. */
  readonly unloadable: string | undefined;
  readonly answer: MultusAnswer;
}

function verdictOn({ id, text }: Definition, answer: MultusAnswer): Verdict {
  const document = TextDocument.create('file:///deploy/net.yaml', 'yaml', 1, text);
  const carrier = new OpenedCarrier(document, () => true);
  const { problems } = carrierReport(carrier, { neighbors: [] });
  const errors = [...new Set(problems.filter(({ severity }) => severity === 'error').map(({ rule }) => rule))];
  const { definitions, unresolved } = carrier.contents;
  const [definition] = definitions;
  const isEmpty = definition?.config === 'missing' || definition?.config === 'empty';
  const embedded = definition?.embedded;
  const loaded = embedded && runtimeText(embedded).text;
  const unloadable =
    definition === undefined || unresolved.length > 0 || isEmpty
      ? undefined
      : embedded === undefined || loaded === undefined
        ? `config is ${definition.config}`
        : loadError(
            readModel(TextDocument.create(`file:///x.${isSingle(loaded) ? 'conf' : 'conflist'}`, 'cni', 1, loaded)),
          );
  return { id, text, isEmpty, errors, unloadable, answer };
}

const shown = ({ id, text, errors, unloadable, answer }: Verdict): string =>
  `${id}\n${text}\nours: ${errors.join(' ')} ${unloadable ?? 'loads'}\nMultus: ${JSON.stringify(answer)}`;

async function judge(definitions: readonly Definition[]): Promise<Verdict[]> {
  const answers = await loadWithMultus(
    'program' in multus ? multus.program : '',
    definitions.map(({ text }) => text),
  );
  return definitions.map((one, index) => verdictOn(one, answers[index] ?? {}));
}

const count = (verdicts: readonly Verdict[]): string => String(verdicts.length);

describe('Multus', skipBecause('obstacle' in multus ? multus.obstacle : undefined), () => {
  test.each([
    ['the definitions of the corpora', written],
    ['the sound configurations of the own corpus, in definitions', wrapped],
    ['mutants of them', mutants],
    ['definitions of another shape', misshapen],
  ])(
    'accepts what we call good and rejects what we say cannot be loaded: %s',
    { timeout: 600_000 },
    async (what, some) => {
      const verdicts = (await judge(some)).filter(({ isEmpty }) => !isEmpty);
      const good = verdicts.filter(({ errors, unloadable }) => errors.length === 0 && unloadable === undefined);
      const unloadable = verdicts.filter((one) => one.unloadable !== undefined);
      const refused = verdicts.filter(({ answer }) => answer.error !== undefined);
      const unreported = refused.filter(({ errors }) => errors.length === 0);
      const known = unreported.filter(({ answer }) => knownRejection.test(answer.error ?? ''));
      console.log(
        `${what}: ${count(verdicts)} definitions (seed ${seed}); ${count(good)} good, ${count(unloadable)} cannot be loaded, Multus rejects ${count(refused)}, ${count(known)} of them by a known difference`,
      );
      expect(unloadable.filter(({ answer }) => answer.error === undefined).map(shown)).toEqual([]);
      expect(unreported.filter((one) => !known.includes(one)).map(shown)).toEqual([]);
      expect(known.length).toBeLessThanOrEqual(verdicts.length / 100);
    },
  );
});
