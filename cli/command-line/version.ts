import path from 'node:path';
import { isCNIError, runOperation, type Step, operationDocument } from '../../engine/libcni/index.ts';
import { decodePluginInfo } from '../../engine/libcni/plugin/version.ts';
import type { CommonOptions } from './arguments.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { failureOfOperation, report } from '../output/failure.ts';
import { hostPath } from '../hosts/host-path.ts';
import { printJSON } from '../output/print-json.ts';
import { stderrFollower, withSession } from '../hosts/session.ts';

/** Runs `version`: prints the spec versions of a plugin, given by name or path. Returns the exit code. */
export async function printVersions(cli: CliProcess, plugin: string, options: CommonOptions): Promise<number> {
  const file = plugin.includes('/') ? hostPath(plugin) : undefined;
  const type = file === undefined ? plugin : path.posix.basename(file);
  const { operation, value } = await withSession(
    cli,
    options,
    ({ cni }) =>
      runOperation(
        { verb: 'VERSION', network: '' },
        (observer) => cni.withObserver(observer).getVersionInfo(type, cli.signal),
        stderrFollower(cli),
      ),
    ...(file === undefined ? [] : [[path.posix.dirname(file)]]),
  );
  const failure = failureOfOperation(cli, operation);
  const outcome = operation.steps[0]?.outcome;
  const found = outcome === undefined || outcome.kind === 'notFound' ? undefined : outcome.pluginPath;
  if (options.json) {
    const { supportedVersions } = value ?? {};
    const document = { plugin: type, path: found, supportedVersions };
    cli.stdout(printJSON({ ...document, operation: operationDocument(operation, { hint: failure?.hint }) }));
  } else if (value !== undefined) {
    cli.stderr(`note: ${found ?? type}\n`);
    cli.stdout(`${value.supportedVersions.join(' ')}\n`);
  }
  return failure === undefined ? exitCodes.ok : report(cli, failure);
}

/** Returns the spec versions that a plugin reported in a VERSION step: 0.1.0 for a plugin without VERSION, undefined for none. */
export function supportedVersionsOf({ outcome, error }: Step): readonly string[] | undefined {
  if (error?.message === 'unknown CNI_COMMAND: VERSION') {
    return ['0.1.0'];
  }
  if (error !== undefined || outcome?.kind !== 'exited') {
    return undefined;
  }
  try {
    return decodePluginInfo(outcome.stdout).supportedVersions;
  } catch (failure) {
    if (isCNIError(failure)) {
      return undefined;
    }
    throw failure;
  }
}
