import { describe, expect, test } from 'vitest';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';
import { createFromBytes, getAsVersion, newResult, printResult } from '../../../../../engine/libcni/result/result.ts';
import { textOf } from '../fixtures.ts';
import { messageOf } from '../message-of.ts';

const read = (text: string) => createFromBytes(encodeUTF8(text));

const full100 =
  '{"cniVersion":"1.1.0","interfaces":[{"name":"eth0","mac":"aa","mtu":1500,"sandbox":"/ns","socketPath":"/s","pciID":"p"}],' +
  '"ips":[{"interface":0,"address":"10.0.0.2/24","gateway":"10.0.0.1"},{"address":"2001:DB8::2/64"},{"address":"10.0.0.3/24"}],' +
  '"routes":[{"dst":"0.0.0.0/0","gw":"10.0.0.1","mtu":9,"table":5},{"dst":"::/0","scope":0}],"dns":{"nameservers":["1.1.1.1"]}}';

describe('printing', () => {
  test('from 1.0.0 on keys are sorted and an empty dns is left out', () => {
    const printed = textOf(printResult(read('{"ips":[{"address":"10.0.0.2/24"}],"dns":{},"cniVersion":"1.0.0"}')));
    expect(printed).toBe(`{
    "cniVersion": "1.0.0",
    "ips": [
        {
            "address": "10.0.0.2/24"
        }
    ]
}`);
  });

  test('before 1.0.0 fields come in the order of the type, dns always', () => {
    expect(read('{"routes":[{"dst":"::/0"}],"cniVersion":"0.3.1","ips":[]}').json).toBe(
      '{"cniVersion":"0.3.1","routes":[{"dst":"::/0"}],"dns":{}}',
    );
  });

  test('unknown fields and empty values go, addresses take their canonical spelling', () => {
    expect(
      read('{"x":1,"ip4":{"ip":"::FFFF:10.0.0.2/120","gateway":"","routes":[{"dst":"FE80::/10","gw":null}]}}').json,
    ).toBe('{"cniVersion":"0.1.0","ip4":{"ip":"10.0.0.2/24","routes":[{"dst":"fe80::/10"}]},"dns":{}}');
  });

  test('an address that was not there is printed as Go prints none', () => {
    expect(read('{"cniVersion":"0.4.0","ips":[{"version":"4"},null]}').json).toBe(
      '{"cniVersion":"0.4.0","ips":[{"version":"4","address":"\\u003cnil\\u003e"},null],"dns":{}}',
    );
  });

  test('whole numbers beyond 2^53 are exact before 1.0.0 and rounded after, as in Go', () => {
    const route = '"routes":[{"dst":"::/0","priority":9007199254740993}]';
    expect(read(`{"cniVersion":"0.4.0",${route}}`).json).toContain('9007199254740993');
    expect(read(`{"cniVersion":"1.0.0",${route}}`).json).toContain('9007199254740992');
  });

  test('the value holds the decoded fields', () => {
    expect(read('{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}').value).toEqual({
      cniVersion: '1.0.0',
      ips: [{ address: '10.0.0.2/24' }],
    });
  });
});

const take = (version: string, text: string) => messageOf(() => newResult(version, encodeUTF8(text)));

describe('a result that is refused', () => {
  test.each([
    ['', 'decoding version from network config: unexpected end of JSON input'],
    ['{"cniVersion":"0.5.0"}', 'unsupported CNI result version "0.5.0"'],
    ['{"ip4":{"ip":"10.0.0.2"}}', 'invalid CIDR address: 10.0.0.2'],
    ['{"ip4":{"ip":"10.0.0.2/8","gateway":"x"}}', 'invalid IP address: x'],
    [
      '{"cniVersion":"1.0.0","ips":[{"address":5}]}',
      'json: cannot unmarshal number into Go struct field Result.ips.address of type string',
    ],
    [
      '{"cniVersion":"1.0.0","ips":[5]}',
      'json: cannot unmarshal number into Go struct field Result.ips of type types100.ipConfig',
    ],
    [
      '{"cniVersion":"0.4.0","ips":{}}',
      'json: cannot unmarshal object into Go struct field Result.ips of type []*types040.IPConfig',
    ],
    [
      '{"cniVersion":"1.0.0","routes":[{"dst":{}}]}',
      'json: cannot unmarshal object into Go struct field Result.routes.dst of type string',
    ],
    [
      '{"cniVersion":"1.0.0","interfaces":[{"mtu":1.5}]}',
      'json: cannot unmarshal number 1.5 into Go struct field Interface.interfaces.mtu of type int',
    ],
  ])('%s', (text, message) => {
    expect(messageOf(() => read(text))).toBe(message);
  });

  test('when it names a version of another type than it is taken for', () => {
    expect(take('1.0.0', '{"cniVersion":"0.4.0"}')).toBe(
      'result type supports [1.0.0 1.1.0] but unmarshalled CNIVersion is "0.4.0"',
    );
    expect(take('0.2.0', '{"cniVersion":"0.3.0"}')).toBe(
      'result type supports [ 0.1.0 0.2.0] but unmarshalled CNIVersion is "0.3.0"',
    );
    expect(take('0.4.0', '{}')).toBe('result type supports [0.3.0 0.3.1 0.4.0] but unmarshalled CNIVersion is ""');
  });
});

