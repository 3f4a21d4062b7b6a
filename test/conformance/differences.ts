import type { Answer, Request } from './wire.ts';

/** Something that the engine does otherwise than Go's libcni, on purpose. */
export interface Difference {
  readonly name: string;
  readonly reason: string;
  /** True when this is why the two answers are not alike. */
  readonly explains: (request: Request, go: Answer, ours: Answer) => boolean;
  /** A request where it shows. */
  readonly example: Request;
}

/** Every difference that is on purpose. Each is tested: its example must differ, and be explained by it alone. */
export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'no panic',
    reason:
      'libcni dereferences nil for a null in interfaces or ips when it converts a result; we refuse it with an error.',
    explains: (_request, go, ours) => hasPanic(go) && !hasPanic(ours),
    example: {
      op: 'result',
      bytes: '{"cniVersion":"1.0.0","interfaces":[null]}',
      as: ['0.4.0'],
    },
  },
  {
    name: 'ADD of a list without plugins is refused',
    reason:
      'libcni runs nothing, caches an attachment without a result and returns nil. We say that the network has no plugins and cache nothing: there is no attachment. Loading by name refuses such a list in both.',
    explains: (request, go, ours) =>
      request.op === 'scenario' && !hasPanic(go) && JSON.stringify(ours).includes('has no plugins'),
    example: {
      op: 'scenario',
      form: 'list',
      config: '{"name":"n","cniVersion":"1.0.0"}',
      path: ['/v/bin'],
      binaries: {},
      script: {},
      cache: {},
      runtime: { containerID: 'c1', netNS: '/run/netns/x', ifName: 'eth0', args: [], capabilityArgs: '' },
      steps: [{ do: 'addList' }],
    },
  },
];

function hasPanic(answer: Answer): boolean {
  return JSON.stringify(answer).includes('"panic":true');
}
