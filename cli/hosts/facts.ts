import * as l10n from '@vscode/l10n';
import { collectFacts, findPluginDirs } from '../../engine/host/index.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { printJSON } from '../output/print-json.ts';
import { textOrBase64 } from '../../engine/libcni/index.ts';
import { withSession } from './session.ts';
import { table } from '../output/table.ts';

type Facts = Awaited<ReturnType<typeof collectFacts>>;

/** Runs `facts`: prints the facts of a host as text, or with `--json` for `lint --host-facts` and the language server. Returns the exit code. */
export async function printFacts(cli: CliProcess, options: CommonOptions): Promise<number> {
  const { facts, attachments } = await withSession(cli, options, async ({ host, cni, requested }) => {
    const { confDir = cli.env['NETCONFPATH'] || undefined, pluginPath } = requested;
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
    config: textIn(config),
  }));
  if (options.json) {
    cli.stdout(printJSON({ ...facts, cachedResults }));
  } else {
    cli.stdout(summaryOf(facts, cachedResults.length));
  }
  return exitCodes.ok;
}

/** Returns a configuration as text; undefined for other bytes, which no rule can use. */
function textIn(config: Uint8Array): string | undefined {
  const text = textOrBase64(config);
  return typeof text === 'string' ? text : undefined;
}

function systemOf({ system }: Facts): string {
  if (system === undefined) {
    return l10n.t('unknown');
  }
  const { distribution = 'Linux', kernel, machine } = system;
  return l10n.t('{0}, kernel {1}, {2}', distribution, kernel, machine);
}

function summaryOf(facts: Facts, attachmentCount: number): string {
  const plugins = facts.plugins.map(({ name, release, supportedVersions, problem, path }) => [
    name,
    problem ?? release ?? l10n.t('ok'),
    supportedVersions?.join(' ') ?? '-',
    path,
  ]);
  const interfaces = (facts.interfaces ?? []).map(({ name, kind, mtu, addresses }) => [
    name,
    kind ?? l10n.t('device'),
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
  const none = l10n.t('none');
  const namespaces = facts.namespaces?.map(({ name, path }) => name ?? path).join(' ') || none;
  const lines = [
    l10n.t('namespaces: {0}', namespaces),
    l10n.t('sysctls: {0}', sysctls.join(' ')),
    l10n.t('configuration files: {0}', facts.configFiles.map(({ path }) => path).join(' ') || none),
    l10n.t('attachments: {0}', attachmentCount),
    l10n.t('reservations: {0}', facts.reservations.length),
    l10n.t('missing: {0}', missing.join(' ') || none),
  ];
  return [
    `${l10n.t('host: {0}', facts.host)}\n`,
    `${l10n.t('system: {0}', systemOf(facts))}\n`,
    plugins.length === 0 ? `${noPluginsText(facts)}\n` : `\n${table([pluginHead(), ...plugins])}`,
    interfaces.length === 0 ? '' : `\n${table([interfaceHead(), ...interfaces])}`,
    routes.length === 0 ? '' : `\n${table([routeHead(), ...routes])}`,
    `\n${lines.join('\n')}\n`,
  ].join('');
}

function noPluginsText({ pluginDirs }: Facts): string {
  return pluginDirs.length === 0
    ? l10n.t('plugins: none in the usual directories')
    : l10n.t('plugins: none in {0}', pluginDirs.join(', '));
}

const pluginHead = (): readonly string[] => [l10n.t('PLUGIN'), l10n.t('STATE'), l10n.t('SUPPORTS'), l10n.t('FILE')];
const interfaceHead = (): readonly string[] => [l10n.t('INTERFACE'), l10n.t('KIND'), 'MTU', l10n.t('ADDRESSES')];
const routeHead = (): readonly string[] => [l10n.t('ROUTE'), l10n.t('VIA'), l10n.t('DEVICE')];
