import { setImmediate } from 'node:timers/promises';
import { type CliProcess, exitCodes } from '../cli-process.ts';
import { Checker } from './checker.ts';
import { decodeText } from './file-text.ts';
import { goneFindings, mend, type Mended } from './mend.ts';
import { LintProblemError } from './problem.ts';
import { countSeverities, type LintedFile, type LintProblem, type LintReport } from './report.ts';
import { renderers } from './renderers.ts';
import type { LintRequest } from './request.ts';
import { readLintSettings, type LintSettings } from './settings.ts';
import { type FoundSources, type LintSource, SourceFinder, sourceOfInput } from './sources.ts';

/**
 * `lint`: what the editor finds, for files. Gives the exit code: 0 without an error, 1 with one, 2 when a file or an
 * argument could not be used, whatever was found in the others.
 */
export async function lint(cli: CliProcess, request: LintRequest): Promise<number> {
  const report = await reportOn(cli, request);
  cli.stdout(renderers[request.format](report, cli));
  for (const { message, hint } of report.problems) {
    cli.stderr(`${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`);
  }
  if (report.problems.length > 0) {
    return exitCodes.usage;
  }
  if (report.files.length === 0) {
    cli.stderr(`note: there is no network configuration in ${request.paths.join(', ')}\n`);
  }
  return countSeverities(report).error > 0 ? exitCodes.failure : exitCodes.ok;
}

async function reportOn(cli: CliProcess, request: LintRequest): Promise<LintReport> {
  let settings: LintSettings;
  try {
    settings = await readLintSettings(request);
  } catch (error) {
    return { files: [], problems: [problemOf(error)] };
  }
  const { sources, problems } = await findSources(cli, request, settings);
  return request.fix ? mendAll(cli, settings, sources, problems) : lintAll(cli, settings, sources, problems);
}

async function findSources(cli: CliProcess, request: LintRequest, settings: LintSettings): Promise<FoundSources> {
  const finder = new SourceFinder(settings.association, cli.signal);
  const found = await finder.find(request.paths.filter((one) => one !== '-'));
  if (!request.paths.includes('-')) {
    return found;
  }
  try {
    const name = request.stdinFilename;
    const input = sourceOfInput(decodeText(await cli.readInput(), name ?? '<stdin>'), name);
    return { ...found, sources: [...found.sources, input] };
  } catch (error) {
    return { ...found, problems: [...found.problems, problemOf(error)] };
  }
}

async function lintAll(
  cli: CliProcess,
  settings: LintSettings,
  sources: readonly LintSource[],
  problems: readonly LintProblem[],
): Promise<LintReport> {
  const checker = new Checker(settings);
  const files: LintedFile[] = [];
  for (const source of sources) {
    await breathe(cli);
    files.push(await checker.lint(source));
  }
  return { files, problems };
}

/** Mends all files first: what is told is how they are after that. */
async function mendAll(
  cli: CliProcess,
  settings: LintSettings,
  sources: readonly LintSource[],
  problems: readonly LintProblem[],
): Promise<LintReport> {
  const checker = new Checker(settings);
  const mended: Mended[] = [];
  for (const source of sources) {
    await breathe(cli);
    mended.push(await mend(checker, source));
  }
  const after = await lintAll(
    cli,
    settings,
    mended.map(({ source }) => source),
    [...problems, ...mended.flatMap(({ problem }) => problem ?? [])],
  );
  const files = after.files.map((file, index) => {
    const { before, renamedFrom } = mended[index] ?? {};
    if (before === undefined) {
      return file;
    }
    const fixed = goneFindings(before.diagnostics, file.diagnostics);
    return { ...file, fixed, ...(renamedFrom === undefined ? {} : { renamedFrom }) };
  });
  return { ...after, files };
}

/** Lets Ctrl-C arrive, which rejects here: the check of a file never waits for anything. */
async function breathe(cli: CliProcess): Promise<void> {
  await setImmediate();
  cli.signal.throwIfAborted();
}

function problemOf(error: unknown): LintProblem {
  if (error instanceof LintProblemError) {
    return error.problem;
  }
  throw error;
}
