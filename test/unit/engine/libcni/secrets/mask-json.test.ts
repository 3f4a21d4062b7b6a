import { describe, expect, test } from 'vitest';
import { maskText } from '../../../../../engine/libcni/secrets/mask-json.ts';
import { isSecretKey } from '../../../../../engine/libcni/secrets/secret-keys.ts';

const secretKeys = [
  'password',
  'Password',
  'etcd_password',
  'wapi-passwd',
  'passphrase',
  'secret',
  'clientSecret',
  'token',
  'k8s_auth_token',
  'apiKey',
  'api_key',
  'api-key',
  'accessKey',
  'private_key',
  'privateKey',
  'presharedKey',
  'pre-shared-key',
  'client-key-data',
  'credential',
  'credentials',
  'auth',
];

test.each(secretKeys)('the value of "%s" is a secret', (key) => {
  expect(isSecretKey(key)).toBe(true);
  expect(maskText(`{"a":{"${key}":"hunter22"}}`)).toBe(`{"a":{"${key}":"***"}}`);
});

test.each(['type', 'name', 'ipam', 'key', 'author', 'authority', 'subnet', 'keyFile', 'pass', 'ipMasq'])(
  'the value of "%s" is no secret',
  (key) => {
    expect(isSecretKey(key)).toBe(false);
    expect(maskText(`{"${key}":"hunter22"}`)).toBe(`{"${key}":"hunter22"}`);
  },
);

describe('in JSON', () => {
  test.each([
    [
      'nested objects and arrays',
      '{"a":[{"token":"x"}, {"b":{"token":"y"}}]}',
      '{"a":[{"token":"***"}, {"b":{"token":"***"}}]}',
    ],
    [
      'everything below a secret key',
      '{"credentials":{"user":"a","keys":["b",[1]]},"c":"d"}',
      '{"credentials":{"user":"***","keys":["***",["***"]]},"c":"d"}',
    ],
    ['numbers', '{"password":1234,"mtu":1500}', '{"password":"***","mtu":1500}'],
    [
      'strings of JSON',
      String.raw`{"config":"{\"token\":\"x\",\"mtu\":1}"}`,
      String.raw`{"config":"{\"token\":\"***\",\"mtu\":1}"}`,
    ],
    [
      'strings of JSON in them',
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: 'x' }) }) }),
      JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: '***' }) }) }),
    ],
    ['escaped keys', String.raw`{"tok\u0065n":"x"}`, String.raw`{"tok\u0065n":"***"}`],
    ['escaped quotes', String.raw`{"token":"a\"b","c":"\\"}`, String.raw`{"token":"***","c":"\\"}`],
    ['addresses', '{"etcd_endpoints":"https://u:pw@h:2379"}', '{"etcd_endpoints":"https://u:***@h:2379"}'],
    ['headers', '{"header":"Bearer abcdefghijkl"}', '{"header":"Bearer ***"}'],
    ['the root', '[{"token":"x"}]', '[{"token":"***"}]'],
  ])('%s', (_, text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  test('everything else stays, to the last byte', () => {
    const text =
      '{ "a" : 12345678901234567890.10 ,\n\t"token":"", "secret": null, "b":"é\\u00e9", "tokens": [true, {}] }\n';
    expect(maskText(text)).toBe(text);
  });

  test('keys of a masked value do not leak into the next one', () => {
    expect(maskText('{"token":{"a":{}},"b":"c","d":["e"]}')).toBe('{"token":{"a":{}},"b":"c","d":["e"]}');
  });
});

test('in text that is no JSON, as in a log', () => {
  expect(maskText('{"token":"x"} {"token":"y"}')).toBe('{"token":"***"} {"token":"***"}');
  expect(maskText('password=hunter22 failed')).toBe('password=*** failed');
  expect(maskText('')).toBe('');
});

test('deep nesting is no problem', () => {
  const deep = `${'['.repeat(5000)}{"token":"x"}${']'.repeat(5000)}`;
  expect(maskText(deep)).toBe(deep.replace('"x"', '"***"'));
});
