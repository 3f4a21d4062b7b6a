import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type PortMapping, portMappingOf, portMappingText } from '../../engine/arguments/shapes.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import type { HostSpec } from '../../engine/host/host.ts';
import type { NetworkConfigList, PluginConfig } from '../../engine/libcni/index.ts';
import { isRecord } from '../../engine/libcni/json/record.ts';
import type { NotificationAction } from '../editor/notify.ts';

/** The ports that portmap mapped for an attachment. */
export interface MappedPorts {
  readonly mappings: readonly PortMapping[];
  /** Whether they can be reached through localhost of the machine with the plugins. */
  readonly isOnLocalhost: boolean;
}

const portmapOf = ({ plugins }: Pick<NetworkConfigList, 'plugins'>): PluginConfig | undefined =>
  plugins.find(({ network }) => network.type === 'portmap' && network.capabilities['portMappings'] === true);

/**
 * Returns the ports that portmap maps in an ADD with these arguments. It maps no port 0. On localhost it needs SNAT (and sets
 * route_localnet for it), and conditions of the configuration may exclude the traffic (plugins/meta/portmap).
 */
export function mappedPorts(
  list: Pick<NetworkConfigList, 'plugins'>,
  { capabilityArgs = {} }: RuntimeArguments,
): MappedPorts {
  const portmap = portmapOf(list);
  const passed = capabilityArgs['portMappings'];
  const mappings = portmap !== undefined && Array.isArray(passed) ? passed : [];
  const config: unknown = portmap === undefined ? {} : JSON.parse(new TextDecoder().decode(portmap.bytes));
  const { snat, conditionsV4 } = isRecord(config) ? config : {};
  return {
    mappings: mappings.flatMap((value) => portMappingOf(value) ?? []).filter(({ hostPort }) => hostPort > 0),
    isOnLocalhost: snat !== false && (!Array.isArray(conditionsV4) || conditionsV4.length === 0),
  };
}

/** Returns the sentence about mapped ports; undefined if there are none. */
export function mappedText({ mappings }: MappedPorts, host: HostSpec): string | undefined {
  if (mappings.length === 0) {
    return undefined;
  }
  const texts = mappings.map(portMappingText).join(', ');
  return host.kind === 'sandbox'
    ? l10n.t('Mapped inside the sandbox only: {0}.', texts)
    : l10n.t('Mapped: {0}.', texts);
}

/** Returns buttons that open the first mapped ports in the browser, if this machine has them. */
export function openPortActions(ports: MappedPorts, host: HostSpec): readonly NotificationAction[] {
  return ports.mappings
    .flatMap((mapping) => {
      const url = portURL(mapping, ports, host);
      return url === undefined ? [] : [{ title: openPortText(mapping), run: () => openPort(url) }];
    })
    .slice(0, 2);
}

/** Returns the text of a button that opens a port. */
export const openPortText = ({ hostPort }: PortMapping): string => l10n.t('Open Port {0}', hostPort);

/** Opens the address of a port in the browser. */
export const openPort = (url: string): Thenable<boolean> => vscode.env.openExternal(vscode.Uri.parse(url));

/** Returns the address of a mapped port for the browser; undefined if it cannot be reached from this machine. */
export function portURL(
  mapping: PortMapping,
  { isOnLocalhost }: Pick<MappedPorts, 'isOnLocalhost'>,
  host: HostSpec,
): string | undefined {
  const { protocol, hostIP = '' } = mapping;
  const isLoopback = isAnyAddress(hostIP) || hostIP.startsWith('127.');
  return host.kind === 'local' && protocol === 'tcp' && (isOnLocalhost || !isLoopback) ? urlOf(mapping) : undefined;
}

const isAnyAddress = (address: string): boolean => ['', '0.0.0.0', '::'].includes(address);

function urlOf({ hostPort, hostIP = '' }: PortMapping): string {
  const name = isAnyAddress(hostIP) ? 'localhost' : hostIP;
  return `http://${name.includes(':') ? `[${name}]` : name}:${hostPort}`;
}
