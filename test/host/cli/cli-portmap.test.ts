import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasTool, isRoot } from '../machine.ts';
import { noReferencePlugins, referencePlugins } from '../reference/reference-site.ts';
import { skipBecause } from '../../skip.ts';
import { CliStage } from './cli-stage.ts';

/** Why a port cannot be mapped here; undefined if it can. */
function obstacleTo(backend: 'iptables' | 'nftables'): string | undefined {
  const tool = backend === 'iptables' ? 'iptables' : 'nft';
  if (!isRoot) {
    return 'the test needs root for a separate network';
  }
  return hasTool(tool) ? undefined : `${tool} is missing`;
}

const port = 18_080;

/**
 * Adds a network with the profile "web" on a machine with its own network, where a server listens in the namespace. Prints a
 * line for each step. Arguments: node, cnitool, configuration, settings.
 */
const script = `
PATH=$PATH:/usr/sbin:/sbin
node=$1 cnitool=$2 list=$3 settings=$4
get='require("http").get(process.argv[1], (answer) => answer.pipe(process.stdout)).on("error", (error) => console.log(error.code)).setTimeout(5000, () => process.exit(1))'
serve='require("http").createServer((_, answer) => answer.end("from the container\\n")).listen(80, () => console.log("listening"))'
run() { "$node" "$cnitool" "$@" "$list" /var/run/netns/web --settings "$settings" --profile web; }
ip link set lo up
mount -t tmpfs none /run && mkdir -p /run/netns /run/cache
ip netns add web
mkfifo /run/said
ip netns exec web "$node" -e "$serve" >/run/said &
server=$!
read -r said </run/said
echo "$said"
run add --cache-dir /run/cache >/dev/null && echo added
echo "localhost: $("$node" -e "$get" http://127.0.0.1:${port})"
echo "address: $("$node" -e "$get" http://10.55.0.1:${port})"
run check --cache-dir /run/cache && echo checked
run del --cache-dir /run/cache && echo deleted
echo "afterwards: $("$node" -e "$get" http://127.0.0.1:${port})"
kill "$server"
`;

describe.each(['iptables', 'nftables'] as const)('portmap with %s', (backend) => {
  const obstacle = obstacleTo(backend) ?? (referencePlugins === undefined ? noReferencePlugins : undefined);

  describe('reaches the container', skipBecause(obstacle), () => {
    let stage: CliStage;
    beforeAll(async () => {
      stage = await CliStage.build();
      cpSync(referencePlugins ?? '', stage.plugins, { recursive: true });
    });
    afterAll(() => stage?.dispose());

    test('a profile maps a port of the host, also for localhost, until DEL', () => {
      const ipam = {
        type: 'host-local',
        dataDir: '/run/reservations',
        ranges: [[{ subnet: '10.55.0.0/24' }]],
        routes: [{ dst: '0.0.0.0/0' }],
      };
      const plugins = [
        { type: 'bridge', bridge: 'br55', isGateway: true, ipMasq: true, ipMasqBackend: backend, ipam },
        { type: 'portmap', capabilities: { portMappings: true }, backend },
      ];
      const list = path.join(stage.directory, 'web.conflist');
      writeFileSync(list, JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins }));
      const settings = path.join(stage.directory, 'settings.json');
      const portMappings = [{ hostPort: port, containerPort: 80, protocol: 'tcp' }];
      writeFileSync(settings, JSON.stringify({ 'cni.profiles': { web: { capabilityArgs: { portMappings } } } }));
      const inOwnNetwork = ['--net', '--mount', 'sh', '-c', script, 'sh'];
      const { stdout, stderr } = stage.run('unshare', [...inOwnNetwork, stage.node, stage.program, list, settings]);
      expect({ lines: stdout.trim().split('\n'), stderr }).toEqual({
        lines: [
          'listening',
          'added',
          'localhost: from the container',
          'address: from the container',
          'checked',
          'deleted',
          'afterwards: ECONNREFUSED',
        ],
        stderr: '',
      });
    });
  });
});
