import * as l10n from '@vscode/l10n';
import { isRecord } from '../libcni/json/record.ts';
import type { JSONValue } from '../libcni/index.ts';

/** A value that was entered as text, or what is wrong with the text. */
type Entered = { readonly value: JSONValue; readonly problem?: undefined } | { readonly problem: string };

/** How a value is entered and shown as text. */
export interface Shape {
  /** An example. */
  readonly example: string;
  /** Checks only the form of the text; the rules of the language check the value. */
  readonly parse: (text: string) => Entered;
  /** Returns the text of a value; undefined for a value of another form. */
  readonly format: (value: JSONValue) => string | undefined;
}

const protocols = ['tcp', 'udp', 'sctp'] as const;

/** A port mapping of the capability `portMappings` (CNI conventions). */
export interface PortMapping {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: string;
  readonly hostIP?: string;
}

/** Returns the port mapping in a value; undefined if it has none. */
export function portMappingOf(value: unknown): PortMapping | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { hostPort, containerPort, protocol, hostIP, ...others } = value;
  const isMapping =
    typeof hostPort === 'number' &&
    typeof containerPort === 'number' &&
    typeof protocol === 'string' &&
    (hostIP === undefined || typeof hostIP === 'string') &&
    Object.keys(others).length === 0;
  return isMapping ? { hostPort, containerPort, protocol, ...(hostIP === undefined ? {} : { hostIP }) } : undefined;
}

/** Returns a port mapping as it is shown: `8080/tcp → 80`. */
export function portMappingText({ hostPort, containerPort, protocol, hostIP = '' }: PortMapping): string {
  const address = hostIP.includes(':') ? `[${hostIP}]:` : `${hostIP}:`;
  return `${hostIP === '' ? '' : address}${hostPort}/${protocol} → ${containerPort}`;
}

const portPattern =
  /^(?:(?<hostIP>\[[^\]]+\]|[^:/\]]+):)?(?<hostPort>\d{1,5}):(?<containerPort>\d{1,5})(?:\/(?<protocol>\w+))?$/;

function parsePortMapping(text: string): Entered {
  const { hostIP, hostPort, containerPort, protocol = 'tcp' } = portPattern.exec(text)?.groups ?? {};
  if (hostPort === undefined || containerPort === undefined) {
    return {
      problem: l10n.t('Enter host port and container port, for example {0} or {1}.', '8080:80', '127.0.0.1:53:53/udp'),
    };
  }
  if (![hostPort, containerPort].every((port) => Number(port) >= 1 && Number(port) <= 65_535)) {
    return { problem: l10n.t('A port is a number from 1 to 65535.') };
  }
  const known = protocols.find((name) => name === protocol.toLowerCase());
  if (known === undefined) {
    return { problem: l10n.t('The protocols are {0}.', protocols.join(', ')) };
  }
  const ports = { hostPort: Number(hostPort), containerPort: Number(containerPort), protocol: known };
  return { value: hostIP === undefined ? ports : { ...ports, hostIP: hostIP.replaceAll(/[[\]]/g, '') } };
}

function formatPortMapping(value: JSONValue): string | undefined {
  const mapping = portMappingOf(value);
  if (mapping === undefined) {
    return undefined;
  }
  const { hostPort, containerPort, protocol, hostIP = '' } = mapping;
  const address = hostIP.includes(':') ? `[${hostIP}]:` : `${hostIP}:`;
  return `${hostIP === '' ? '' : address}${hostPort}:${containerPort}/${protocol}`;
}

/** A port mapping, as `docker run -p` takes it. */
export const portMapping: Shape = {
  example: '8080:80/tcp',
  parse: parsePortMapping,
  format: formatPortMapping,
};

const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };

/** A number of bits, with a decimal unit. */
export const bits: Shape = {
  example: '10M',
  parse: (text) => {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([KMG]?)$/i.exec(text) ?? [];
    const value = Math.round(Number(number) * (units[unit.toUpperCase()] ?? Number.NaN));
    return Number.isSafeInteger(value)
      ? { value }
      : { problem: l10n.t('Enter a number of bits, for example {0}.', '10M') };
  },
  format: (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      return undefined;
    }
    const unit = ['G', 'M', 'K'].find((name) => value > 0 && value % (units[name] ?? 1) === 0) ?? '';
    return `${value / (units[unit] ?? 1)}${unit}`;
  },
};

/** A text, such as an address. */
export const plainText = (example: string): Shape => ({
  example,
  parse: (text) => ({ value: text }),
  format: (value) => (typeof value === 'string' ? value : undefined),
});

/** A value of any form, as JSON. */
export const json = (example: string): Shape => ({
  example,
  parse: (text) => {
    try {
      const value: JSONValue = JSON.parse(text);
      return { value };
    } catch {
      return { problem: l10n.t('Enter JSON, for example {0}.', example) };
    }
  },
  format: (value) => JSON.stringify(value),
});
