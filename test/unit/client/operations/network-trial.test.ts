import { describe, expect, test } from 'vitest';
import type { CachedAttachment } from '../../../../engine/libcni/operation/cached-attachment.ts';
import {
  leakText,
  trialLeaks,
  trialSucceeded,
  trialText,
  tryNetwork,
  type TrialRunner,
} from '../../../../client/operations/network-trial.ts';
import { NetworkRunner } from '../../../../client/operations/network-runner.ts';
import { networkConfFromBytes } from '../../../../engine/libcni/index.ts';
import { TrialHost } from './trial-host.ts';

function listOf(rest = ''): ReturnType<typeof networkConfFromBytes> {
  const text = `{"cniVersion":"1.0.0","name":"web",${rest}"plugins":[{"type":"bridge"}]}`;
  return networkConfFromBytes(new TextEncoder().encode(text));
}

/** A runner on a host whose plugins fail where `failing` says so, with namespaces that need no kernel. */
function runnerOf(host: TrialHost): TrialRunner {
  const runner = new NetworkRunner('sandbox', host, {
    pluginPath: ['/plugins'],
    cacheDir: '/cache',
    confDir: '/net.d',
    isThisMachine: true,
  });
  return {
    createNamespace: (name) => Promise.resolve({ name, path: `/var/run/netns/${name}` }),
    add: (...all) => runner.add(...all),
    check: (list, attachment: CachedAttachment, following) => runner.check(list, attachment, following),
    del: (list, attachment: CachedAttachment, following) => runner.del(list, attachment, following),
    cachedAttachments: (signal) => runner.cachedAttachments(signal),
  };
}

async function said(failing: string, rest?: string) {
  const host = new TrialHost(failing);
  const trial = await tryNetwork(runnerOf(host), listOf(rest), 'eth0', {});
  return { ran: host.ran, succeeded: trialSucceeded(trial), text: trialText('web', 'eth0', 'sandbox', trial) };
}

describe('a trial', () => {
  test('adds, checks and deletes, and reports the address', async () => {
    const { ran, succeeded, text } = await said('');
    expect(ran).toEqual(['ADD bridge', 'CHECK bridge', 'DEL bridge']);
    expect(succeeded).toBe(true);
    expect(text).toBe('Test of "web" passed. ADD assigned 10.0.0.2/24 to eth0; CHECK and DEL succeeded.');
  });

  test('ends with a failed ADD, which is rolled back, and reports the message of the plugin', async () => {
    const { ran, succeeded, text } = await said('ADD bridge');
    expect(ran).toEqual(['ADD bridge', 'DEL bridge']);
    expect(succeeded).toBe(false);
    expect(text).toContain('no room');
  });

  test('deletes also when CHECK fails', async () => {
    const { ran, succeeded, text } = await said('CHECK bridge');
    expect(ran).toEqual(['ADD bridge', 'CHECK bridge', 'DEL bridge']);
    expect(succeeded).toBe(false);
    expect(text).toContain('Checking "web" in "cni-trial" on "sandbox" failed. bridge reports: no room');
  });

  test('does not check a network that disables CHECK', async () => {
    const { ran, succeeded, text } = await said('', '"disableCheck":true,');
    expect(ran).toEqual(['ADD bridge', 'DEL bridge']);
    expect(succeeded).toBe(true);
    expect(text).toContain('CHECK is disabled by "disableCheck".');
  });
});

describe('what a trial leaves behind', () => {
  const leak = {
    area: 'route',
    where: 'IPv4',
    kind: 'added',
    after: '10.77.0.0/24 dev eth0',
    residue: 'leak',
  } as const;
  const known = { ...leak, residue: 'bridge' } as const;

  test('is what DEL left, and nothing where plugins leave it on purpose', async () => {
    const trial = await tryNetwork(runnerOf(new TrialHost('')), listOf(), 'eth0', {});
    const { add, check, del } = trial;
    expect(trialLeaks(trial)).toEqual([]);
    if (del === undefined) {
      throw new Error('DEL did not run');
    }
    expect(trialLeaks({ add, check, del: { ...del, changes: [known, leak] } })).toEqual([leak]);
    expect(trialLeaks({ add, check, del: { ...del, changes: [known] } })).toEqual([]);
    expect(trialLeaks({ add: { add: { ...add.add, changes: [leak] } }, check: undefined, del: undefined })).toEqual([
      leak,
    ]);
  });

  test('is named, the first of several', () => {
    expect(leakText('web', [leak])).toBe(
      'DEL of "web" succeeded, but left this behind: + route IPv4 10.77.0.0/24 dev eth0',
    );
    expect(leakText('web', [leak, leak, leak])).toBe(
      'DEL of "web" succeeded, but left this and 2 more behind: + route IPv4 10.77.0.0/24 dev eth0',
    );
  });
});
