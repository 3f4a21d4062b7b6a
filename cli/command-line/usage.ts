import * as l10n from '@vscode/l10n';
import { columnsOf, padColumns } from '../output/columns.ts';
import { wrap } from '../output/wrap.ts';
import { commonEntries, type HelpEntry, netEntry, netnsEntry, optionEntries, variableEntries } from './option-texts.ts';
import { verbTexts } from './verb-texts.ts';
import { allVerbs, cnitoolVerbs, hostOptions, type OptionName, type VerbName, verbs } from './verbs.ts';

const cnitoolNames: readonly string[] = cnitoolVerbs;

/** Returns the text for wrong arguments: that of cnitool byte for byte, then the additional verbs and options. */
export function usage(program: string): string {
  const own = allVerbs
    .filter((verb) => !cnitoolNames.includes(verb))
    .map((verb) => `${`  ${program} ${verb.padEnd(11)} ${verbs[verb].operands}`.trimEnd()}\n`);
  return `${program}: Add, check, remove, gc or status network interfaces from a network namespace
  ${program} add    <net> <netns>
  ${program} check  <net> <netns>
  ${program} del    <net> <netns>
  ${program} gc     <net> <netns>
  ${program} status <net> <netns>
Beyond cnitool:
${own.join('')}Options: --host local|sandbox|ssh:<name>|exec:<command>, --hosts <file>, --ssh-config <file>, --cache-dir <directory>, --script-timeout <s>, --plugin-timeout <s>, --json, --lang <language>, --help, --version
More: ${program} --help, ${program} <verb> --help
`;
}

/** Columns of a line of the help. */
const lineWidth = 96;

/** Returns the help of a verb, or without one the general help. */
export function help(program: string, verb: VerbName | undefined): string {
  return verb === undefined ? generalHelp(program) : verbHelp(program, verb);
}

const isHostOption = (option: OptionName): boolean => hostOptions.some((one) => one === option);

function generalHelp(program: string): string {
  const summaries = allVerbs.map((name) => ({
    term: `${program} ${`${name} ${verbs[name].operands}`.trimEnd()}`,
    text: verbTexts[name].summary(),
  }));
  const ownOptions = allVerbs.flatMap((name) => {
    const own = verbs[name].options.filter((option) => !isHostOption(option));
    return own.length === 0 ? [] : [section(l10n.t('Options of {0}:', name), optionEntries(own), optionColumn)];
  });
  return [
    l10n.t(
      "{0}: CNI networks on the command line, compatible with Go's cnitool v1.3.0, with additional verbs",
      program,
    ),
    '\n\n',
    entriesText(summaries, program.length + 25),
    '\n',
    entriesText([netEntry(), netnsEntry()], operandColumn),
    '\n',
    section(l10n.t('Options:'), [...optionEntries(hostOptions), ...commonEntries()], optionColumn),
    ...ownOptions,
    '\n',
    section(l10n.t('Environment:'), variableEntries(verbs.add.variables), variableColumn),
    '\n',
    paragraph(l10n.t('Results go to stdout in the format of cnitool. Errors, hints and notes go to stderr.')),
    paragraph(l10n.t('Exit status: 0 success, 1 failure (or too few arguments), 2 other invalid arguments.')),
  ].join('');
}

function verbHelp(program: string, verb: VerbName): string {
  const { operands, options, variables } = verbs[verb];
  const { summary, details, json } = verbTexts[verb];
  const operandEntries = [
    ...(operands.includes('<net>') ? [netEntry()] : []),
    ...(operands.includes('<netns>') ? [netnsEntry()] : []),
  ];
  return [
    `${`${program} ${verb} ${operands}`.trimEnd()}\n  ${summary()}\n\n`,
    ...details().map(paragraph),
    '\n',
    ...(operandEntries.length === 0 ? [] : [entriesText(operandEntries, operandColumn), '\n']),
    entriesText([...optionEntries(options), ...commonEntries()], optionColumn),
    '\n',
    paragraph(json()),
    ...(variables.length === 0
      ? []
      : ['\n', section(l10n.t('Environment:'), variableEntries(variables), variableColumn)]),
  ].join('');
}

/** Columns of the terms of an entry, before its text. */
const operandColumn = 9;
const optionColumn = 18;
const variableColumn = 14;

const paragraph = (text: string): string =>
  wrap(text, lineWidth)
    .map((line) => `${line}\n`)
    .join('');

function section(title: string, entries: readonly HelpEntry[], column: number): string {
  return `${title}\n${entriesText(entries, column)}`;
}

/** Returns entries as indented lines: the term, and in the next column its text. A longer term gets a separate line. */
function entriesText(entries: readonly HelpEntry[], column: number): string {
  return entries
    .flatMap(({ term, text }) => {
      const [first = '', ...rest] = wrap(text, lineWidth - column - 2);
      const below = (lines: readonly string[]): readonly string[] => lines.map((line) => ' '.repeat(column) + line);
      return columnsOf(term) < column
        ? [padColumns(term, column) + first, ...below(rest)]
        : [term, ...below([first, ...rest])];
    })
    .map((line) => `  ${line}\n`)
    .join('');
}
