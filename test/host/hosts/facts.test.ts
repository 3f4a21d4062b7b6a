import { release } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectFacts, createHost, type Host } from '../../../engine/host/index.ts';
import { CNIConfig, networkConfFromBytes } from '../../../engine/libcni/index.ts';
import { readCacheFiles } from '../../../engine/libcni/operation/cached-attachment.ts';
import { isRoot } from '../machine.ts';
import { readHostFacts } from '../../../language/workspace/host-facts.ts';

/** What is put into the sandbox, line by line. */
const furniture = [
  'mkdir -p /run/facts/bin /run/facts/net.d /var/lib/cni/networks/mynet',
  `printf '#!/bin/sh\\n[ "$CNI_COMMAND" = CHECK ] || echo {\\\\"cniVersion\\\\":\\\\"1.0.0\\\\",\\\\"supportedVersions\\\\":[\\\\"1.0.0\\\\"]}\\n' >/run/facts/bin/good`,
  'chmod 755 /run/facts/bin/good; echo text >/run/facts/bin/plain; chmod 644 /run/facts/bin/plain',
  `ln -s /nowhere /run/facts/bin/broken; echo '{"ipam": {"dataDir": "/run/facts/ipam"}}' >'/run/facts/net.d/10 a.conf'; chmod 640 /run/facts/net.d/*`,
  'printf container-1 >/var/lib/cni/networks/mynet/10.1.0.2; echo >/var/lib/cni/networks/mynet/lock',
  'mkdir -p /run/facts/ipam/other; printf container-2 >/run/facts/ipam/other/10.2.0.2',
  'cp "$(readlink -f /bin/true)" /run/facts/bin/foreign',
  "printf '\\000\\026' | dd of=/run/facts/bin/foreign bs=1 seek=18 conv=notrunc status=none",
  'echo words >/run/facts/bin/words; chmod 755 /run/facts/bin/words; mkdir /run/facts/locked',
  'mount -t tmpfs -o noexec none /run/facts/locked; cp /run/facts/bin/good /run/facts/locked/noexec',
  'ip netns add facts-named; ip netns exec facts-named sleep 600 >/dev/null 2>&1 & sleep 0.2',
  'unshare --net sleep 601 >/dev/null 2>&1 & sleep 0.2',
  'mkdir -p /var/lib/cni/results; echo broken >/var/lib/cni/results/none',
  'ip link add facts0 type bridge; ip address add 10.1.0.1/24 dev facts0; ip link set facts0 mtu 1400 up',
];

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

test('a plugin directory that this user cannot read is reported', async ({ skip }) => {
  if (!isRoot) {
    return skip('an ordinary user has one user in the sandbox');
  }
  await run('mkdir -p /run/closed /run/open; touch /run/closed/bridge; chmod 700 /run/closed');
  const nobody = 'setpriv --reuid 65534 --regid 65534 --clear-groups --'.split(' ');
  const host: Pick<Host, 'label' | 'run'> = {
    label: sandbox.label,
    run: (command, options) => sandbox.run({ ...command, argv: ['env', ...nobody, ...command.argv] }, options),
  };
  const facts = await collectFacts(host, { pluginDirs: ['/run/closed', '/run/open'], confDir: '/run' });
  expect(facts).toMatchObject({ plugins: [], unread: ['/run/closed'] });
});

test('plugins find files with a relative path from /, where systemd starts a runtime', async () => {
  await run(
    'mkdir -p /run/relative; echo FLANNEL_MTU=1400 >/run/lease; ' +
      `echo '{"subnetFile": "run/lease", "kubeconfig": " /run/lease", "configuration_path": "run"}' >/run/relative/a.conf`,
  );
  const { files } = await collectFacts(sandbox, { pluginDirs: [], confDir: '/run/relative' });
  expect(files).toMatchObject({ 'run/lease': 'FLANNEL_MTU=1400\n', ' /run/lease': null, run: '' });
});

/** Entries of binfmt_misc: of a scripting language, of one that is switched off, and of an emulator. */
const binfmt = {
  harmless: 'enabled\ninterpreter /usr/bin/python3\nflags: \noffset 0\nmagic 420d0d0a\n',
  off: 'disabled\ninterpreter /usr/bin/qemu-s390x\nflags: \noffset 0\nmagic 7f454c460202\n',
  emulator: 'enabled\ninterpreter /usr/bin/qemu-s390x\nflags: \noffset 0\nmagic 7f454c460202\n',
};

