import { WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import { expect, it } from 'vitest';
import { HostConnections } from '../../../../client/hosts/host-connections.ts';
import { surveyHosts } from '../../../../client/hosts/host-survey.ts';
import type { Host, NamedHost } from '../../../../engine/host/host.ts';
import { failed, node1, StagedHost } from './hosts.ts';
import { exited, madeUpHost } from '../../engine/fleet/made-up-host.ts';

const lost = new WorkbenchError({ code: 'unreachable', message: 'Nobody answers.', remedy: 'Start it.' });
const named = (name: string, group?: string): NamedHost => ({
  name,
  spec: { kind: 'ssh', destination: name },
  ...(group === undefined ? {} : { group }),
});

/** Hosts that say nothing of what they have; `dead` rejects. Only `open` is connected beforehand. */
function connections(disposed: string[]): HostConnections {
  const newHost = ({ name }: NamedHost): Host => {
    const host = madeUpHost(() => (name === 'dead' ? Promise.reject(lost) : Promise.resolve(exited(''))));
    return {
      ...host,
      state: { kind: name === 'open' ? 'ready' : 'idle' },
      store: { ...host.store, list: () => Promise.resolve([]) },
      dispose: async () => {
        disposed.push(name);
      },
    };
  };
  const made = new HostConnections(newHost, { debug: () => undefined, warn: () => undefined });
  made.hostOf(named('open'));
  return made;
}

const questions = { askedMs: 0 };

const placesOf = () => ({ pluginPath: [], cacheDir: '/var/lib/cni', confDir: '/etc/net.d', isThisMachine: false });

it('surveys hosts and clusters, keeps connected hosts connected, and disconnects the others', async () => {
  const disposed: string[] = [];
  const seen: string[] = [];
  const surveyed = await surveyHosts(
    { connections: connections(disposed), questions, placesOf },
    [named('open'), named('idle', 'edge'), named('dead')],
    [{ name: 'cluster', via: 'debug', kubectl: '/nowhere/kubectl' }],
    undefined,
    { signal: new AbortController().signal, onAnswer: (done, total, host) => seen.push(`${done}/${total} ${host}`) },
  );
  expect(surveyed).toMatchObject([
    { host: 'open', answer: { kind: 'ok', value: { confDir: '/etc/net.d', attachments: [] } } },
    { host: 'idle', group: 'edge', answer: { kind: 'ok' } },
    { host: 'dead', answer: { kind: 'failed', reason: 'Nobody answers.', remedy: 'Start it.' } },
    { host: 'cluster', group: 'cluster', answer: { kind: 'failed' } },
  ]);
  expect(disposed.toSorted()).toEqual(['dead', 'idle']);
  expect(seen).toHaveLength(4);
  expect(seen.at(-1)).toMatch(/^4\/4 /);
});

it('leaves a host that failed as failed, with its problem, until it is used again', async () => {
  const made: StagedHost[] = [];
  const newHost = (): Host => {
    const host = new StagedHost();
    made.push(host);
    // It fails as soon as it is asked for anything.
    host.run = () => {
      host.become(failed);
      throw lost;
    };
    return host;
  };
  const staged = new HostConnections(newHost, { debug: () => undefined, warn: () => undefined });
  const options = { signal: new AbortController().signal, onAnswer: () => undefined };
  for (let times = 0; times < 2; times += 1) {
    await surveyHosts({ connections: staged, questions, placesOf }, [node1], [], undefined, options);
    expect([staged.stateOf('node1'), made.at(-1)?.disposals]).toEqual([failed, 1]);
  }
  expect(made).toHaveLength(2);
  await staged.keepOnly([]);
  expect(staged.stateOf('node1')).toEqual({ kind: 'idle' });
});

it('reports that it was canceled', async () => {
  const surveyed = await surveyHosts(
    { connections: connections([]), questions, placesOf },
    [named('idle')],
    [],
    undefined,
    {
      signal: AbortSignal.abort(),
      onAnswer: () => undefined,
    },
  );
  expect(surveyed).toMatchObject([{ host: 'idle', answer: { kind: 'cancelled' } }]);
});
