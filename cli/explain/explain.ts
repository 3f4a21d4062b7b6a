import * as l10n from '@vscode/l10n';
import { isWorkbenchError } from '../../engine/errors/workbench-error.ts';
import { clueOf, linksOf, type LoggedFailure, LogReader, wordsOf } from '../../engine/explain/index.ts';
import { commaList } from '../../engine/text/listing.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { diagnosisOf } from '../doctor/doctor.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { failureOf, isExpected } from '../output/failure.ts';
import { readLog, stdinName } from './log-text.ts';
import type { ExplainRequest } from './request.ts';

/**
 * Runs `explain`: finds the CNI failures in logs, and prints what they mean. Returns the exit code: 0 all are known, 1 some
 * are not, 2 an input or the host cannot be used.
 */
export async function explainLogs(
  cli: CliProcess,
  { paths, json, host }: ExplainRequest & { readonly host?: CommonOptions | undefined },
): Promise<number> {
  const { evidence, problem: hostProblem } = host === undefined ? withoutHost : await examine(cli, host);
  const reader = new LogReader();
  const problems = await readAll(cli, paths, reader);
  const { failures } = reader;
  cli.stdout(json ? asJSON(failures, evidence) : failures.map((one) => asText(one, evidence(one))).join('\n'));
  for (const problem of problems) {
    cli.stderr(problem);
  }
  if (hostProblem !== undefined) {
    cli.stderr(`note: ${hostProblem}\n`);
  }
  if (reader.dropped > 0) {
    cli.stderr(
      `note: ${l10n.t('The log has more than {0} different failures. Further lines with failures, which are not shown: {1}.', failures.length, reader.dropped)}\n`,
    );
  }
  if (problems.length > 0 || hostProblem !== undefined) {
    return exitCodes.usage;
  }
  if (failures.length === 0) {
    const names = paths.map((path) => (path === '-' ? stdinName : path));
    cli.stderr(`note: ${l10n.t('There is no CNI failure in {0}.', commaList(names))}\n`);
  }
  const hasUnknown = reader.droppedUnknown > 0 || failures.some(({ explanation }) => explanation === undefined);
  return hasUnknown ? exitCodes.failure : exitCodes.ok;
}

/** Returns what the host shows about a failure. */
type Evidence = (failure: LoggedFailure) => readonly string[];

/** What a host shows about failures, and why it could not be examined. */
interface Examination {
  readonly evidence: Evidence;
  readonly problem?: string;
}

const withoutHost: Examination = { evidence: () => [] };

/** Examines the host whose log it is. */
async function examine(cli: CliProcess, options: CommonOptions): Promise<Examination> {
  try {
    return { evidence: await evidenceOn(cli, options) };
  } catch (error) {
    if (cli.signal.aborted || !isExpected(cli, error)) {
      throw error;
    }
    const { message, hint } = failureOf(cli, error);
    return { ...withoutHost, problem: hint === undefined ? message : `${message}\nhint: ${hint}` };
  }
}

/** Rejects with HostError. */
async function evidenceOn(cli: CliProcess, options: CommonOptions): Promise<Evidence> {
  const diagnosis = await diagnosisOf(cli, options);
  const { evidenceFor } = await import('../cnitool-language.ts');
  return ({ explanation }) => {
    const clue = explanation && clueOf(explanation);
    return clue === undefined ? [] : evidenceFor(diagnosis, clue);
  };
}

/** Reads every input, and returns what is wrong with those that cannot be used. */
async function readAll(cli: CliProcess, paths: readonly string[], reader: LogReader): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const path of paths) {
    try {
      const file = path === '-' ? stdinName : path;
      const lines = (await readLog(cli, path)).split('\n');
      for (const [index, line] of lines.entries()) {
        reader.read(line, { file, line: index + 1 });
      }
    } catch (error) {
      if (!isWorkbenchError(error)) {
        throw error;
      }
      problems.push(`${error.message}\nhint: ${error.remedy}\n`);
    }
  }
  return problems;
}

/** The document of --json. Keys without a value are omitted. */
function asJSON(failures: readonly LoggedFailure[], evidence: Evidence): string {
  const explanations = failures.map((failure) => {
    const { explanation, ...rest } = failure;
    const here = evidence(failure);
    return {
      ...(explanation === undefined ? {} : { id: explanation.id, ...wordsOf(explanation) }),
      ...rest,
      ...(here.length === 0 ? {} : { here }),
      links: explanation === undefined ? [] : linksOf(explanation),
    };
  });
  return `${JSON.stringify({ explanations }, undefined, 2)}\n`;
}

function asText(failure: LoggedFailure, here: readonly string[]): string {
  const { explanation, file, line, count, message, details } = failure;
  const words = explanation && wordsOf(explanation);
  const title = words?.title ?? l10n.t('Unknown failure');
  const place = `${file ?? stdinName}:${line}`;
  return [
    count === 1
      ? l10n.t('{place}: {title}', { place, title })
      : l10n.t('{place}: {title} ({count} lines)', { place, title, count }),
    ...(words === undefined ? [] : [`  ${words.cause}`, `  ${words.remedy}`]),
    ...here.map((text) => `  ${l10n.t('On the host: {0}', text)}`),
    ...subjectLines(failure),
    `  ${l10n.t('Message: {0}', message)}`,
    ...(details === undefined ? [] : [`  ${l10n.t('Details: {0}', details)}`]),
    ...(explanation === undefined ? [] : linksOf(explanation).map((link) => `  ${link}`)),
    '',
  ].join('\n');
}

/** What the log says about the place of a failure. */
function subjectLines({ pod, namespace, network, plugin, sandbox }: LoggedFailure): readonly string[] {
  const names = [
    ...(pod === undefined ? [] : [l10n.t('pod {0}', namespace === undefined ? pod : `${namespace}/${pod}`)]),
    ...(network === undefined ? [] : [l10n.t('network {0}', network)]),
    ...(plugin === undefined ? [] : [l10n.t('plugin {0}', plugin)]),
    ...(sandbox === undefined ? [] : [l10n.t('sandbox {0}', sandbox.slice(0, 13))]),
  ];
  return names.length === 0 ? [] : [`  ${commaList(names)}`];
}
