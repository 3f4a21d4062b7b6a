import { describe, expect, test } from 'vitest';
import type { CachedAttachment } from '../../../client/cached-attachment.ts';
import { trialSucceeded, trialText, tryNetwork, type TrialRunner } from '../../../client/network-trial.ts';
import { NetworkRunner } from '../../../client/network-runner.ts';
import { networkConfFromBytes } from '../../../engine/libcni/index.ts';
import { TrialHost } from './trial-host.ts';

const t = (message: string, ...values: readonly unknown[]): string =>
  message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));

function listOf(rest = ''): ReturnType<typeof networkConfFromBytes> {
  const text = `{"cniVersion":"1.0.0","name":"web",${rest}"plugins":[{"type":"bridge"}]}`;
  return networkConfFromBytes(new TextEncoder().encode(text));
}

/** A runner on a host whose plugins fail where `failing` says so, with namespaces that need no kernel. */
function runnerOf(host: TrialHost): TrialRunner {
  const runner = new NetworkRunner(host, {
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
  return { ran: host.ran, succeeded: trialSucceeded(trial), text: trialText(t, 'web', 'eth0', trial) };
}

describe('a trial', () => {
  test('adds, checks and deletes, and tells the address', async () => {
    const { ran, succeeded, text } = await said('');
    expect(ran).toEqual(['ADD bridge', 'CHECK bridge', 'DEL bridge']);
    expect(succeeded).toBe(true);
    expect(text).toBe(
      'web works in the sandbox: ADD gave eth0 10.0.0.2/24. CHECK found it as it was added. DEL took it away again.',
    );
  });

  test('ends with a failed ADD, which is rolled back, and tells what the plugin said', async () => {
    const { ran, succeeded, text } = await said('ADD bridge');
    expect(ran).toEqual(['ADD bridge', 'DEL bridge']);
    expect(succeeded).toBe(false);
    expect(text).toContain('no room');
  });

  test('deletes also when CHECK fails', async () => {
    const { ran, succeeded, text } = await said('CHECK bridge');
    expect(ran).toEqual(['ADD bridge', 'CHECK bridge', 'DEL bridge']);
    expect(succeeded).toBe(false);
    expect(text).toContain('CHECK of web in a sandbox of its own failed.');
  });

  test('does not check what switches CHECK off', async () => {
    const { ran, succeeded, text } = await said('', '"disableCheck":true,');
    expect(ran).toEqual(['ADD bridge', 'DEL bridge']);
    expect(succeeded).toBe(true);
    expect(text).toContain('CHECK is switched off');
  });
});
