import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projects } from '../../../engine/explain/catalog/index.ts';
import { startApiServer } from '../../reality/kubernetes.ts';
import { buildThirdPartyPlugins } from '../../reality/third-party-plugins.ts';
import { skipBecause } from '../../skip.ts';
import { bundle, isRoot, sandboxObstacle } from '../machine.ts';
import { noReferencePlugins, referencePlugins } from '../reference/reference-site.ts';
import { expectCause } from '../right-cause.ts';
import { failingHosts, failingOutside } from './failing-hosts.ts';
import { failingLists } from './failing-lists.ts';
import type { FailingNetwork } from './failing-network.ts';
import { failingNetworks } from './failing-networks.ts';
import { FailingSite } from './failing-site.ts';
import { failingThirdParty } from './failing-third-party.ts';

// Makes real plugins fail, and compares what is explained with what was done to them.

const obstacle = referencePlugins === undefined ? noReferencePlugins : sandboxObstacle();
const ofReferencePlugins: readonly FailingNetwork[] = [...failingNetworks, ...failingLists, ...failingHosts];

const named = <T extends FailingNetwork>(networks: readonly T[]) =>
  networks.map((network, index) => [`${index + 1}: ${network.id}`, network, index] as const);

describe('a failure of a real plugin', skipBecause(obstacle), () => {
  const site = new FailingSite([referencePlugins ?? '']);
  beforeAll(() => site.host.connect());
  afterAll(() => site.close());

  it.for(named(ofReferencePlugins))('is explained (%s)', async ([, network, index], context) => {
    context.skip(await site.hasWhatSucceeds(network), 'this kernel supports what must be missing');
    const error = await site.failureOf(network, index);
    expect(error).toBeDefined();
    expectCause(error, network.id);
  });
});

describe(
  'a failure of a plugin outside of a sandbox',
  skipBecause(obstacle ?? (isRoot ? undefined : 'only root may create namespaces on the machine')),
  () => {
    it.for(named(failingOutside))('is explained (%s)', ([, { id, command }]) => {
      const argv = ['--net', '--mount', '/bin/sh', '-c', command, 'sh', '/proc/self/ns/net', referencePlugins ?? ''];
      const error = execFileSync('unshare', argv, { encoding: 'utf8' });
      expect(error).not.toBe('');
      expectCause(error, id);
    });
  },
);

const built = obstacle === undefined ? buildThirdPartyPlugins() : { obstacle };

describe(
  'a failure of Whereabouts, Multus or flannel',
  skipBecause('obstacle' in built ? built.obstacle : undefined),
  () => {
    let site: FailingSite;
    let program = '';
    beforeAll(async () => {
      program = await bundle('test/reality/api-server-process.ts');
      const pluginDirs = [referencePlugins ?? '', 'directory' in built ? built.directory : ''];
      site = new FailingSite(pluginDirs, [path.dirname(program), path.dirname(process.execPath)]);
      await site.host.connect();
      await startApiServer(site.host, program);
    });
    afterAll(async () => {
      await site.close();
      rmSync(path.dirname(program), { recursive: true });
    });

    it.for(named(failingThirdParty))('is explained (%s)', async ([, network, index]) => {
      const error = await site.failureOf(network, index);
      expect(error).toBeDefined();
      expectCause(error, network.id);
    });
  },
);

/** The projects whose plugins the tests can run. */
const runnable = ['libcni', 'CNI plugins', 'Whereabouts', 'Multus', 'Flannel'];

describe('a known failure', () => {
  const caused = new Set<string>([...ofReferencePlugins, ...failingOutside, ...failingThirdParty].map(({ id }) => id));

  it('of a plugin that the tests can run is caused, or has a reason why not', () => {
    const failures = projects.flatMap(({ name, failures: all }) =>
      Object.entries(all).map(([id, { notCaused }]) => ({ id, notCaused, isRunnable: runnable.includes(name) })),
    );
    const real = failures.filter(({ id }) => caused.has(id));
    const reasons = failures.filter(({ notCaused }) => notCaused !== undefined);
    const cited = failures.length - real.length;
    console.log(
      `known failures: ${real.length} caused with real plugins, ${cited} cited from their source, of which ${reasons.length} with a reason`,
    );
    const open = failures.filter(
      ({ id, notCaused, isRunnable }) => isRunnable && !caused.has(id) && notCaused === undefined,
    );
    expect(open.map(({ id }) => id)).toEqual([]);
    expect(reasons.filter(({ id }) => caused.has(id))).toEqual([]);
    expect(real).toHaveLength(caused.size);
  });
});
