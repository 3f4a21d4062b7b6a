import { expect, it } from 'vitest';
import { resultLines } from '../../../../../client/webviews/operation/result-lines.ts';
import type { StepDocument } from '../../../../../engine/libcni/operation/operation-document.ts';

/** Returns the lines of an ADD of one plugin with this result. */
function linesOf(result: object): readonly string[] {
  const step: StepDocument = {
    verb: 'ADD',
    index: 0,
    pluginType: 'own',
    env: {},
    stdin: '{}',
    outcome: 'exited',
    exitCode: 0,
    stdout: JSON.stringify(result),
  };
  return resultLines([step], 0).map(({ text }) => text);
}

it('names the interface of an address, or has its index if there is no such interface or name', () => {
  const ips = [0, 1, 2].map((index) => ({ address: `10.88.0.${index + 2}/16`, interface: index }));
  expect(linesOf({ interfaces: [{ name: 'eth0' }, { mac: '02:00:00:00:00:01' }], ips })).toEqual([
    'interfaces[0]: eth0',
    'interfaces[1]: mac 02:00:00:00:00:01',
    'ips[0]: 10.88.0.2/16 on eth0',
    'ips[1]: 10.88.0.3/16 on 1',
    'ips[2]: 10.88.0.4/16 on 2',
  ]);
});
