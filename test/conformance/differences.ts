import { agrees } from './agreement.ts';
import type { Answer, Failure, Request, Scenario, Wire } from './wire.ts';

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
    explains: (_request, go, ours) => partsAtRefusedAdd(go, ours),
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
  {
    name: 'the code of several GC failures',
    reason:
      'GC joins its failures. A Go caller who looks for a CNI error in them finds the first one that a plugin made; ours carries the fields of the first failure, a missing plugin included. The text is the same.',
    explains: (request, go, ours) =>
      request.op === 'scenario' &&
      !hasPanic(go) &&
      agrees(withoutGCFields(request, go), withoutGCFields(request, ours)),
    example: {
      op: 'scenario',
      form: 'list',
      config: '{"name":"n","cniVersion":"1.1.0","plugins":[{"type":"missing"},{"type":"a"}]}',
      path: ['/v/bin'],
      binaries: { '/v/bin': ['a'] },
      script: { a: { GC: [{ exit: 1, stdout: '{"code":7,"msg":"bad"}' }] } },
      cache: {},
      runtime: { containerID: 'c1', netNS: '/run/netns/x', ifName: 'eth0', args: [], capabilityArgs: '' },
      steps: [{ do: 'gcList', valid: [] }],
    },
  },
];

/** Returns true if two answers to a scenario match up to an ADD that the engine rejects without plugins. */
function partsAtRefusedAdd(go: Answer, ours: Answer): boolean {
  if (!Array.isArray(go.value) || !Array.isArray(ours.value)) {
    return false;
  }
  const steps: readonly Wire[] = ours.value;
  const refused = steps.findIndex((step) => JSON.stringify(step).includes('has no plugins'));
  return refused >= 0 && agrees({ value: go.value.slice(0, refused) }, { value: steps.slice(0, refused) });
}

/** An answer to a scenario with only the text of what its GC steps failed with. */
function withoutGCFields(request: Scenario, answer: Answer): Answer {
  const steps: readonly { readonly error?: Failure }[] | undefined = JSON.parse(JSON.stringify(answer.value ?? null));
  if (!Array.isArray(steps)) {
    return answer;
  }
  const value: Wire = JSON.parse(
    JSON.stringify(
      steps.map((step: { readonly error?: Failure }, index) =>
        step.error !== undefined && request.steps[index]?.do === 'gcList'
          ? { ...step, error: { text: step.error.text } }
          : step,
      ),
    ),
  );
  return { value };
}

function hasPanic(answer: Answer): boolean {
  return JSON.stringify(answer).includes('"panic":true');
}
