import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectFacts, createHost, type Host } from '../../engine/host/index.ts';
import { readHostFacts } from '../../server/service/host-facts.ts';

describe('the facts of a sandbox', () => {
  let sandbox: Host;
  beforeAll(async () => {
    sandbox = createHost({ kind: 'sandbox' });
    await sandbox.connect();
  });
  afterAll(() => sandbox.dispose());

  const run = async (script: string): Promise<void> => {
    const outcome = await sandbox.run({ argv: ['/bin/sh', '-ec', script] });
    expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
  };

  it('are what was put there, in the shape that the language server reads', async () => {
    await run(
      [
        'mkdir -p /run/facts/bin /run/facts/net.d /var/lib/cni/networks/mynet',
        `printf '#!/bin/sh\\n[ "$CNI_COMMAND" = VERSION ] && echo {\\\\"cniVersion\\\\":\\\\"1.0.0\\\\",\\\\"supportedVersions\\\\":[\\\\"1.0.0\\\\"]}\\n' >/run/facts/bin/good`,
        'chmod 755 /run/facts/bin/good; echo text >/run/facts/bin/plain; chmod 644 /run/facts/bin/plain',
        "ln -s /nowhere /run/facts/bin/broken; echo '{}' >'/run/facts/net.d/10 a.conf'; chmod 640 /run/facts/net.d/*",
        'printf container-1 >/var/lib/cni/networks/mynet/10.1.0.2; echo >/var/lib/cni/networks/mynet/lock',
        'ip link add facts0 type bridge; ip address add 10.1.0.1/24 dev facts0; ip link set facts0 mtu 1400 up',
      ].join('\n'),
    );
    const facts = await collectFacts(sandbox, { pluginDirs: ['/run/facts/bin'], confDir: '/run/facts/net.d' });
    expect(facts.plugins.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'broken', path: '/run/facts/bin/broken', problem: 'it is a link to /nowhere, which is not there' },
      { name: 'good', path: '/run/facts/bin/good', supportedVersions: ['1.0.0'] },
      { name: 'plain', path: '/run/facts/bin/plain', problem: 'it may not be executed (mode 644)' },
    ]);
    expect(facts.interfaces?.find(({ name }) => name === 'facts0')).toMatchObject({
      kind: 'bridge',
      mtu: 1400,
      wireless: false,
    });
    expect(facts.interfaces?.find(({ name }) => name === 'facts0')?.addresses).toContain('10.1.0.1/24');
    expect(facts.routes?.map(({ destination }) => destination)).toContain('10.1.0.0/24');
    expect(facts.configFiles).toEqual([{ path: '/run/facts/net.d/10 a.conf', text: '{}\n', mode: '640' }]);
    expect(facts.reservations).toEqual([
      { directory: '/var/lib/cni/networks/mynet', address: '10.1.0.2', containerID: 'container-1' },
    ]);
    expect(readHostFacts(facts)).toEqual(facts);
  });
});
