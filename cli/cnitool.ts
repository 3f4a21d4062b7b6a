import { readArguments, type Request } from './arguments.ts';
import { listAttachments } from './attachments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { runCnitoolVerb } from './cnitool-verbs.ts';
import { compare } from './compare/compare.ts';
import { installOnHost } from './install-plugins.ts';
import { printFacts } from './facts.ts';
import { failureOf, isExpected, tell } from './failure.ts';
import { printJSON } from './operation-json.ts';
import { showNetwork } from './show.ts';
import { help, usage } from './usage.ts';
import { validateNetwork } from './validate.ts';
import { printVersions } from './version.ts';

/**
 * The command line: cnitool v1.3.0's verbs with its output and exit codes, and ours. What is ours goes to stderr: a line
 * `hint: …` behind an error, and lines `note: …`.
 * @returns the exit code, one of exitCodes
 */
export async function runCli(cli: CliProcess): Promise<number> {
  const request = readArguments(cli.args);
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
    const exitCode = tell(cli, failure);
    // Of a comparison the other exit code says that hosts were looked at.
    return request.kind === 'compare' ? exitCodes.usage : exitCode;
  }
}

function wantsJSON(request: Request): boolean {
  return request.kind === 'compare' ? request.json : 'options' in request && request.options.json;
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
    case 'compare':
      return compare(cli, request);
    case 'install-plugins':
      return installOnHost(cli, request, request.options);
    case 'lint': {
      // The language is large, and nothing else needs it: it is a bundle of its own, loaded here (scripts/build.mjs).
      const { lint } = await import('./lint/lint.ts');
      return lint(cli, request);
    }
  }
}

/** What is wrong comes first; but where cnitool prints its usage, that does. */
function usageText(program: string, { problem, exitCode }: Extract<Request, { kind: 'usage' }>): string {
  const said = problem === undefined ? '' : `${problem}\n`;
  return exitCode === exitCodes.usage ? `${said}${usage(program)}` : `${usage(program)}${said}`;
}
