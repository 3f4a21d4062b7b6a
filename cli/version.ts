import path from 'node:path';
import { isCNIError, runOperation, type Step } from '../engine/libcni/index.ts';
import { decodePluginInfo } from '../engine/libcni/version.ts';
import type { CommonOptions } from './arguments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { failureOfOperation, tell } from './failure.ts';
import { hostPath } from './host-path.ts';
import { operationDocument, printJSON } from './operation-json.ts';
import { stderrFollower, withSession } from './session.ts';

/** `version`: the spec versions of a plugin, given by its name or by the path of its file. Gives the exit code. */
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
  return failure === undefined ? exitCodes.ok : tell(cli, failure);
}

/** The spec versions that a plugin told in a step of VERSION; 0.1.0 for one from before VERSION, undefined for none. */
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
