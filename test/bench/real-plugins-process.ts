/** Runs in namespaces of its own (real-plugins.ts): the race with real plugins of the named directory, printed as JSON. */
import { mkdtempSync } from 'node:fs';
import { race } from './race.ts';

const list = JSON.stringify({
  cniVersion: '1.0.0',
  name: 'bench',
  plugins: [
    {
      type: 'bridge',
      bridge: 'bench0',
      isGateway: true,
      ipam: { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});

const outcomes = await race({
  place: mkdtempSync('/run/bench-'),
  pluginDir: process.argv[2] ?? '',
  list,
  netNS: '/run/netns/bench',
  capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
  alsoBare: false,
});
process.stdout.write(JSON.stringify(outcomes));