/** The command that puts an entry where the test's binfmt_misc is. */
const put = (name: keyof typeof binfmt): string =>
  `printf '${binfmt[name].replaceAll('\n', '\\n')}' >/run/binfmt/${name}`;

test('a plugin for another machine is reported, unless binfmt_misc has an emulator', async () => {
  const plugin = 'head -c 4096 "$(readlink -f /bin/true)" >/run/bin/foreign; chmod 755 /run/bin/foreign';
  const otherMachine = "printf '\\000\\026' | dd of=/run/bin/foreign bs=1 seek=18 conv=notrunc status=none";
  const entries = 'mkdir /run/binfmt; echo enabled >/run/binfmt/status; : >/run/binfmt/register';
  const host = createHost({ kind: 'sandbox' });
  const did = async (...lines: readonly string[]): Promise<void> =>
    expect(await host.run({ argv: ['/bin/sh', '-ec', lines.join('\n')] })).toMatchObject({ exitCode: 0 });
  const found = async (): Promise<string | undefined> =>
    (await collectFacts(host, { pluginDirs: ['/run/bin'], confDir: '/run' })).plugins[0]?.problem;
  try {
    await did('mkdir /run/bin', plugin, otherMachine, entries, put('harmless'), put('off'));
    await did('mount --bind /run/binfmt /proc/sys/fs/binfmt_misc');
    expect(await found()).toMatch(/^it is for s390x, but /);
    const command = { type: 'foreign', pluginDirs: ['/run/bin'], env: {}, stdin: new Uint8Array() };
    // Each of these is a shell that opens now, and sees what is there.
    const outcomes = await Promise.all([1, 2].map(() => host.exec.execPlugin(command)));
    expect(outcomes.map((outcome) => 'reason' in outcome && outcome.reason)).toEqual(
      outcomes.map(() => 'exec format error'),
    );
    await did(put('emulator'));
    expect(await found()).toBeUndefined();
  } finally {
    await host.dispose();
  }
});

test('the facts of a sandbox are what was put there, in the shape that the language server reads', async () => {
  await run(furniture.join('\n'));
  await new CNIConfig({ pluginDirs: ['/run/facts/bin'], exec: sandbox.exec, store: sandbox.store }).addNetworkList(
    networkConfFromBytes(Buffer.from('{"cniVersion":"1.0.0","name":"facts","plugins":[{"type":"good"}]}')),
    { containerID: 'c1', netNS: '/run/netns/facts-named', ifName: 'eth7', args: [], capabilityArgs: {} },
  );
  const facts = await collectFacts(sandbox, {
    pluginDirs: ['/run/facts/bin', '/run/facts/locked'],
    confDir: '/run/facts/net.d',
  });
  expect(facts.plugins.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: 'broken', path: '/run/facts/bin/broken', problem: 'it is a link to /nowhere, which does not exist' },
    {
      name: 'foreign',
      path: '/run/facts/bin/foreign',
      problem: expect.stringMatching(/^it is for s390x, but this host is /),
    },
    { name: 'good', path: '/run/facts/bin/good', supportedVersions: ['1.0.0'] },
    {
      name: 'noexec',
      path: '/run/facts/locked/noexec',
      problem: 'it is on a file system that is mounted noexec',
    },
    { name: 'plain', path: '/run/facts/bin/plain', problem: 'it is not executable (mode 644)' },
    { name: 'words', path: '/run/facts/bin/words', problem: 'it is neither a program nor a script' },
  ]);
  expect(facts.configFiles).toEqual([
    { path: '/run/facts/net.d/10 a.conf', text: '{"ipam": {"dataDir": "/run/facts/ipam"}}\n', mode: '640' },
  ]);
  expect(facts.reservations).toEqual([
    { directory: '/run/facts/ipam/other', address: '10.2.0.2', containerID: 'container-2', ifName: '', isRecent: true },
    {
      directory: '/var/lib/cni/networks/mynet',
      address: '10.1.0.2',
      containerID: 'container-1',
      ifName: '',
      isRecent: true,
    },
  ]);
  const cached = readCacheFiles(await sandbox.store.list('/var/lib/cni/results'));
  expect(cached.unreadable.map(({ cacheFile }) => cacheFile)).toEqual(['/var/lib/cni/results/none']);
  expect(cached.attachments).toMatchObject([{ network: 'facts', containerID: 'c1', ifName: 'eth7' }]);
  expect(Buffer.from(cached.attachments[0]?.config ?? []).toString()).toContain('"name":"facts"');
  expect(facts.system?.kernel).toBe(release());
  const { namespaces, system, confDir, ...ofTheLanguage } = facts;
  expect([namespaces, system]).not.toContain(undefined);
  expect(confDir).toBe('/run/facts/net.d');
  expect(readHostFacts(facts)).toEqual(ofTheLanguage);
});

