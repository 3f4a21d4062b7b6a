import { describe, expect, test } from 'vitest';
import {
  validateContainerID,
  validateInterfaceName,
  validateNetworkName,
} from '../../../../../engine/libcni/conf/names.ts';
import type { CNIError } from '../../../../../engine/libcni/errors.ts';

const told = (error: CNIError | undefined) => error && { code: error.code, message: error.message };

describe('a container ID', () => {
  test.each(['a', '0', 'cnitool-77383ca0a0715733ca6f', 'A_b.c-'])('may be %j', (id) => {
    expect(validateContainerID(id)).toBeUndefined();
  });

  test('must be there', () => {
    expect(told(validateContainerID(''))).toEqual({ code: 3, message: 'missing containerID' });
  });

  test.each(['.a', '-a', '_a', 'a b', 'a\n', 'é', 'a/b'])('must not be %j', (id) => {
    expect(told(validateContainerID(id))).toEqual({ code: 4, message: `invalid characters in containerID; ${id}` });
  });
});

describe('a network name', () => {
  test('is rejected with code 7, its text in the details', () => {
    expect(told(validateNetworkName(''))).toEqual({ code: 7, message: 'missing network name:' });
    expect(told(validateNetworkName('a b'))).toEqual({
      code: 7,
      message: 'invalid characters found in network name; a b',
    });
    expect(validateNetworkName('a b')?.details).toBe('a b');
    expect(validateNetworkName('dbnet')).toBeUndefined();
  });
});

describe('an interface name', () => {
  test.each([
    ['', 'interface name is empty'],
    ['sixteen-letters!', 'interface name is too long; interface name should be less than 16 characters'],
    ['éééééééé', 'interface name is too long; interface name should be less than 16 characters'],
    ['.', 'interface name is . or ..'],
    ['..', 'interface name is . or ..'],
    ['a/b', 'interface name contains / or : or whitespace characters'],
    ['a:b', 'interface name contains / or : or whitespace characters'],
    ['a b', 'interface name contains / or : or whitespace characters'],
    ['a\u0085', 'interface name contains / or : or whitespace characters'],
    ['a\u3000', 'interface name contains / or : or whitespace characters'],
  ])('must not be %j', (name, message) => {
    expect(told(validateInterfaceName(name))).toEqual({ code: 4, message });
  });

  test.each(['eth0', 'fifteen-letters', '...', 'a\uFEFF', 'ééééééé'])('may be %j', (name) => {
    expect(validateInterfaceName(name)).toBeUndefined();
  });
});
