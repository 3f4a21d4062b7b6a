import type { OperationDocument, StepDocument } from '../../../../../engine/libcni/operation/operation-document.ts';

const started = Date.parse('2026-03-04T10:42:07.000Z');
const after = (ms: number): string => new Date(started + ms).toISOString();

const plugins = [
  { type: 'bridge', bridge: 'cni0', ipam: { type: 'host-local', subnet: '10.88.0.0/16' } },
  { type: 'portmap', capabilities: { portMappings: true } },
  { type: 'tuning', sysctl: { 'net.ipv4.conf.eth1.arp_filter': '1' } },
  { type: 'bandwidth' },
];

/** The network configuration list of {@link failedAdd}, with one key in each line. */
export const failedList = `${JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins }, undefined, 2)}\n`;

const ip = { address: '10.88.0.10/16', gateway: '10.88.0.1', interface: 2 };
const interfaces = [
  { name: 'cni0', mac: '42:15:6d:11:09:aa' },
  { name: 'vethd41c3e', mac: 'ce:b3:1c:68:86:20' },
  { name: 'eth0', mac: '76:d3:73:25:fc:05', sandbox: '/run/netns/ns1' },
];
const result = { cniVersion: '1.0.0', interfaces, ips: [ip], routes: [{ dst: '0.0.0.0/0' }], dns: {} };

const containerID = `cnitool-${'b9598e10a2'.repeat(2)}c7c`;
const env = {
  CNI_COMMAND: 'ADD',
  CNI_CONTAINERID: containerID,
  CNI_NETNS: '/run/netns/ns1',
  CNI_IFNAME: 'eth0',
  CNI_ARGS: '',
  CNI_PATH: '/opt/cni/bin',
};

function step(index: number, startMs: number, durationMs: number, given: Partial<StepDocument>): StepDocument {
  const plugin = plugins[index];
  const previous = index === 0 ? {} : { prevResult: result };
  return {
    verb: 'ADD',
    index,
    pluginType: plugin?.type ?? '',
    pluginPath: `/opt/cni/bin/${plugin?.type}`,
    env,
    stdin: JSON.stringify({ cniVersion: '1.0.0', name: 'web', ...plugin, ...previous }),
    outcome: 'exited',
    exitCode: 0,
    stdout: JSON.stringify(result, undefined, 4),
    stderr: '',
    startedAt: after(startMs),
    durationMs,
    ...given,
  };
}

const message = 'open /proc/sys/net/ipv4/conf/eth1/arp_filter: no such file or directory';
const error = { message: `plugin type="tuning" failed (add): ${message}`, code: 999, msg: message };

/** An ADD of four plugins whose third fails. `given` replaces members. */
export function failedAdd(given: Partial<OperationDocument> = {}): OperationDocument {
  const ipam = { cniVersion: '1.0.0', ips: [{ address: '10.88.0.10/16', gateway: '10.88.0.1' }] };
  return {
    verb: 'ADD',
    network: 'web',
    containerID,
    ifName: 'eth0',
    netNS: '/run/netns/ns1',
    startedAt: after(0),
    durationMs: 84,
    state: 'failed',
    steps: [
      step(0, 0, 44, {
        calls: [
          {
            pluginType: 'host-local',
            pluginPath: '/opt/cni/bin/host-local',
            argv: ['/opt/cni/bin/host-local'],
            env: { ...env, HOME: '/root' },
            stdin: '{"name":"web"}',
            stdout: JSON.stringify(ipam),
            stderr: '',
            exitCode: 0,
            startedAt: after(18),
            durationMs: 7.4,
            calls: [],
          },
        ],
      }),
      step(1, 44, 32, {}),
      step(2, 76, 8, {
        exitCode: 1,
        stdout: JSON.stringify({ code: 999, msg: message }),
        stderr: 'tuning: giving up\n',
        error,
      }),
    ],
    error,
    rollback: {
      verb: 'DEL',
      network: 'web',
      startedAt: after(85),
      durationMs: 61,
      state: 'ok',
      steps: [2, 1, 0].map((index, at) => step(index, 85 + at * 20, 20, { verb: 'DEL', stdout: '' })),
    },
    host: 'worker-1',
    source: { path: '/etc/cni/net.d/web.conflist', config: failedList },
    ...given,
  };
}
