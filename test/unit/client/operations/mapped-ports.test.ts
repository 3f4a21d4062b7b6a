import { beforeEach, expect, test } from 'vitest';
import { networkConfFromBytes } from '../../../../engine/libcni/index.ts';
import {
  mappedPorts,
  type MappedPorts,
  mappedText,
  openPortActions,
} from '../../../../client/operations/mapped-ports.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

const tcp = { hostPort: 8080, containerPort: 80, protocol: 'tcp' };
const [local, sandbox] = [{ kind: 'local' }, { kind: 'sandbox' }] as const;

function portsOf(portMappings: unknown, portmap: object = {}): MappedPorts {
  const declared = { type: 'portmap', capabilities: { portMappings: true }, ...portmap };
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins: [{ type: 'bridge' }, declared] });
  const capabilityArgs = JSON.parse(JSON.stringify({ portMappings }));
  return mappedPorts(networkConfFromBytes(new TextEncoder().encode(text)), { capabilityArgs });
}

/** Returns the titles of the buttons, and presses them. */
function buttons(ports: MappedPorts): readonly string[] {
  const actions = openPortActions(ports, local);
  for (const { run } of actions) {
    run();
  }
  return actions.map(({ title }) => title);
}

test('a port on this machine is reported and opens in the browser', () => {
  const ports = portsOf([
    tcp,
    { ...tcp, hostPort: 53, protocol: 'udp' },
    { ...tcp, hostPort: 81, hostIP: '192.0.2.1' },
  ]);
  expect(mappedText(ports, local)).toBe('Mapped: 8080/tcp → 80, 53/udp → 80, 192.0.2.1:81/tcp → 80.');
  expect(buttons(ports)).toEqual(['Open Port 8080', 'Open Port 81']);
  expect(editor.opened).toEqual(['http://localhost:8080/', 'http://192.0.2.1:81/']);
});

test('a port of the sandbox is reported, but this machine cannot open it', () => {
  const ports = portsOf([tcp]);
  expect(mappedText(ports, sandbox)).toBe('Mapped inside the sandbox only: 8080/tcp → 80.');
  expect(openPortActions(ports, sandbox)).toEqual([]);
  expect(openPortActions(ports, { kind: 'ssh', destination: 'node1' })).toEqual([]);
});

test('localhost does not reach the port without SNAT or with conditions', () => {
  const mappings = [tcp, { ...tcp, hostPort: 81, hostIP: '127.0.0.1' }, { ...tcp, hostPort: 82, hostIP: '::1' }];
  expect(buttons(portsOf(mappings.slice(0, 2), { snat: false }))).toEqual([]);
  expect(buttons(portsOf([tcp], { conditionsV4: ['-s', '192.0.2.0/24'] }))).toEqual([]);
  expect(buttons(portsOf([tcp], { conditionsV4: [], snat: true }))).toEqual(['Open Port 8080']);
  editor.opened.splice(0);
  expect(buttons(portsOf(mappings.slice(2)))).toEqual(['Open Port 82']);
  expect(editor.opened).toEqual(['http://[::1]:82/']);
});

test('without portmap, its capability or a host port, nothing is mapped', () => {
  for (const ports of [
    portsOf([tcp], { type: 'tuning' }),
    portsOf([tcp], { capabilities: {} }),
    portsOf([{ ...tcp, hostPort: 0 }]),
    portsOf('8080:80'),
    portsOf([]),
  ]) {
    expect(mappedText(ports, local)).toBeUndefined();
    expect(buttons(ports)).toEqual([]);
  }
});
