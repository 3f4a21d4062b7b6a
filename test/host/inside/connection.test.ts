import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createHost, type Host, testConnection } from '../../../engine/host/index.ts';
import { sandboxObstacle } from '../machine.ts';
import { lab, plantedFaults } from './planted-faults.ts';

const obstacle = sandboxObstacle();
const named = (name: string) => ({ name, path: `/var/run/netns/${name}` });
let host: Host;

beforeAll(() => {
  host = createHost({ kind: 'sandbox' });
});

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

afterAll(() => host?.dispose());

async function prepare(plant: string): Promise<void> {
  const outcome = await host.run({ argv: ['/bin/sh', '-c', `${lab}\n${plant}`] });
  const said = 'stderr' in outcome ? Buffer.from(outcome.stderr).toString() : outcome.reason;
  expect([outcome.kind, 'exitCode' in outcome ? outcome.exitCode : undefined, said]).toMatchObject(['exited', 0, said]);
}

test.each(['b', 'c'])('a healthy connection to %s is healthy', async (target) => {
  await prepare(':');
  const { diagnosis } = await testConnection(host, { source: named('a'), target: named(target) });
  expect(diagnosis).toEqual({ kind: 'healthy' });
});

test('a healthy TCP connection is healthy, and a port of another address is named', async (context) => {
  await prepare('ip -n b addr add 10.2.0.3/24 dev eth0');
  const serve = `cat >/tmp/serve.py <<'END'
import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((sys.argv[1], 8080)); s.listen(5)
open('/tmp/ready', 'w').close()
while True: s.accept()[0].close()
END
command -v python3 >/dev/null || exit 9
rm -f /tmp/ready; ip netns exec b python3 /tmp/serve.py "$1" >/dev/null 2>&1 </dev/null & echo $!
while [ ! -e /tmp/ready ]; do sleep 0.1; done`;
  const started = await host.run({ argv: ['/bin/sh', '-c', serve, 'sh', '10.2.0.2'] });
  if ('exitCode' in started && started.exitCode === 9) {
    context.skip('there is no python3');
  }
  const request = { source: named('a'), target: named('b'), port: 8080 };
  expect((await testConnection(host, { ...request, to: '10.2.0.2' })).diagnosis).toEqual({ kind: 'healthy' });
  expect((await testConnection(host, { ...request, to: '10.2.0.3' })).diagnosis).toMatchObject({
    problem: { code: 'listensElsewhere', message: expect.stringContaining('only on 10.2.0.2') },
  });
  const pid = 'stdout' in started ? Buffer.from(started.stdout).toString().trim() : '';
  await host.run({ argv: ['kill', pid] });
});

test.each(plantedFaults)('$name: $cause', async ({ plant, target = 'b', port, cause, says }) => {
  await prepare(plant);
  const { diagnosis } = await testConnection(host, { source: named('a'), target: named(target), port });
  expect(diagnosis).toMatchObject({ kind: 'failed', problem: { code: cause, message: expect.stringContaining(says) } });
});