test('the facts of a sandbox include interfaces, routes, and namespaces with a process in each', async () => {
  const facts = await collectFacts(sandbox, { pluginDirs: [], confDir: '/run/facts/net.d' });
  expect(facts.interfaces?.find(({ name }) => name === 'facts0')).toMatchObject({
    kind: 'bridge',
    mtu: 1400,
    wireless: false,
  });
  expect(facts.interfaces?.find(({ name }) => name === 'facts0')?.addresses).toContain('10.1.0.1/24');
  expect(facts.routes?.map(({ destination }) => destination)).toContain('10.1.0.0/24');
  const { namespaces = [] } = facts;
  expect(namespaces.find(({ name }) => name === 'facts-named')).toMatchObject({
    path: '/var/run/netns/facts-named',
    kind: 'named',
    owner: { process: 'sleep' },
  });
  expect(namespaces.filter(({ kind, owner }) => kind === 'process' && owner?.process === 'sleep')).toHaveLength(1);
});

test('the reservations of every dataDir are read, also where several stand on one line', async () => {
  const text = JSON.stringify(['/run/lines/one', '/run/lines/two'].map((dataDir) => ({ ipam: { dataDir } })));
  await run(
    `mkdir -p /run/lines/net.d /run/lines/one/a /run/lines/two/b; echo '${text}' >/run/lines/net.d/10.conflist
printf c1 >/run/lines/one/a/10.3.0.2; printf c2 >/run/lines/two/b/10.4.0.2`,
  );
  const { reservations } = await collectFacts(sandbox, { pluginDirs: [], confDir: '/run/lines/net.d' });
  const addresses = reservations?.map(({ address }) => address);
  expect(addresses).toContain('10.3.0.2');
  expect(addresses).toContain('10.4.0.2');
});

test('files beyond the first hundreds and hidden configurations are found; other files are not run or counted as addresses', async () => {
  const config = JSON.stringify({ ipam: { dataDir: '/run/many/cni' } });
  await run(
    `mkdir -p /run/many/bin /run/many/net.d /run/many/cni/results /run/many/cni/net; cd /run/many/bin
i=0; while [ $i -lt 400 ]; do i=$((i + 1)); printf '#!/bin/sh\\n: >/run/many/ran\\n' >a$i; done
cp /run/facts/bin/good zzz; chmod 755 *; ln -s . dot; mkdir ../more; cp zzz ../more/later
printf c1 >/run/many/cni/net/10.5.0.2; printf x >/run/many/cni/results/mynet-c1-eth0
echo '${config}' >/run/many/net.d/.00-hidden.conflist; echo '${config}' >/run/many/net.d/.conf`,
  );
  const facts = await collectFacts(sandbox, {
    pluginDirs: ['/run/many/bin', '/run/many/more'],
    confDir: '/run/many/net.d',
  });
  expect(facts.plugins).toHaveLength(402);
  expect(facts.plugins.slice(-2)).toEqual([
    { name: 'zzz', path: '/run/many/bin/zzz' },
    { name: 'later', path: '/run/many/more/later', supportedVersions: ['1.0.0'] },
  ]);
  await run('[ ! -e /run/many/ran ]');
  expect(facts.configFiles.map(({ path }) => path)).toEqual([
    '/run/many/net.d/.conf',
    '/run/many/net.d/.00-hidden.conflist',
  ]);
  const held = facts.reservations.filter(({ directory }) => directory.startsWith('/run/many'));
  expect(held.map(({ address }) => address)).toEqual(['10.5.0.2']);
});
