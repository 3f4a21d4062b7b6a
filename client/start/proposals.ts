import type { AddressAnswer, Answers } from './answers.ts';

/** The parts of a host's facts that proposals use. */
interface HostNetwork {
  readonly interfaces?: readonly {
    readonly name: string;
    readonly kind?: string | undefined;
    readonly addresses: readonly string[];
  }[];
  readonly routes?: readonly {
    readonly destination: string;
    readonly device?: string | undefined;
    readonly gateway?: string | undefined;
  }[];
}

/** Returns the addresses and destinations that a host uses. */
export function usedOn({ interfaces = [], routes = [] }: HostNetwork): readonly string[] {
  const destinations = routes.map(({ destination }) => destination).filter((one) => one !== 'default');
  return [...interfaces.flatMap(({ addresses }) => addresses), ...destinations];
}

/** Returns the names of a host's bridges. */
export function bridgesOn({ interfaces = [] }: HostNetwork): readonly string[] {
  return interfaces.flatMap(({ name, kind }) => (kind === 'bridge' ? [name] : []));
}

/** Returns the interface of the default route. */
export function uplinkOf({ routes = [] }: HostNetwork): string | undefined {
  return routes.find(({ destination }) => destination === 'default')?.device;
}

/** Returns the IPv4 subnet of an interface, as in `192.168.1.0/24`. */
export function subnetOn({ interfaces = [] }: HostNetwork, name: string | undefined): string | undefined {
  const addresses = interfaces.find((one) => one.name === name)?.addresses ?? [];
  return addresses.flatMap((address) => networkOf(address) ?? [])[0];
}

function networkOf(address: string): string | undefined {
  const [, a = '', b = '', c = '', d = '', length = ''] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(address) ?? [];
  if (length === '' || Number(length) > 30) {
    return undefined;
  }
  const value = [a, b, c, d].reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  const network = Math.floor(value / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${length}`;
}

/** Returns the address with this number in a subnet whose own address ends with zeros: `10.88.0.0/16` → `10.88.0.2/16`. */
export function addressIn(subnet: string, number: number): string {
  return subnet.replace(/(?<=\.)0\/|(?<=::)\//, `${number}/`);
}

/** Returns the usual gateway for an address or subnet: the same address with 1 as its last part. */
export function firstOf(subnet: string): string {
  return subnet.replace(/\/.*/, '').replace(/(?<=[.:])[^.:]*$/, '1');
}

/** Reads `START - END`; undefined for an empty text, which means the whole subnet. */
export function readRange(text: string): AddressAnswer['range'] {
  const [start = '', end = ''] = text.split(/\s*(?:-|\u2013|,|\s)\s*/).filter((part) => part !== '');
  return start === '' ? undefined : { start, end };
}

/** Returns the text of a range for the input box. */
export function rangeText(range: AddressAnswer['range']): string {
  return range === undefined ? '' : `${range.start} - ${range.end}`;
}

/** Returns the name of the file of a network. */
export function fileNameOf({ purpose, name }: Pick<Answers, 'purpose' | 'name'>, isDefinition: boolean): string {
  if (isDefinition) {
    return `${name}.yaml`;
  }
  return purpose === 'nerdctl' ? `nerdctl-${name}.conflist` : `10-${name}.conflist`;
}
