import { describe, expect, test } from 'vitest';
import { maskedDocument, type OperationDocument } from '../../../../../engine/libcni/index.ts';
import { maskedValuesOf } from '../../../../../engine/libcni/secrets/masked-document.ts';

const secret = 'hunter22-hunter22';
const json = JSON.stringify({ type: 'a', token: secret });

const call = {
  pluginType: 'host-local',
  pluginPath: '/bin/host-local',
  argv: ['/bin/host-local', `--token=${secret}`],
  env: { HOME: '/root', CNI_COMMAND: 'ADD', API_TOKEN: secret, PATH: '/bin' },
  stdin: json,
  stdout: json,
  stderr: `token=${secret}`,
  exitCode: 0,
  startedAt: '2026-01-31T12:00:00.000Z',
  durationMs: 1,
};

const document: OperationDocument = {
  verb: 'ADD',
  network: 'n',
  containerID: 'c',
  startedAt: '2026-01-31T12:00:00.000Z',
  durationMs: 1,
  state: 'failed',
  steps: [
    {
      verb: 'ADD',
      index: 0,
      pluginType: 'a',
      env: {
        CNI_COMMAND: 'ADD',
        CNI_ARGS: `IgnoreUnknown=1;K8S_TOKEN=${secret};CONF={"password":"${secret}"}`,
        PATH: '/bin',
        HOME: '/root',
      },
      stdin: JSON.stringify({ type: 'a', prevResult: { x: { token: secret } } }),
      outcome: 'exited',
      exitCode: 1,
      stdout: json,
      stderr: { base64: Buffer.from(`\u{ff}password=${secret}`, 'latin1').toString('base64') },
      calls: [{ ...call, calls: [{ ...call, calls: [] }] }],
      error: { message: `password: ${secret}`, code: 7, msg: `token=${secret}`, details: json },
    },
  ],
  result: { x: [{ password: secret }], mtu: 1500 },
  error: { message: `token=${secret}`, code: 7, msg: 'm', hint: 'h' },
  source: { path: '/a.conflist', config: `{"plugins":[${json}]}` },
  args: [
    ['K8S_TOKEN', secret],
    ['K', 'V'],
  ],
  capabilityArgs: { token: secret, mac: '0a:00:00:00:00:01' },
  changes: [{ area: 'files', where: '/x', kind: 'changed', before: json, after: `password=${secret}` }],
};

const masked = maskedDocument({ ...document, rollback: { ...document, verb: 'DEL' } });

// docs/security.md: S22
test('no secret is left anywhere, and no other variable of the environment', () => {
  const text = JSON.stringify(masked);
  expect(text).not.toContain(secret);
  expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(3, 12));
  expect(text).not.toContain('HOME');
  expect(text).not.toContain('API_TOKEN');
});

test('everything else is kept', () => {
  const [step] = masked.steps;
  expect(step).toMatchObject({
    env: { CNI_COMMAND: 'ADD', CNI_ARGS: 'IgnoreUnknown=1;K8S_TOKEN=***;CONF={"password":"***"}', PATH: '/bin' },
    stdin: '{"type":"a","prevResult":{"x":{"token":"***"}}}',
    stdout: '{"type":"a","token":"***"}',
    stderr: { base64: Buffer.from('\u{ff}password=***', 'latin1').toString('base64') },
    calls: [{ env: { CNI_COMMAND: 'ADD', PATH: '/bin' }, argv: ['/bin/host-local', '--token=***'] }],
    error: { message: 'password: ***', code: 7, msg: 'token=***', details: '{"type":"a","token":"***"}' },
  });
  expect(masked).toMatchObject({
    network: 'n',
    result: { x: [{ password: '***' }], mtu: 1500 },
    source: { path: '/a.conflist', config: '{"plugins":[{"type":"a","token":"***"}]}' },
    args: [
      ['K8S_TOKEN', '***'],
      ['K', 'V'],
    ],
    capabilityArgs: { token: '***', mac: '0a:00:00:00:00:01' },
    changes: [{ before: '{"type":"a","token":"***"}', after: 'password=***' }],
    rollback: { verb: 'DEL', steps: [{ stdout: '{"type":"a","token":"***"}' }] },
  });
});

test('a document without secrets is unchanged', () => {
  const plain: OperationDocument = {
    ...document,
    steps: [{ verb: 'ADD', index: 0, pluginType: 'a', env: { CNI_COMMAND: 'ADD' }, stdin: '{ "type":"a" }' }],
    result: { a: 1 },
    error: undefined,
    source: undefined,
    args: undefined,
    capabilityArgs: undefined,
    changes: undefined,
  };
  expect(JSON.stringify(maskedDocument(plain))).toBe(JSON.stringify(plain));
});

describe('the places of masked values', () => {
  test('are named', () => {
    const step = { env: { CNI_ARGS: 'K=***', CNI_PATH: '/x' }, stdin: '{"a":[{"token":"***"}],"b":"https://u:***@h"}' };
    expect(maskedValuesOf(step)).toEqual(['CNI_ARGS', 'stdin.a[0].token', 'stdin.b']);
  });

  test('are none without a mask', () => {
    expect(maskedValuesOf({ env: {}, stdin: '{"token":"x"}' })).toEqual([]);
  });

  test('are the whole input if it is no JSON', () => {
    expect(maskedValuesOf({ env: {}, stdin: 'token=***' })).toEqual(['stdin']);
  });
});
