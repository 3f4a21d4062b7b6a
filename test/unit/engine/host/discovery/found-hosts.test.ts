import { describe, expect, it } from 'vitest';
import {
  readContainers,
  readContexts,
  readKindNodes,
  readMinikubeNodes,
} from '../../../../../engine/host/discovery/found-hosts.ts';

describe('running containers', () => {
  it('are read from one JSON object per line, with other lines ignored', () => {
    const output = [
      'WARNING: a line that is not JSON',
      JSON.stringify({ Names: 'web', Image: 'nginx:1', Labels: 'a=b' }),
      JSON.stringify({ Names: 'lab-worker', Image: 'kindest/node', Labels: 'io.x-k8s.kind.cluster=lab' }),
      JSON.stringify({ Names: '', Image: 'x' }),
      '[]',
      '',
    ].join('\n');
    expect(readContainers('docker', output)).toEqual([
      { name: 'web', about: 'docker · nginx:1', command: ['docker', 'exec', '-i', 'web'], isKind: false },
      {
        name: 'lab-worker',
        about: 'docker · kindest/node',
        command: ['docker', 'exec', '-i', 'lab-worker'],
        isKind: true,
      },
    ]);
  });

  it('of podman have their names in an array and labels in an object', () => {
    const line = JSON.stringify({ Names: ['web', 'alias'], Image: 'i', Labels: { 'io.x-k8s.kind.cluster': 'lab' } });
    expect(readContainers('podman', line)).toMatchObject([
      { name: 'web', command: ['podman', 'exec', '-i', 'web'], isKind: true },
    ]);
  });
});

it('nodes of kind run in the runtime that lists them', () => {
  const found = readKindNodes('a-worker\nNo kind nodes found.\n\nb-worker\n', (name) =>
    name === 'b-worker' ? 'podman' : undefined,
  );
  expect(found.map(({ command }) => command.join(' '))).toEqual(['docker exec -i a-worker', 'podman exec -i b-worker']);
});

const profiles = (driver: string, status = 'OK'): string =>
  JSON.stringify({
    invalid: [{ Name: 'broken' }],
    valid: [
      {
        Name: 'lab',
        Status: status,
        Config: {
          Driver: driver,
          Nodes: [
            { Name: '', ControlPlane: true },
            { Name: 'm02', ControlPlane: false },
          ],
        },
      },
    ],
  });

describe('nodes of minikube', () => {
  it('are containers with the container drivers', () => {
    expect(readMinikubeNodes(profiles('docker')).map(({ command }) => command.join(' '))).toEqual([
      'docker exec -i lab',
      'docker exec -i lab-m02',
    ]);
  });

  it('are reached by minikube ssh with the others', () => {
    expect(readMinikubeNodes(profiles('kvm2')).map(({ name, command }) => [name, command.join(' ')])).toEqual([
      ['lab', 'minikube --profile lab ssh --native-ssh=false --node lab -- sudo sh'],
      ['lab-m02', 'minikube --profile lab ssh --native-ssh=false --node lab-m02 -- sudo sh'],
    ]);
  });

  it('of a stopped profile, or of output that is none, are not listed', () => {
    expect(
      [profiles('docker', 'Stopped'), '', 'x', '{"valid":1}', '{"valid":[1,{}]}'].flatMap(readMinikubeNodes),
    ).toEqual([]);
  });
});

it('contexts are read line by line', () => {
  expect(readContexts('kind-lab\n prod/eu \n\n')).toEqual(['kind-lab', 'prod/eu']);
});
