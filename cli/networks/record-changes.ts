import * as l10n from '@vscode/l10n';
import { ChangeRecorder, type Host, type Recording } from '../../engine/host/index.ts';
import { dataDirsOf, type NetworkConfigList, type RuntimeConf, sysctlsOf } from '../../engine/libcni/index.ts';
import type { CliProcess } from '../output/cli-process.ts';
import { failureOf } from '../output/failure.ts';

/** Reads the state of a host before ADD or DEL. If it cannot be read, prints a note and returns undefined. */
export function recordChanges(
  cli: CliProcess,
  host: Host,
  list: NetworkConfigList,
  rt: RuntimeConf,
): Promise<Recording | undefined> {
  const recorder = new ChangeRecorder((error) => {
    const { message } = failureOf(cli, error);
    cli.stderr(`note: ${l10n.t('The changes on the host could not be read: {0}', message)}\n`);
  });
  const [dataDirs, sysctls] = [dataDirsOf(list.bytes), sysctlsOf(list.bytes)];
  return recorder.begin({ ...rt, host, network: list.name, dataDirs, sysctls, signal: cli.signal });
}
