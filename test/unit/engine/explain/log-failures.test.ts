import { describe, expect, test } from 'vitest';
import { LogReader } from '../../../../engine/explain/index.ts';
import { maskSecrets, secretPatterns } from '../../../../engine/libcni/secrets/mask-text.ts';

function read(lines: readonly string[], options = {}) {
  const reader = new LogReader(options);
  for (const [index, line] of lines.entries()) {
    reader.read(line, { line: index + 1 });
  }
  return reader.failures;
}

const failure = (sandbox: string): string =>
  `failed to setup network for sandbox "${sandbox}": plugin type="bridge" name="pods" failed (add): no IP ranges specified`;

describe('repetitions are one failure', () => {
  test('of one pod in several sandboxes', () => {
    const lines = ['3f2a9c51', '77aa9c51'].map((id) => `msg="${failure(id).replaceAll('"', '\\"')}" pod="shop/web-0"`);
    expect(read(lines)).toMatchObject([{ line: 1, count: 2, pod: 'web-0', namespace: 'shop', sandbox: '3f2a9c51' }]);
  });

  test('of one sandbox in the lines of two programs, of which one names the pod', () => {
    const text = failure('3f2a9c51');
    const named = `time="x" level=error msg="RunPodSandbox for &PodSandboxMetadata{Name:web-0,Uid:1,Namespace:shop,Attempt:0,} failed, error" error="${text.replaceAll('"', '\\"')}"`;
    expect(read([text, named])).toMatchObject([{ count: 2, pod: 'web-0', namespace: 'shop' }]);
  });

  test('but not of different pods', () => {
    const lines = ['web-0', 'web-1'].map(
      (pod) => `err="${failure('3f2a9c5').replaceAll('"', '\\"')}${pod}" pod="shop/${pod}"`,
    );
    expect(read(lines.map((line, index) => line.replace('3f2a9c5', `3f2a9c5${index}`)))).toHaveLength(2);
  });

  test('of unknown failures', () => {
    const lines = [1, 2].map((number) => `plugin type="house" failed (add): the moon is in house ${number}`);
    expect(read(lines)).toMatchObject([{ count: 2, explanation: undefined, message: 'the moon is in house 1' }]);
  });
});

test('the innermost cause of delegating plugins counts', () => {
  const [found] = read([
    'plugin type="multus" name="multus-cni-network" failed (add): [shop/web-0/5d2f:vlan7]: error adding container to network "vlan7": plugin type="flannel" failed (add): failed to delegate add: failed to set bridge addr: "cni0" already has an IP address different from 10.244.3.1/24',
  ]);
  expect(found).toMatchObject({
    explanation: { id: 'bridgeAddressDiffers', args: { bridge: 'cni0', address: '10.244.3.1/24' } },
    plugin: 'flannel',
    network: 'vlan7',
    pod: 'web-0',
    namespace: 'shop',
    message: 'failed to set bridge addr: "cni0" already has an IP address different from 10.244.3.1/24',
  });
});

test('message and details are separated', () => {
  const [found] = read([
    'plugin type="bridge" failed (add): incompatible CNI versions; config is "9.0.0", plugin supports ["1.0.0"]',
  ]);
  expect(found).toMatchObject({
    message: 'incompatible CNI versions',
    details: 'config is "9.0.0", plugin supports ["1.0.0"]',
  });
});

test('a selected text is about CNI, even if only its words say so', () => {
  expect(read(['invalid CIDR address: 10.1.2.3'])).toEqual([]);
  expect(read(['invalid CIDR address: 10.1.2.3'], { isCNI: true })).toMatchObject([
    { explanation: { id: 'cidrInvalid' } },
  ]);
});

test('hostile lines take no more than linear time and are no failure', () => {
  expect(
    read(['x'.repeat(5_000_000), '"'.repeat(100_000), '\\'.repeat(100_000), '{'.repeat(100_000), 'a="'.repeat(30_000)]),
  ).toEqual([]);
});

test('at most 1,000 different failures are kept', () => {
  const lines = Array.from(
    { length: 1200 },
    (_, index) => `plugin type="p${String.fromCodePoint(0x4e00 + index)}" failed (add): moon`,
  );
  expect(read(lines)).toHaveLength(1000);
  const reader = new LogReader();
  for (const [index, line] of [...lines, 'plugin type="z" failed (add): no IP ranges specified'].entries()) {
    reader.read(line, { line: index + 1 });
  }
  expect(reader).toMatchObject({ dropped: 201, droppedUnknown: 200 });
});

describe('secrets are masked', () => {
  const secrets = [
    ['Authorization: Bearer abcdefghijklmnop', 'Authorization: Bearer ***'],
    ['token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c2lnbmF0dXJl is bad', 'token *** is bad'],
    ['{"password":"hunter22","user":"a"}', '{"password":"***","user":"a"}'],
    ['{"password":"correct horse battery"}', '{"password":"***"}'],
    ['{"password":"ab,cd&ef","user":"a"}', '{"password":"***","user":"a"}'],
    ['{"password":"a\\"b c","user":"a"}', '{"password":"***","user":"a"}'],
    ['{"password": "correct horse', '{"password": "***'],
    ['{\\"secret\\":\\"correct horse\\",\\"user\\":\\"a\\"}', '{\\"secret\\":\\"***\\",\\"user\\":\\"a\\"}'],
    ['{"auths":{"r":{"auth":"dXNlcjpwYXNz"}}}', '{"auths":{"r":{"auth":"***"}}}'],
    ['token=abc&a=b', 'token=***&a=b'],
    ['password: hunter22', 'password: ***'],
    ['https://u:p@ss@h/a', 'https://u:***@h/a'],
    ['{\\"k8s_auth_token\\":\\"abc123\\"}', '{\\"k8s_auth_token\\":\\"***\\"}'],
    ['client-key-data: LS0tLS1CRUdJTg==', 'client-key-data: ***'],
    ['kubeadm join --token abcdef.0123456789abcdef', 'kubeadm join --token ***'],
    ['see abcdef.0123456789abcdef now', 'see *** now'],
    ['https://user:s3cret@registry.example/', 'https://user:***@registry.example/'],
    ['AKIAIOSFODNN7EXAMPLE', '***'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '***'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----.', '***.'],
  ] as const;

  test.each(secrets)('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  test('to the end of the text if a value is long', () => {
    expect(maskSecrets(`{"password": "${'correct horse '.repeat(1000)}"}`)).toBe('{"password": "***');
  });

  test('by every pattern of the list', () => {
    const unused = secretPatterns.filter((pattern) => !secrets.some(([text]) => text.search(pattern) !== -1));
    expect(unused).toEqual([]);
  });

  test.each([
    'failed to find plugin "token-bridge" in path [/opt/cni/bin], sandbox 3f2a9c51d0e7b, fd00::1/64',
    'error getting token: Unauthorized',
    'Get "https://10.96.0.1:443/api/v1/secrets": dial tcp 10.96.0.1:443: i/o timeout',
    'error reading token: open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory',
    '{"password":"","user":"a"}',
  ])('and other texts stay: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});
