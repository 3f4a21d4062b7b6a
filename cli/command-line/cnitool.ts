import * as l10n from '@vscode/l10n';
import { useLanguage } from '../../engine/text/language.ts';
import { readArguments, type Request } from './arguments.ts';
import { listAttachments } from '../networks/attachments.ts';
import { type CliProcess, exitCodes, forOwnVerb } from '../output/cli-process.ts';
import { runCnitoolVerb } from '../networks/cnitool-verbs.ts';
import { compare } from '../compare/compare.ts';
import { doctor } from '../doctor/doctor.ts';
import { explainLogs } from '../explain/explain.ts';
import { installOnHost } from '../hosts/install-plugins.ts';
import { printFacts } from '../hosts/facts.ts';
import { failureOf, isExpected, report } from '../output/failure.ts';
import { printJSON } from '../output/print-json.ts';
import { showNetwork } from '../networks/show.ts';
import { languageFor } from './language-option.ts';
import { replay } from '../recordings/replay.ts';
import { help, usage } from './usage.ts';
import { validateNetwork } from '../networks/validate.ts';
import { printVersions } from './version.ts';

/**
 * Runs the command line: the verbs of cnitool v1.3.0 with its output and exit codes, and the additional verbs. Additional
 * output goes to stderr: a line `hint: …` after an error, and lines `note: …`.
 * @returns the exit code, one of exitCodes
 */
export async function runCli(process: CliProcess): Promise<number> {
  useLanguage(languageFor(process.args, process.env), process.translations);
  const request = readArguments(process.args);
  if (isForPrograms(request)) {
    useLanguage('en', process.translations);
  }
  const cli = request.kind === 'cnitool' ? process : forOwnVerb(process);
  const exitCode = await answer(cli, request);
  if (cli.unwritten === undefined || request.kind === 'cnitool') {
    // Go's cnitool does not check whether its result was written.
    return exitCode;
  }
  report(cli, { message: l10n.t('The output could not be written: {0}.', cli.unwritten) });
  return exitCodes.usage;
}

async function answer(cli: CliProcess, request: Request): Promise<number> {
  try {
    return await dispatch(cli, request);
  } catch (error) {
    if (!isExpected(cli, error)) {
      throw error;
    }
    const failure = failureOf(cli, error);
    if (wantsJSON(request)) {
      cli.stdout(printJSON({ error: failure }));
    }
    const exitCode = report(cli, failure);
    // For these, the exit code 1 is a result.
    return ['compare', 'doctor', 'explain'].includes(request.kind) ? exitCodes.usage : exitCode;
  }
}

function wantsJSON(request: Request): boolean {
  return request.kind === 'compare' || request.kind === 'explain'
    ? request.json
    : 'options' in request && request.options.json;
}

/** Whether the output is for programs: all of it is in English then, whatever the language of the user. */
function isForPrograms(request: Request): boolean {
  return request.kind === 'lint' ? request.format !== 'text' : wantsJSON(request);
}

async function dispatch(cli: CliProcess, request: Request): Promise<number> {
  switch (request.kind) {
    case 'help':
      cli.stdout(help(cli.program, request.verb));
      return exitCodes.ok;
    case 'programVersion':
      cli.stdout(`${cli.program} ${cli.version}\n`);
      return exitCodes.ok;
    case 'usage':
      cli.stderr(usageText(cli.program, request));
      return request.exitCode;
    case 'cnitool':
      return runCnitoolVerb(cli, request);
    case 'validate':
      return validateNetwork(cli, request.subject, request.options);
    case 'version':
      return printVersions(cli, request.subject, request.options);
    case 'show':
      return showNetwork(cli, request.subject, request.options);
    case 'attachments':
      return listAttachments(cli, request.subject, request.options);
    case 'facts':
      return printFacts(cli, request.options);
    case 'doctor':
      return doctor(cli, request.options);
    case 'compare':
      return compare(cli, request);
    case 'install-plugins':
      return installOnHost(cli, request, request.options);
    case 'explain':
      return explainLogs(cli, request);
    case 'replay':
      return replay(cli, request, request.options);
    case 'lint': {
      // The language is large and rarely needed, so it is in a separate bundle (scripts/build.mjs).
      const { lint } = await import('../cnitool-language.ts');
      return lint(cli, request);
    }
  }
}

/** Returns the problem and the usage, or the usage first where cnitool prints it. */
function usageText(program: string, { problem, exitCode }: Extract<Request, { kind: 'usage' }>): string {
  const problemText = problem === undefined ? '' : `${problem}\n`;
  return exitCode === exitCodes.usage ? `${problemText}${usage(program)}` : `${usage(program)}${problemText}`;
}
