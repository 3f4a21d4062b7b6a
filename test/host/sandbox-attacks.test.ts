import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useMachine } from '../machine-lock.ts';
import { differences, machineState, sandboxObstacle } from './machine.ts';
import { type SandboxUser, SandboxStage, sandboxUsers } from './sandbox-stage.ts';
import { skipBecause } from '../skip.ts';

const obstacle = sandboxObstacle();
if (obstacle !== undefined) {
  console.log(`skipped: attacks from the sandbox, as ${obstacle}`);
}
if (sandboxUsers.length === 1) {
  console.log('skipped: attacks from a sandbox of root, as only root can make one');
}

/**
 * What a hostile plugin tries, as shell commands that succeed when the attack does. `$secret` is a file in the user's home
 * directory, `$victim` a process outside; /tmp/m is a directory.
 */
const attacks: Readonly<Record<string, string>> = {
  'makes /etc writable':
    'mount -o remount,rw /etc || mount -o remount,bind,rw /etc || mount --bind /etc /etc && mount -o remount,bind,rw /etc',
  'makes / writable': 'mount -o remount,rw / || mount -o remount,bind,rw /',
  'unmounts /run': 'umount /run || umount -l /run',
  'unmounts what hides the homes': 'umount -l /root || umount -l /home || umount -l /tmp || umount -l /var',
  'unmounts in a mount namespace of its own': `unshare --mount sh -c 'umount -l /run || umount -l /root || umount -l /home'`,
  'looks under mounts by a copy of /': 'mount --bind / /tmp/m && [ -e "/tmp/m$secret" ]',
  'looks under mounts by a copy of the whole tree':
    'mount --rbind / /tmp/m && { umount -l /tmp/m/root; umount -l /tmp/m/home; [ -e "/tmp/m$secret" ]; }',
  'moves /run away': 'mount --move /run /tmp/m',
  'reads a file of the home directory': 'cat "$secret"',
  'finds the home directory through a process':
    'for l in /proc/[0-9]*/cwd /proc/[0-9]*/root /proc/[0-9]*/fd/*; do [ -e "$l$secret" ] && exit; done; false',
  'writes to /root': ': >/root/cni-hostile',
  'writes to /home': ': >/home/cni-hostile',
  'writes to /var/log': 'mkdir -p /var/log && : >/var/log/cni-hostile',
  'writes to /etc': ': >/etc/cni-hostile',
  'writes to /usr': ': >/usr/cni-hostile || : >/usr/local/bin/cni-hostile',
  'writes to /opt': ': >/opt/cni-hostile',
  'writes to /': ': >/cni-hostile',
  'writes to its own directory': ': >"${0%/*}/cni-hostile"',
  'reads /etc/shadow': 'cat /etc/shadow',
  'sets core_pattern': 'echo "|/tmp/x" >/proc/sys/kernel/core_pattern',
  'sets modprobe': 'echo /tmp/x >/proc/sys/kernel/modprobe',
  'sets a sysctl of memory': 'cat /proc/sys/vm/swappiness >/proc/sys/vm/swappiness',
  'uses SysRq': 'echo h >/proc/sysrq-trigger',
  'makes /proc writable':
    'mount -o remount,rw /proc || mount -o remount,bind,rw /proc || umount -l /proc/sys || umount -l /proc',
  'mounts another /proc': 'mount -t proc proc /tmp/m',
  'mounts another /proc for processes of its own': 'unshare --pid --fork --mount-proc true',
  'makes /sys writable': 'mount -o remount,rw /sys || mount -o remount,bind,rw /sys || umount -l /sys',
  'mounts another /sys': 'mount -t sysfs -o rw sysfs /tmp/m',
  'writes to /sys':
    'echo /tmp/x >/sys/kernel/uevent_helper || cat /sys/class/net/lo/tx_queue_len >/sys/class/net/lo/tx_queue_len',
  'reads the environment of a process': `grep -l "a secret of the" /proc/[0-9]*/environ || env | grep PLANTED`,
  'sees a process outside': '[ -e "/proc/$victim" ]',
  'kills a process outside': 'kill -9 "$victim"',
  'traces a process outside': 'cat "/proc/$victim/maps" || cat "/proc/$victim/mem"',
  'enters namespaces of a process outside':
    'nsenter --target "$victim" --mount true || nsenter --target "$victim" --net true',
  'sees shared memory of the machine': '[ "$(wc -l </proc/sysvipc/shm)" -gt 1 ]',
  'connects to a service of the machine': 'bash -c ": </dev/tcp/127.0.0.1/$port"',
  'makes a device node': 'mknod /tmp/disk b 8 0 || mknod /tmp/memory c 1 1',
  'finds a disk': 'for d in /dev/* /dev/*/*; do [ -b "$d" ] && exit; done; false',
  'mounts a disk': 'read -r major minor blocks disk <<X\n$(tail -n 1 /proc/partitions)\nX\nmount "/dev/$disk" /tmp/m',
  'mounts devices': 'mount -t devtmpfs none /tmp/m',
  'mounts control groups': 'mount -t cgroup2 none /tmp/m && [ -e /tmp/m/cgroup.procs ] && echo $$ >/tmp/m/cgroup.procs',
  'mounts debugfs': 'mount -t debugfs none /tmp/m',
  'makes a user namespace of its own': 'unshare --user --map-root-user true',
  'sets the clock': 'date -s "$(date)"',
  'loads a module': 'modprobe dummy || insmod /nowhere.ko || /sbin/modprobe dummy',
  'ends process 1 of the sandbox': 'kill -9 1 && sleep 0.2 && ! [ -e /proc/1/ns/net ]',
};

