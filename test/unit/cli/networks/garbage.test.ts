import { describe, expect, test } from 'vitest';
import { confirmCollection } from '../../../../cli/networks/garbage.ts';
import { CNIConfig, FileError, networkConfFromBytes, type NetworkConfigList } from '../../../../engine/libcni/index.ts';
import { MemoryStore } from '../../engine/libcni/memory-store.ts';
import { RecordingExec } from '../../engine/libcni/recording-exec.ts';
import { MadeUpProcess } from '../made-up-process.ts';

const cached = (network: string, containerID: string): string =>
  JSON.stringify({
    kind: 'cniCacheV1',
    containerId: containerID,
    ifName: 'eth0',
    networkName: network,
    netns: '/run/netns/\u001b[2Jx',
  });
const list = (version: string, more: object = {}): NetworkConfigList =>
  networkConfFromBytes(
    new TextEncoder().encode(
      JSON.stringify({ name: 'n', cniVersion: version, plugins: [{ type: 'a' }, { type: 'b' }], ...more }),
    ),
  );
const two = {
  '/var/lib/cni/results/n-c1-eth0': cached('n', 'c1'),
  '/var/lib/cni/results/other-c2-eth0': cached('other', 'c2'),
};

interface Asked {
  readonly cli: MadeUpProcess;
  /** Why it was not agreed to, or undefined. */
  readonly refused: string | undefined;
}

async function ask(
  network: NetworkConfigList,
  answer: string | undefined,
  store = new MemoryStore(two),
): Promise<Asked> {
  const cli = new MadeUpProcess([], {}, answer);
  const cni = new CNIConfig({ pluginDirs: ['/bin'], exec: new RecordingExec({}), store });
  const refused = await confirmCollection(cli, cni, network, 'the sandbox').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { cli, refused };
}

describe('gc', () => {
  test('shows the attachments of its network alone, nothing for the terminal to obey, and the plugins it asks', async () => {
    const { cli } = await ask(list('1.1.0'), 'y');
    expect(cli.err).toBe(
      `gc would delete this attachment of network "n" on the sandbox:
CONTAINER  INTERFACE  NAMESPACE
c1         eth0       /run/netns/\\u{1b}[2Jx
Each plugin (a, b) would release all its resources for the network.
`,
    );
    expect(cli.questions).toEqual(['Continue? [y/N] ']);
  });

  test.each(['y', 'Y', 'yes', ' YES '])('goes ahead for "%s"', async (answer) => {
    expect((await ask(list('1.0.0'), answer)).refused).toBeUndefined();
  });

  test.each(['', 'n', 'no', 'yo', 'yes please'])('does nothing for "%s"', async (answer) => {
    expect((await ask(list('1.0.0'), answer)).refused).toBe('Nothing was deleted.');
  });

  test('rejects without a terminal', async () => {
    expect((await ask(list('1.0.0'), undefined)).refused).toMatch(/Nothing was deleted, because there is no terminal/);
  });

  test('asks below 1.1.0 of the cached attachments only, and from 1.1.0 on also without any', async () => {
    expect((await ask(list('1.0.0'), 'y')).cli.err).not.toMatch(/Each plugin/);
    const { cli } = await ask(list('1.1.0'), 'y', new MemoryStore());
    expect(cli.err).toMatch(/^Network "n" has no cached attachment on the sandbox\.\nEach plugin/);
  });

  test('that would do nothing does not ask', async () => {
    const broken = new MemoryStore(two);
    broken.broken.set('/var/lib/cni/results', new FileError('/var/lib/cni/results', 'ENOTDIR', 'not a directory'));
    const asked = await Promise.all([
      ask(list('1.0.0'), undefined, new MemoryStore()),
      ask(list('1.1.0', { disableGC: true }), undefined),
      ask(list('1.1.0'), undefined, broken),
    ]);
    expect(asked.map(({ cli, refused }) => [cli.err, cli.questions, refused])).toEqual(
      asked.map(() => ['', [], undefined]),
    );
  });
});
