import type { NetworkAttachment } from '../engine/libcni/index.ts';
import type { CommonOptions } from './arguments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { isFilePath, loadOrExplain } from './network-source.ts';
import { printJSON, textOrBase64 } from './operation-json.ts';
import { withSession } from './session.ts';
import { table } from './table.ts';

/** `attachments`: what the cache knows, of all networks or of one. Gives the exit code. */
export async function listAttachments(
  cli: CliProcess,
  network: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const isFile = network !== undefined && isFilePath(network);
  const name = isFile ? (await loadOrExplain(cli, network)).list.name : network;
  const all = await withSession(cli, options, ({ cni }) => cni.getCachedAttachments('', cli.signal));
  const attachments = name === undefined ? all : all.filter((attachment) => attachment.network === name);
  if (options.json) {
    cli.stdout(printJSON(attachments.map(documentOf)));
    return exitCodes.ok;
  }
  if (attachments.length === 0) {
    const of = name === undefined ? '' : ` of network "${name}"`;
    cli.stderr(`note: no cached attachments${of} in ${options.cacheDir ?? '/var/lib/cni'}/results\n`);
    return exitCodes.ok;
  }
  const rows = attachments.map(({ network: of, containerID, ifName, netNS }) => [of, containerID, ifName, netNS]);
  cli.stdout(table([['NETWORK', 'CONTAINER', 'INTERFACE', 'NAMESPACE'], ...rows]));
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