/** A plugin that says of each attack whether it succeeded, and before that who it is. */
const plugin = `#!/bin/sh
config=$(cat)
value() { printf '%s' "$config" | sed "s|.*\\"$1\\":\\"\\([^\\"]*\\)\\".*|\\1|"; }
secret=$(value secretFile | sed 's|^file:||') victim=$(value victim) port=$(value port)
export secret victim port
mkdir -p /tmp/m
attempt() {
  if (eval "$2") >/dev/null 2>&1 </dev/null; then echo "succeeded: $1"; else echo "refused: $1"; fi
  umount -l /tmp/m 2>/dev/null
}
${Object.entries(attacks)
  .map(([name, command]) => `attempt '${name}' '${command.replaceAll("'", `'\\''`)}'`)
  .join('\n')}
hostname cni-hostile
echo "is $(id -u) on $(hostname)"
: >/tmp/cni-hostile
ls -d /tmp/cni-hostile /var/tmp /dev/shm /var/lib
env | sed 's/=.*//' | sort | tr '\\n' ' '
`;

const files = ['/', '/root', '/home', '/etc', '/opt', '/tmp', '/usr', '/var/log'].map((dir) =>
  path.join(dir, 'cni-hostile'),
);
const sysctls = ['kernel/core_pattern', 'kernel/modprobe', 'kernel/hostname', 'kernel/sysrq', 'vm/swappiness'];
const readSysctls = (): readonly string[] =>
  sysctls.map((name) => `/proc/sys/${name}`).flatMap((file) => (existsSync(file) ? readFileSync(file, 'utf8') : []));

function portOf(service: Server): number {
  const address = service.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function describeAttacks(user: SandboxUser): void {
  // docs/security.md: S12
  describe(`a hostile plugin in a sandbox of ${user.name}`, skipBecause(obstacle), () => {
    let stage: SandboxStage;
    let victim: ChildProcess;
    let service: Server;
    let sharedMemory: string;
    let said: readonly string[];
    let before: { readonly state: readonly string[]; readonly sysctls: readonly string[] };

    beforeAll(async () => {
      stage = await SandboxStage.build(user);
      victim = spawn('sleep', ['600'], { stdio: 'ignore', ...(user.uid !== process.getuid?.() && { uid: user.uid }) });
      service = createServer().listen(0, '127.0.0.1');
      await once(service, 'listening');
      sharedMemory = /\d+/.exec(execFileSync('ipcmk', ['--shmem', '4096'], { encoding: 'utf8' }))?.[0] ?? '';
      const secret = stage.write(path.join(stage.home, 'secret'), 'a secret of the home directory', 0o644);
      const plugins = stage.makeDirectory(path.join(stage.directory, 'plugins'), 0o755);
      stage.write(path.join(plugins, 'hostile'), plugin, 0o755);
      before = { state: machineState(), sysctls: readSysctls() };
      // The colon keeps the file from being one that the configuration names.
      const config = { secretFile: `file:${secret}`, victim: String(victim.pid), port: String(portOf(service)) };
      const events = stage.run({
        pluginDirs: [plugins],
        plugins: [{ type: 'hostile', pluginDirs: [plugins], config }],
      });
      expect(events).toMatchObject({ uid: user.uid, reports: [] });
      said = (events.said[0] ?? '').split('\n');
    });

    afterAll(() => {
      victim?.kill('SIGKILL');
      service?.close();
      if (sharedMemory !== undefined) {
        execFileSync('ipcrm', ['--shmem-id', sharedMemory]);
      }
      stage?.dispose();
      files.filter((file) => existsSync(file)).forEach((file) => rmSync(file));
    });

    test.each(Object.keys(attacks))('%s: refused', (name) => {
      expect(said).toContain(`refused: ${name}`);
    });

    test('it is root there, has a host name, /tmp and environment of its own', () => {
      expect(said.slice(-6, -1)).toEqual([
        'is 0 on cni-hostile',
        '/dev/shm',
        '/tmp/cni-hostile',
        '/var/lib',
        '/var/tmp',
      ]);
      const names = (said.at(-1) ?? '').split(' ').filter((name) => !/^(?:LANG|LANGUAGE|LC_.*|TZ|)$/.test(name));
      // The shell sets PWD and OLDPWD, and the plugin itself the last three.
      expect(names).toEqual(['CNI_COMMAND', 'HOME', 'OLDPWD', 'PATH', 'PWD', 'port', 'secret', 'victim']);
    });

    test('the machine is as it was', () => {
      expect(files.filter((file) => existsSync(file))).toEqual([]);
      expect(readdirSync(path.join(stage.directory, 'plugins'))).toEqual(['hostile']);
      expect(readSysctls()).toEqual(before.sysctls);
      expect(hostname()).not.toBe('cni-hostile');
      expect(victim.exitCode ?? victim.signalCode).toBeNull();
      expect(differences(before.state, machineState())).toEqual([]);
    });
  });
}

useMachine();

for (const user of sandboxUsers) {
  describeAttacks(user);
}
