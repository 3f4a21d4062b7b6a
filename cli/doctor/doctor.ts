import { surveyHost } from '../../engine/fleet/index.ts';
import type { Diagnosis } from '../../language/index.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { remedyOf } from '../output/failure.ts';
import { printJSON } from '../output/print-json.ts';
import { withSession } from '../hosts/session.ts';

/** Examines the host of the options. Rejects with HostError. */
export async function diagnosisOf(cli: CliProcess, options: CommonOptions): Promise<Diagnosis> {
  const { label, survey } = await withSession(cli, options, async ({ host, requested }) => {
    const { pluginPath, confDir = cli.env['NETCONFPATH'] || undefined, cacheDir } = requested;
    const places = { pluginPath, cniPath: cli.env['CNI_PATH'], confDir, cacheDir: options.cacheDir ?? cacheDir };
    const request = { validate: false, status: false, remedyOf };
    return { label: host.label, survey: await surveyHost(host, places, request, cli.signal) };
  });
  const { diagnose } = await import('../cnitool-language.ts');
  return diagnose(label, survey);
}

/**
 * Runs `doctor`: prints what is wrong on a host, most likely cause first. Returns the exit code: 0 healthy, 1 problems,
 * 2 not everything could be examined.
 */
export async function doctor(cli: CliProcess, options: CommonOptions): Promise<number> {
  const diagnosis = await diagnosisOf(cli, options);
  const { diagnosisDocument, diagnosisText } = await import('../cnitool-language.ts');
  cli.stdout(options.json ? printJSON(diagnosisDocument(diagnosis)) : diagnosisText(diagnosis));
  if (diagnosis.problems > 0) {
    return exitCodes.failure;
  }
  return diagnosis.unchecked.length > 0 ? exitCodes.usage : exitCodes.ok;
}
