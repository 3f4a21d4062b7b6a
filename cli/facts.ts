import { collectFacts, findPluginDirs } from '../engine/host/index.ts';
import type { CommonOptions } from './arguments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { netDirOf } from './network-source.ts';
import { printJSON, textOrBase64 } from './operation-json.ts';
import { withSession } from './session.ts';
import { table } from './table.ts';

type Facts = Awaited<ReturnType<typeof collectFacts>>;

/** `facts`: what a host has, for people or (`--json`) for `lint --host-facts` and the language server. Gives the exit code. */
export async function printFacts(cli: CliProcess, options: CommonOptions): Promise<number> {
  const { facts, attachments } = await withSession(cli, options, async ({ host, cni, requested }) => {
    const { confDir = netDirOf(cli), pluginPath } = requested;
    const pluginDirs = pluginPath ?? (await findPluginDirs(host, cli.env['CNI_PATH'], cli.signal));
    return {
      facts: await collectFacts(host, { pluginDirs, confDir }, cli.signal),
      attachments: await cni.getCachedAttachments('', cli.signal),
    };
  });
  const cachedResults = attachments.map(({ network, containerID, ifName, config }) => ({
    network,
    containerID,
    ifName,
    ...configOf(textOrBase64(config)),
  }));
  if (options.json) {
    cli.stdout(printJSON({ ...facts, cachedResults }));
  } else {
    cli.stdout(summaryOf(facts, cachedResults.length));
  }
  return exitCodes.ok;
}

/** A configuration that is no text tells a rule nothing. */
const configOf = (config: ReturnType<typeof textOrBase64>): object => (typeof config === 'string' ? { config } : {});

function systemOf({ system }: Facts): string {
  if (system === undefined) return 'not known';
  const { distribution = 'Linux', kernel, machine } = system;
  return `${distribution}, kernel ${kernel}, ${machine}`;
}

function summaryOf(facts: Facts, attachmentCount: number): string {
  const plugins = facts.plugins.map(({ name, release, supportedVersions, problem, path }) => [
    name,
    problem ?? release ?? 'ok',
    supportedVersions?.join(' ') ?? '-',
    path,
  ]);
  const interfaces = (facts.interfaces ?? []).map(({ name, kind, mtu, addresses }) => [
    name,
    kind ?? 'device',
    String(mtu ?? '-'),
    addresses.join(' '),
  ]);
  const routes = (facts.routes ?? []).map(({ destination, gateway = '-', device = '-' }) => [
    destination,
    gateway,
    device,
  ]);
  const sysctls = Object.entries(facts.sysctls).map(([key, value]) => `${key}=${value ?? '-'}`);
  const missing = Object.entries({ ...facts.programs, ...facts.modules }).flatMap(([name, has]) => (has ? [] : [name]));
  return [
    `host: ${facts.host}\n`,
    `system: ${systemOf(facts)}\n`,
    plugins.length === 0
      ? `plugins: none in ${facts.pluginDirs.join(', ') || 'the usual directories'}\n`
      : `\n${table([['PLUGIN', 'STATE', 'SUPPORTS', 'FILE'], ...plugins])}`,
    interfaces.length === 0 ? '' : `\n${table([['INTERFACE', 'KIND', 'MTU', 'ADDRESSES'], ...interfaces])}`,
    routes.length === 0 ? '' : `\n${table([['ROUTE', 'VIA', 'DEVICE'], ...routes])}`,
    `\nnamespaces: ${facts.namespaces?.map(({ name, path }) => name ?? path).join(' ') || 'none'}\n`,
    `sysctls: ${sysctls.join(' ')}\n`,
    `configuration files: ${facts.configFiles.map(({ path }) => path).join(' ') || 'none'}\n`,
    `attachments: ${attachmentCount}\n`,
    `reservations: ${facts.reservations.length}\n`,
    `missing: ${missing.join(' ') || 'nothing'}\n`,
  ].join('');
}
