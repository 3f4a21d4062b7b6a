import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { capture, type CaptureReport, createHost, createNamespace, ping } from '../../../engine/host/index.ts';
import type { Namespace } from '../../../engine/host/host.ts';

/** What this program prints about captures in a namespace of the sandbox. */
export interface CaptureEvents {
  readonly uid: number | undefined;
  readonly stopped: CaptureReport;
  /** Numbers of packets while the first capture ran. */
  readonly counts: readonly number[];
  /** Bytes of its file. */
  readonly fileSize: number;
  readonly sized: CaptureReport;
  readonly timed: CaptureReport;
  /** Message for an invalid filter. */
  readonly complaint: string;
  /** Temporary files and capturing processes that are left. */
  readonly left: string;
}

// Captures as a separate program, for another user.
const host = createHost({ kind: 'sandbox' });
const directory = mkdtempSync(path.join(tmpdir(), 'cni-capture-'));
const never = new AbortController().signal;
void main();

async function main(): Promise<void> {
  try {
    process.stdout.write(JSON.stringify(await captures(await pingingNamespace())));
  } finally {
    await host.dispose();
    rmSync(directory, { recursive: true });
  }
}

/** Creates a namespace from which a ping runs until the sandbox ends. */
async function pingingNamespace(): Promise<Namespace> {
  const namespace = await createNamespace(host, 'inside');
  const raise = `ip link add v0 type veth peer name eth0 netns inside; ip addr add 10.77.0.1/24 dev v0; ip link set v0 up
    ip -n inside addr add 10.77.0.2/24 dev eth0; ip -n inside link set eth0 up
    setsid ip netns exec inside ping -i 0.2 10.77.0.1 >/dev/null 2>&1 &`;
  await host.run({ argv: ['/bin/sh', '-c', raise] });
  await ping(host, namespace, '10.77.0.1', { count: 1 });
  return namespace;
}

async function captures(namespace: Namespace): Promise<CaptureEvents> {
  const common = { namespace, file: path.join(directory, 'packets.pcap'), maxSeconds: 60, maxBytes: 1_000_000 };
  const icmp = { ...common, interface: 'eth0', filter: ['icmp', 'or', 'arp'] };
  const stop = new AbortController();
  const counts: number[] = [];
  const stopped = await capture(host, icmp, stop.signal, ({ packets }) => {
    counts.push(packets);
    if (packets >= 8) {
      stop.abort();
    }
  });
  const fileSize = readFileSync(common.file).length;
  const any = { ...common, interface: 'any', filter: [] };
  const sized = await capture(host, { ...any, maxBytes: 1024 }, never, () => {});
  const timed = await capture(host, { ...any, filter: ['port', '4'], maxSeconds: 2 }, never, () => {});
  const complaint = await capture(host, { ...any, filter: ['nonsense'] }, never, () => {}).then(
    () => '',
    (error: unknown) => String(error),
  );
  const list = 'ls -A /tmp | grep capture; for p in /proc/[0-9]*; do cat $p/comm; done | grep dumpcap';
  const listed = await host.run({ argv: ['/bin/sh', '-c', list] });
  const left = 'stdout' in listed ? Buffer.from(listed.stdout).toString() : listed.kind;
  return { uid: process.getuid?.(), stopped, counts, fileSize, sized, timed, complaint, left };
}
