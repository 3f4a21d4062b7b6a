import { describe, expect, test } from 'vitest';
import { checkReplay, pluginDirsOfReplay, pluginsOfReplay, replayOperation } from '../../../../engine/fleet/index.ts';
import { createHost } from '../../../../engine/host/index.ts';
import type { OperationDocument } from '../../../../engine/libcni/index.ts';

const step = (pluginType: string, stdin: string, env: Readonly<Record<string, string>> = {}) =>
  ({ verb: 'ADD', index: 0, pluginType, env: { CNI_PATH: '/p::/q', ...env }, stdin }) as const;

const document: OperationDocument = {
  verb: 'ADD',
  network: 'n',
  startedAt: '2026-01-31T12:00:00.000Z',
  durationMs: 1,
  state: 'ok',
  steps: [step('a', '{}'), step('b', '{"token":"***"}', { CNI_ARGS: 'K=***' }), step('a', '{}')],
};
const sandbox = createHost({ kind: 'sandbox' });
const sound = { ...document, steps: [step('a', '{}')] };

test('the plugins and their directories are known before anything runs', () => {
  expect(pluginsOfReplay(document)).toEqual(['a', 'b']);
  const call = { pluginPath: '', argv: [], env: {}, stdin: '', stdout: '', stderr: '', startedAt: '', durationMs: 0 };
  const calls = [{ ...call, pluginType: 'c', calls: [{ ...call, pluginType: 'd', calls: [] }] }];
  expect(pluginsOfReplay({ ...document, steps: [{ ...step('a', '{}'), calls }, step('d', '{}')] })).toEqual([
    'a',
    'c',
    'd',
  ]);
  expect(pluginDirsOfReplay(document)).toEqual(['/p', '/q']);
  expect(pluginDirsOfReplay({ ...document, steps: [] })).toEqual([]);
});

test.each([{ kind: 'local' }, { kind: 'ssh', destination: 'n' }, { kind: 'exec', argv: ['sh'] }] as const)(
  'nothing runs on a host of the kind $kind',
  async (spec) => {
    await expect(replayOperation(createHost(spec), sound)).rejects.toMatchObject({ code: 'replayElsewhere' });
  },
);

describe('what cannot run again is rejected', () => {
  test('an operation without steps', () => {
    expect(() => checkReplay(sandbox, { ...document, steps: [] })).toThrow('No plugin ran in this ADD');
  });

  test.each([-1, 1, 0.5, Number.NaN])('a step that does not exist: %o', (from) => {
    expect(() => checkReplay(sandbox, sound, { from })).toThrow(/^The recording has no step /);
  });

  test('masked values, with their place', () => {
    expect(() => checkReplay(sandbox, document)).toThrow(
      'Step 2 (b) cannot run, because its values are masked: CNI_ARGS, stdin.token.',
    );
    const edited = { ...document, steps: document.steps.map((one) => ({ ...one, env: {} })) };
    expect(() => checkReplay(sandbox, edited)).toThrow(
      'Step 2 (b) cannot run, because its values are masked: stdin.token.',
    );
    expect(() => checkReplay(sandbox, edited, { from: 1, stdin: Buffer.from('{"token":"real"}') })).not.toThrow();
    expect(() => checkReplay(sandbox, sound, { stdin: Buffer.from('{"token":"***"}') })).toThrow('stdin.token');
  });
});
