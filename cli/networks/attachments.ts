import * as l10n from '@vscode/l10n';
import { type NetworkAttachment, textOrBase64 } from '../../engine/libcni/index.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { isFileReference, loadOrExplain } from './network-source.ts';
import { printJSON } from '../output/print-json.ts';
import { withSession } from '../hosts/session.ts';
import { table } from '../output/table.ts';

/** Runs `attachments`: lists the cached attachments of all networks or of one. Returns the exit code. */
export async function listAttachments(
  cli: CliProcess,
  network: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const isFile = network !== undefined && isFileReference(network);
  const name = isFile ? (await loadOrExplain(cli, network)).list.name : network;
  const all = await withSession(cli, options, ({ cni }) => cni.getCachedAttachments('', cli.signal));
  const attachments = name === undefined ? all : all.filter((attachment) => attachment.network === name);
  if (options.json) {
    cli.stdout(printJSON(attachments.map(documentOf)));
    return exitCodes.ok;
  }
  if (attachments.length === 0) {
    const directory = `${options.cacheDir ?? '/var/lib/cni'}/results`;
    const text =
      name === undefined
        ? l10n.t('There are no cached attachments in {0}.', directory)
        : l10n.t('There are no cached attachments of network "{0}" in {1}.', name, directory);
    cli.stderr(`note: ${text}\n`);
    return exitCodes.ok;
  }
  const rows = attachments.map(({ network: of, containerID, ifName, netNS }) => [of, containerID, ifName, netNS]);
  const head = [l10n.t('NETWORK'), l10n.t('CONTAINER'), l10n.t('INTERFACE'), l10n.t('NAMESPACE')];
  cli.stdout(table([head, ...rows]));
  return exitCodes.ok;
}

function documentOf(attachment: NetworkAttachment): object {
  const { network, containerID, ifName, netNS, cniArgs, capabilityArgs, cacheFile, config } = attachment;
  const args = cniArgs.map(([name, value]) => ({ name, value }));
  return {
    network,
    containerID,
    ifName,
    netNS,
    cniArgs: args,
    capabilityArgs,
    cacheFile,
    config: textOrBase64(config),
  };
}
