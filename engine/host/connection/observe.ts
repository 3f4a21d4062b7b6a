import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { connection as program } from '../../../generated/shell-programs.js';
import type { Problem } from '../../errors/workbench-error.ts';
import type { Host, Namespace } from '../host.ts';
import { missingNamespace } from '../facts/namespaces.ts';
import { missingTool } from '../launchers/missing-tool.ts';
import { canonicalPath } from '../network/owner.ts';
import type { HostNetwork, NamespaceNetwork, NetworkInterface } from '../network/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { runToEnd } from '../run-to-end.ts';
import { readSections, type Section } from '../shell/sections.ts';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { diagnose, type Diagnosis } from './diagnose.ts';
import { type Observation, readProbe, routeAnswer } from './observation.ts';
import { interfaceWith, layerThree } from './segment.ts';

/** Which connection to test. */
export interface ConnectionRequest {
  readonly source: Namespace;
  readonly target: Namespace;
  /** Address of the target. Default: its first one, IPv4 preferred. */
  readonly to?: string | undefined;
  /** TCP port; without one, ping only. */
  readonly port?: number | undefined;
}

/** The result of a test: what was seen, and what it means. Without an address at an end, there is nothing to observe. */
export interface ConnectionReport {
  readonly observation: Observation | undefined;
  readonly diagnosis: Diagnosis;
}

/** Bytes of the headers of IP and ICMP. */
const headers = { IPv4: 28, IPv6: 48 } as const;

/**
 * Tests a connection between two namespaces: reads the network of the host, then asks the kernel for the routes, then sends
 * packets. Three round trips; changes nothing. Rejects with HostError, with NamespaceError, and with the signal's reason.
 */
export async function testConnection(
  host: Pick<Host, 'label' | 'run'>,
  request: ConnectionRequest,
  signal?: AbortSignal,
): Promise<ConnectionReport> {
  const { source: a, target: b, port } = request;
  const network = await readNetwork(host, { detailed: [a.path, b.path] }, signal);
  const [own] = network.namespaces;
  const source = found(host, network, a);
  const target = found(host, network, b);
  const to = request.to ?? addressesOf(target)[0];
  if (own === undefined || to === undefined) {
    return { observation: undefined, diagnosis: noAddress(b.name) };
  }
  const fallback = addressesOf(source).find((address) => isIPv6(address) === isIPv6(to));
  if (fallback === undefined) {
    return { observation: undefined, diagnosis: noAddress(a.name) };
  }
  const asked = await run(host, 'routes', [pathOf(source), pathOf(target), fallback, to], signal);
  const from = asked.find(({ kind }) => kind === 'from')?.name ?? fallback;
  const routeOf = (name: string) =>
    routeAnswer(asked.find((section) => section.kind === 'route' && section.name === name)?.text ?? '');
  const routes = { source: routeOf('source'), target: routeOf('target') };
  const device = routes.source.device ?? interfaceWith(source, from)?.name;
  const targetDevice = interfaceWith(target, to)?.name;
  const entry = layerThree(own, source, device);
  const exit = layerThree(own, target, targetDevice);
  const mtu = interfaceNamed(source, device)?.mtu ?? 0;
  const size = Math.max(0, mtu - headers[isIPv6(to) ? 'IPv6' : 'IPv4']);
  const args = [pathOf(source), pathOf(target), from, to, entry ?? '', exit ?? '', device ?? '', targetDevice ?? ''];
  const probed = readProbe(
    await run(host, 'probe', [...args, String(size), port === undefined ? '' : String(port)], signal),
    size,
  );
  const observation: Observation = {
    ...probed,
    from,
    to,
    port,
    namespaces: { source, target, host: own },
    others: network.namespaces.filter(({ id }) => ![source.id, target.id, own.id].includes(id)),
    entry,
    exit,
    routes: { ...probed.routes, ...routes },
  };
  return { observation, diagnosis: diagnose(observation) };
}

const interfaceNamed = ({ interfaces }: NamespaceNetwork, name: string | undefined): NetworkInterface | undefined =>
  interfaces.find((one) => one.name === name);

const pathOf = ({ path }: NamespaceNetwork): string => path ?? '';

/** Returns the addresses of a namespace without those of lo and of links, IPv4 first. */
function addressesOf({ interfaces }: NamespaceNetwork): readonly string[] {
  return interfaces
    .filter(({ name }) => name !== 'lo')
    .flatMap(({ addresses }) => addresses.filter(({ scope }) => scope === 'global'))
    .map(({ address }) => address.replace(/\/.*$/, ''))
    .toSorted((one, other) => Number(isIPv6(one)) - Number(isIPv6(other)));
}

function found(host: Pick<Host, 'label'>, { namespaces }: HostNetwork, { name, path }: Namespace): NamespaceNetwork {
  const namespace = namespaces.find((one) => one.path !== undefined && canonicalPath(one.path) === canonicalPath(path));
  if (namespace === undefined) {
    throw missingNamespace(host, name);
  }
  return namespace;
}

async function run(
  host: Pick<Host, 'label' | 'run'>,
  verb: 'routes' | 'probe',
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Section[]> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const argv = ['/bin/sh', '-c', program, 'sh', nonce, verb, ...args] as const;
  const { stdout } = await runToEnd(host, { argv, env: { LC_ALL: 'C' } }, { signal });
  const sections = readSections(stdout.toString(), nonce);
  const missing = sections.find(({ text }) => /\b(?:ping|ip|nsenter): (?:command )?not found/.test(text))?.text;
  if (missing !== undefined) {
    throw new WorkbenchError(missingTool(/\b(ping|ip|nsenter): /.exec(missing)?.[1] ?? 'ip', host.label));
  }
  return sections;
}

function noAddress(name: string): Diagnosis {
  const problem: Problem<'noAddress'> = {
    code: 'noAddress',
    message: l10n.t('"{0}" has no address.', name),
    remedy: l10n.t('Add it to a network.'),
  };
  return { kind: 'failed', problem, isCertain: true };
}