const as = (text: string, version: string) => getAsVersion(read(text), version).json;

describe('conversion', () => {
  test('to the same version gives the same result', () => {
    const result = read(full100);
    expect(getAsVersion(result, '1.1.0')).toBe(result);
  });

  test('down to 0.4.0 writes out the IP version and loses what it does not know', () => {
    expect(as(full100, '0.4.0')).toBe(
      '{"cniVersion":"0.4.0","interfaces":[{"name":"eth0","mac":"aa","sandbox":"/ns"}],' +
        '"ips":[{"version":"4","interface":0,"address":"10.0.0.2/24","gateway":"10.0.0.1"},{"version":"6","address":"2001:db8::2/64"},' +
        '{"version":"4","address":"10.0.0.3/24"}],' +
        '"routes":[{"dst":"0.0.0.0/0","gw":"10.0.0.1","mtu":9,"table":5},{"dst":"::/0","scope":0}],"dns":{"nameservers":["1.1.1.1"]}}',
    );
  });

  test('down to 0.2.0 keeps the first address of each family and the routes of that family', () => {
    expect(as(full100, '0.2.0')).toBe(
      '{"cniVersion":"0.2.0","ip4":{"ip":"10.0.0.2/24","gateway":"10.0.0.1","routes":[{"dst":"0.0.0.0/0","gw":"10.0.0.1"}]},' +
        '"ip6":{"ip":"2001:db8::2/64","routes":[{"dst":"::/0"}]},"dns":{"nameservers":["1.1.1.1"]}}',
    );
  });

  test('up from 0.1.0 makes addresses and routes of both families', () => {
    const legacy =
      '{"ip6":{"ip":"fd00::2/64"},"ip4":{"ip":"10.0.0.2/24","gateway":"10.0.0.1","routes":[{"dst":"0.0.0.0/0"}]}}';
    expect(as(legacy, '1.0.0')).toBe(
      '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24","gateway":"10.0.0.1"},{"address":"fd00::2/64"}],"routes":[{"dst":"0.0.0.0/0"}]}',
    );
  });

  test('every version to every other one keeps the address', () => {
    const versions = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'];
    for (const from of versions) {
      for (const to of versions) {
        const converted = getAsVersion(getAsVersion(read(full100), from), to);
        expect(converted.cniVersion).toBe(to);
        expect(converted.json).toContain('"10.0.0.2/24"');
      }
    }
  });

  test("'' means 0.1.0", () => {
    expect(getAsVersion(read('{"cniVersion":"0.2.0"}'), '').cniVersion).toBe('0.1.0');
  });

  test.each([
    ['{"cniVersion":"1.0.0"}', '0.2.0', 'cannot convert: no valid IP addresses'],
    ['{"cniVersion":"1.0.0"}', '0.5.0', 'no converter for CNI result version 1.0.0 to 0.5.0'],
    ['{"cniVersion":"1.0.0","ips":[null]}', '0.4.0', 'cannot convert: ips[0] is null'],
    ['{"cniVersion":"0.4.0","interfaces":[null]}', '1.0.0', 'cannot convert: interfaces[0] is null'],
  ])('of %s to %s is refused', (text, version, message) => {
    expect(messageOf(() => as(text, version))).toBe(message);
  });
});
