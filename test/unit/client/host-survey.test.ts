import { expect, it } from 'vitest';
import { HostConnections } from '../../../client/host-connections.ts';
import { surveyHosts } from '../../../client/host-survey.ts';
import { HostError, type Host, type NamedHost } from '../../../engine/host/host.ts';
import { exited, madeUpHost } from '../engine/fleet/made-up-host.ts';

const lost = new HostError({ code: 'unreachable', message: 'Nobody answers.', cure: 'Start it.' });
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

it('asks hosts and clusters, leaves what was connected connected, and lets go of the others', async () => {
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
    { host: 'dead', answer: { kind: 'failed', reason: 'Nobody answers.', cure: 'Start it.' } },
    { host: 'cluster', group: 'cluster', answer: { kind: 'failed' } },
  ]);
  expect(disposed.toSorted()).toEqual(['dead', 'idle']);
  expect(seen).toHaveLength(4);
  expect(seen.at(-1)).toMatch(/^4\/4 /);
});

it('answers that it was cancelled', async () => {
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
