import { describe, expect, test } from 'vitest';
import { bytesShape, encodeBase64 } from '../../../../../engine/libcni/json/base64.ts';
import {
  boolShape,
  fixedArrayShape,
  intShape,
  mapShape,
  pointerShape,
  sliceShape,
  stringShape,
  structShape,
  uintShape,
  unmarshal,
  type Shape,
} from '../../../../../engine/libcni/json/typed.ts';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';

const inner = structShape('Inner', 'pkg.Inner', { a: '', b: 0n }, { a: stringShape, b: intShape });
const outer = structShape<{
  readonly inner: { readonly a: string; readonly b: bigint };
  readonly flags: ReadonlyMap<string, boolean> | undefined;
  readonly list: readonly ({ readonly a: string; readonly b: bigint } | undefined)[] | undefined;
  readonly skip: string;
}>(
  'Outer',
  'pkg.Outer',
  { inner: inner.zero, flags: undefined, list: undefined, skip: '' },
  {
    inner,
    flags: mapShape('map[string]bool', boolShape),
    list: sliceShape('[]*pkg.Inner', pointerShape(inner)),
    skip: stringShape,
  },
);

function read<T>(text: string, shape: Shape<T>) {
  return unmarshal(encodeUTF8(text), shape);
}

describe('keys', () => {
  test('match exactly first, else with their case folded, the last in the text winning', () => {
    expect(read('{"A":"1","a":"2"}', inner).value.a).toBe('2');
    expect(read('{"a":"1","A":"2"}', inner).value.a).toBe('2');
  });

  test('fold the long s and the Kelvin sign to ASCII, and no other letter', () => {
    expect(read('{"\u017f\u212aip":"x"}', outer).value.skip).toBe('x');
    expect(read('{"ſkıp":"x"}', outer).value.skip).toBe('');
  });

  test('that come twice are decoded onto what is there', () => {
    const { value } = read('{"inner":{"a":"x"},"INNER":{"b":2},"list":[{"a":"y"},{}],"list":[{"b":1}]}', outer);
    expect(value.inner).toEqual({ a: 'x', b: 2n });
    expect(value.list).toEqual([{ a: 'y', b: 1n }]);
    const again = read('{"list":[{"a":"x"},{"a":"y"}],"list":[{}],"list":[{},{},{}]}', outer).value;
    expect(again.list?.map((item) => item?.a)).toEqual(['x', 'y', '']);
  });
});

describe('values of the wrong kind', () => {
  test.each([
    ['{"inner":{"a":1}}', 'number into Go struct field Inner.inner.a of type string'],
    ['{"inner":[]}', 'array into Go struct field Outer.inner of type pkg.Inner'],
    ['{"flags":{"x":"yes"}}', 'string into Go struct field Outer.flags of type bool'],
    ['{"list":{}}', 'object into Go struct field Outer.list of type []*pkg.Inner'],
    ['{"list":[true]}', 'bool into Go struct field Outer.list of type pkg.Inner'],
    ['{"inner":{"b":1.0}}', 'number 1.0 into Go struct field Inner.inner.b of type int'],
    [
      '{"inner":{"b":9223372036854775808}}',
      'number 9223372036854775808 into Go struct field Inner.inner.b of type int',
    ],
    ['"x"', 'string into Go value of type pkg.Outer'],
  ])('%s', (text, rest) => {
    expect(read(text, outer).error?.message).toBe(`json: cannot unmarshal ${rest}`);
  });

  test('do not stop the decoding: the first error counts, the other values are there', () => {
    const { value, error } = read('{"inner":{"a":1,"b":2},"skip":3,"flags":{"x":true}}', outer);
    expect(error?.message).toContain('Inner.inner.a');
    expect(value.inner.b).toBe(2n);
    expect(value.flags?.get('x')).toBe(true);
  });

  test('null empties pointers, maps and slices, and leaves the others alone', () => {
    const { value, error } = read('{"skip":"x","skip":null,"flags":null,"list":[null]}', outer);
    expect(error).toBeUndefined();
    expect(value.skip).toBe('x');
    expect(value.flags).toBeUndefined();
    expect(value.list).toEqual([undefined]);
  });

  test('an unsigned number has no minus', () => {
    expect(read('-1', uintShape).error?.message).toBe('json: cannot unmarshal number -1 into Go value of type uint');
  });
});

test('an array of fixed length ignores what is too much and fills what is missing', () => {
  const pairs = sliceShape('[][2]string', fixedArrayShape('[2]string', 2, stringShape));
  expect(read('[["a","b","c"],["d"],[]]', pairs).value).toEqual([
    ['a', 'b'],
    ['d', ''],
    ['', ''],
  ]);
});

describe('bytes', () => {
  test('come as base64, line breaks allowed, or as an array of numbers', () => {
    expect(read('"aGVs\\nbG8="', bytesShape).value).toEqual(encodeUTF8('hello'));
    expect(read('[104,105]', bytesShape).value).toEqual(encodeUTF8('hi'));
    expect(read('null', bytesShape).value).toBeUndefined();
  });

  test('survive encoding', () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(read(JSON.stringify(encodeBase64(all)), bytesShape).value).toEqual(all);
  });

  test.each([
    ['"a"', 0],
    ['"aG"', 0],
    ['"aGVs*"', 4],
    ['"aG=x"', 2],
    ['"aGU=x"', 4],
    ['"aG="', 3],
    ['"=aaa"', 0],
  ])('%s is refused at byte %d', (text, at) => {
    expect(read(text, bytesShape).error?.message).toBe(`illegal base64 data at input byte ${at}`);
  });
});
