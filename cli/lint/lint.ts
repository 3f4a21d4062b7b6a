import * as l10n from '@vscode/l10n';
import { setImmediate } from 'node:timers/promises';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { Checker } from './checker.ts';
import { decodeText, textLimitOf } from './file-text.ts';
import { fixSource, goneFindings, type FixedSource } from './fix.ts';
import { problemOf } from './problem.ts';
import { countSeverities, type LintedFile, type LintReport } from './report.ts';
import { renderers } from './renderers.ts';
import type { LintRequest } from './request.ts';
import { concernsPods, type CarrierFiles } from '../../language/index.ts';
import { readLintSettings, type LintSettings } from './settings.ts';
import { type FoundSources, SourceFinder, sourceOfInput } from './sources.ts';

/**
 * Runs `lint`: reports the problems that the editor finds in files. Returns the exit code: 0 no errors, 1 errors, 2 a file or
 * an argument cannot be used, regardless of the findings.
 */
export async function lint(cli: CliProcess, request: LintRequest): Promise<number> {
  const report = await reportOn(cli, request);
  cli.stdout(renderers[request.format](report, cli));
  for (const { message, hint } of report.problems) {
    cli.stderr(`${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`);
  }
  for (const reason of report.skipped) {
    cli.stderr(`note: ${reason}\n`);
  }
  for (const file of report.files) {
    if (file.embedded === 0) {
      cli.stderr(`note: ${l10n.t('There is no CNI configuration in {0}.', file.path)}\n`);
    }
    for (const notice of file.notices ?? []) {
      cli.stderr(`note: ${notice}\n`);
    }
  }
  if (report.problems.length > 0) {
    return exitCodes.usage;
  }
  if (report.files.length === 0) {
    cli.stderr(`note: ${l10n.t('There is no network configuration in {0}.', request.paths.join(', '))}\n`);
  }
  return countSeverities(report).error > 0 ? exitCodes.failure : exitCodes.ok;
}

async function reportOn(cli: CliProcess, request: LintRequest): Promise<LintReport> {
  let settings: LintSettings;
  try {
    settings = await readLintSettings(request, cli.signal);
  } catch (error) {
    return { files: [], problems: [problemOf(error)], skipped: [] };
  }
  const found = await findSources(cli, request, settings);
  const report = await (request.fix ? fixAll(cli, settings, found) : lintAll(cli, settings, found));
  // Other YAML in a directory is not reported; a file that the command line names always is.
  const files = report.files.filter(({ embedded }, index) => embedded !== 0 || found.sources[index]?.isNamed === true);
  return { ...report, files };
}

async function findSources(cli: CliProcess, request: LintRequest, settings: LintSettings): Promise<FoundSources> {
  const finder = new SourceFinder(settings.association, cli.signal);
  const found = await finder.find(request.paths.filter((one) => one !== '-'));
  if (!request.paths.includes('-')) {
    return found;
  }
  try {
    const name = request.stdinFilename;
    const limit = textLimitOf(name ?? '');
    const input = sourceOfInput(decodeText(await cli.readInput(limit), name ?? '<stdin>', limit), name);
    return { ...found, sources: [...found.sources, input] };
  } catch (error) {
    return { ...found, problems: [...found.problems, problemOf(error)] };
  }
}

/**
 * Returns the files that define networks for pods or select them. Only a directory has all of a workspace: the files that the
 * command line names may be the changed ones of a commit.
 */
function carriersIn({ sources, isWalk, problems, skipped }: FoundSources): CarrierFiles {
  const files = sources.filter(({ isCarrier, text }) => isCarrier && concernsPods(text));
  return { files, isComplete: isWalk && problems.length === 0 && skipped.length === 0 };
}

async function lintAll(cli: CliProcess, settings: LintSettings, found: FoundSources): Promise<LintReport> {
  const checker = new Checker(cli, settings, carriersIn(found));
  const files: LintedFile[] = [];
  const { sources, problems, skipped } = found;
  for (const source of sources) {
    await yieldToSignals(cli);
    files.push(await checker.lint(source));
  }
  return { files, problems, skipped };
}

/** Fixes all files first, then reports what remains. */
async function fixAll(cli: CliProcess, settings: LintSettings, found: FoundSources): Promise<LintReport> {
  const checker = new Checker(cli, settings, carriersIn(found));
  const fixedSources: FixedSource[] = [];
  // Several names may lead to one file.
  const texts = new Map<string, string>();
  for (const source of found.sources) {
    await yieldToSignals(cli);
    const text = texts.get(source.real ?? '') ?? source.text;
    const one = await fixSource(checker, { ...source, text });
    if (source.real !== undefined) {
      texts.set(source.real, one.source.text);
    }
    fixedSources.push(one);
  }
  const after = await lintAll(cli, settings, {
    ...found,
    sources: fixedSources.map(({ source }) => source),
    problems: [...found.problems, ...fixedSources.flatMap(({ problem }) => problem ?? [])],
  });
  const files = after.files.map((file, index) => {
    const before = fixedSources[index]?.before;
    const refused = fixedSources[index]?.refused ?? [];
    const noted = refused.length === 0 ? file : { ...file, notices: [...(file.notices ?? []), ...refused] };
    return before === undefined ? noted : { ...noted, fixed: goneFindings(before.diagnostics, file.diagnostics) };
  });
  return { ...after, files, isFixed: true };
}

/** Lets Ctrl-C arrive, which rejects here, because checking a file never yields. */
async function yieldToSignals(cli: CliProcess): Promise<void> {
  await setImmediate();
  cli.signal.throwIfAborted();
}
