import { expect, test } from 'vitest';
import { isTarget, readPing } from '../../../../../engine/host/inside/ping.ts';
import { PacketCounter } from '../../../../../engine/host/inside/packet-counter.ts';
import { readHops } from '../../../../../engine/host/inside/trace.ts';
import { findWireshark } from '../../../../../engine/host/inside/wireshark.ts';

test('an address or a name is a target, an option is not', () => {
  expect(['10.0.0.1', 'fd88::1', '::1', 'web.shop.svc', 'fe80::1%eth0'].map(isTarget)).not.toContain(false);
  expect(['', '-f', 'a b', '$(id)', ';ls', '.'].map(isTarget)).not.toContain(true);
});

const iputils = `PING 10.0.0.1 (10.0.0.1) 56(84) bytes of data.
64 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=0.040 ms

--- 10.0.0.1 ping statistics ---
2 packets transmitted, 1 received, 50% packet loss, time 1001ms
rtt min/avg/max/mdev = 0.040/0.045/0.050/0.005 ms
`;
const busybox = `PING 10.0.0.1 (10.0.0.1): 56 data bytes
64 bytes from 10.0.0.1: seq=0 ttl=64 time=0.050 ms

--- 10.0.0.1 ping statistics ---
2 packets transmitted, 2 packets received, 0% packet loss
round-trip min/avg/max = 0.050/0.060/0.070 ms
`;
const refused = `PING 10.9.9.9 (10.9.9.9) 56(84) bytes of data.
From 10.0.0.1 icmp_seq=1 Destination Host Unreachable

--- 10.9.9.9 ping statistics ---
1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms

`;

test.each([
  [iputils, '', { sent: 2, received: 1, averageMs: 0.045 }],
  [busybox, '', { sent: 2, received: 2, averageMs: 0.06 }],
  [refused, '', { sent: 1, received: 0, complaint: 'Destination Host Unreachable' }],
  [
    '',
    'ping: connect: Network is unreachable\n',
    { sent: 5, received: 0, complaint: expect.stringMatching(/Network/) },
  ],
])('the output of ping is read: %#', (stdout, stderr, expected) => {
  expect(readPing(stdout, stderr, 5)).toMatchObject(expected);
});

test('the hops of traceroute and tracepath are read, also those without an answer', () => {
  expect(
    readHops('traceroute to 4.2.2.2 (4.2.2.2), 20 hops max\n 1  10.0.0.1  0.1 ms\n 2  *\n 3  4.2.2.2  0.2 ms\n'),
  ).toEqual(['10.0.0.1', undefined, '4.2.2.2']);
  expect(
    readHops(
      ' 1?: [LOCALHOST]                      pmtu 1500\n 1:  10.0.0.1    0.1ms \n 1:  10.0.0.1    0.1ms \n 2:  no reply\n',
    ),
  ).toEqual(['10.0.0.1', undefined]);
});

/** A file with packets of these lengths, in the byte order of the machine that wrote it. */
function pcap(lengths: readonly number[], isLittle: boolean): Buffer {
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return isLittle ? bytes : Buffer.from(bytes.toReversed());
  };
  const packets = lengths.flatMap((length) => [word(1), word(2), word(length), word(length), Buffer.alloc(length)]);
  return Buffer.concat([word(0xa1b2c3d4), Buffer.alloc(20), ...packets]);
}

test.each([true, false])('packets are counted in pieces of any size (little endian: %s)', (isLittle) => {
  const file = pcap([60, 0, 1500, 9], isLittle);
  for (const size of [1, 7, 100, file.length]) {
    const counter = new PacketCounter();
    for (let at = 0; at < file.length; at += size) {
      counter.push(file.subarray(at, at + size));
    }
    expect([counter.packets, counter.completeBytes]).toEqual([4, file.length]);
  }
});

test('an incomplete packet is not counted, and another file is rejected', () => {
  const counter = new PacketCounter();
  counter.push(pcap([60, 60], true).subarray(0, 24 + 76 + 20));
  expect([counter.packets, counter.completeBytes]).toEqual([1, 100]);
  expect(() => new PacketCounter().push(Buffer.alloc(40))).toThrow(RangeError);
  expect(() => counter.push(Buffer.alloc(200, 0xff))).toThrow(RangeError);
});

test('Wireshark is found only with a display', async () => {
  expect(await findWireshark({ platform: 'linux', env: { PATH: '/usr/bin' } })).toBeUndefined();
  expect(await findWireshark({ platform: 'linux', env: { PATH: '/nowhere', DISPLAY: ':0' } })).toBeUndefined();
  expect(await findWireshark({ platform: 'win32', env: {} })).toBeUndefined();
});
