import { expect, test } from 'vitest';
import { cniArgsText, profileSetting, readProfiles } from '../../../../engine/arguments/profiles.ts';
import { firstOf, type RuntimeArguments } from '../../../../engine/arguments/runtime-arguments.ts';

const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }];

test('a profile has the parts of a runtime configuration, as libcni reads them', () => {
  const setting = {
    web: {
      network: 'lan',
      interfaceName: 'net1',
      containerID: 'web-1',
      cniArgs: 'IgnoreUnknown=1;K8S_POD_NAME=web',
      capabilityArgs: { portMappings },
    },
    empty: {},
  };
  expect(readProfiles(setting)).toEqual({
    profiles: [
      {
        name: 'web',
        network: 'lan',
        arguments: {
          ifName: 'net1',
          containerID: 'web-1',
          args: [
            ['IgnoreUnknown', '1'],
            ['K8S_POD_NAME', 'web'],
          ],
          capabilityArgs: { portMappings },
        },
      },
      { name: 'empty', network: undefined, arguments: {} },
    ],
    unusable: [],
  });
});

test.each([
  [7, 'it is not an object'],
  [{ ifName: 'net1' }, 'it has the unknown key "ifName"'],
  [{ interfaceName: 1 }, '"interfaceName" is not a string'],
  [{ capabilityArgs: [] }, '"capabilityArgs" is not an object'],
  [{ interfaceName: 'much-too-long-name' }, expect.stringContaining('interface name is too long')],
  [{ containerID: 'a b' }, expect.stringContaining('invalid characters in containerID; a b')],
  [{ cniArgs: 'A' }, 'invalid CNI_ARGS pair "A"'],
])('a profile %j cannot be used, and others can', (value, reason) => {
  const { profiles, unusable } = readProfiles({ bad: value, good: {} });
  expect(profiles.map(({ name }) => name)).toEqual(['good']);
  expect(unusable).toMatchObject([{ name: 'bad', error: { code: 'profile', remedy: 'Correct the setting.' } }]);
  const [text = ''] = unusable.map(({ error }) => error.message);
  expect(/^The profile "bad" in "cni.profiles" cannot be used: (.*)\.$/.exec(text)?.[1]).toEqual(reason);
});

test.each([undefined, null, [], 'web'])('a setting %j has no profiles', (setting) => {
  expect(readProfiles(setting)).toEqual({ profiles: [], unusable: [] });
});

test('a profile that is saved is read as it was, without CNI_ARGS unless they are wanted', () => {
  const values: RuntimeArguments = { ifName: 'net1', args: [['A', '1']], capabilityArgs: { portMappings } };
  const read = (withArgs: boolean): unknown => readProfiles({ web: profileSetting('lan', values, withArgs) }).profiles;
  expect(read(true)).toEqual([{ name: 'web', network: 'lan', arguments: values }]);
  expect(read(false)).toEqual([
    { name: 'web', network: 'lan', arguments: { ifName: 'net1', capabilityArgs: { portMappings } } },
  ]);
  expect(profileSetting('lan', {}, true)).toEqual({ network: 'lan' });
  expect(
    cniArgsText([
      ['A', '1'],
      ['B', '2'],
    ]),
  ).toBe('A=1;B=2');
});

test('each part comes as a whole from the first source that has it', () => {
  const option: RuntimeArguments = { ifName: 'net2' };
  const variables: RuntimeArguments = { ifName: 'net1', capabilityArgs: {} };
  const profile: RuntimeArguments = { ifName: 'net0', containerID: 'web', capabilityArgs: { portMappings } };
  expect(firstOf(option, variables, profile)).toEqual({ ifName: 'net2', capabilityArgs: {}, containerID: 'web' });
  expect(firstOf()).toEqual({});
});
