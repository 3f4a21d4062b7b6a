import { expect, test } from 'vitest';
import { deleteQuestion } from '../../../../client/operations/delete-question.ts';
import { attachment } from '../views/attachments.ts';

const ask = (different: Parameters<typeof attachment>[0] = {}) => deleteQuestion([attachment(different)], 'node1');

test('the confirmation names network, namespace, host, interface and addresses', () => {
  expect(ask()).toEqual({
    message: 'Delete "myptp" from "ns1" on "node1"?',
    detail: 'Interface eth0 with 172.16.29.2/24 will be removed.',
  });
  expect(ask({ addresses: [] }).detail).toBe('Interface eth0 will be removed.');
});

test('for a container of a runtime it names the pod, or the container where no pod is known', () => {
  const containerID = 'f00d';
  const cniArgs = [
    ['IgnoreUnknown', '1'],
    ['K8S_POD_NAMESPACE', 'shop'],
    ['K8S_POD_NAME', 'web-0'],
  ] as const;
  expect(ask({ containerID, cniArgs }).detail).toContain(
    'A container runtime added it for pod shop/web-0 (container f00d), which will lose this network.',
  );
  expect(ask({ containerID, cniArgs: [['K8S_POD_NAME', 'web-0']] }).detail).toContain('pod web-0 (');
  expect(ask({ containerID }).detail).toContain('A container runtime added it for container f00d, which');
});

test('without a recorded namespace it names the container', () => {
  expect(ask({ netNS: '', containerID: 'f00d' }).message).toBe('Delete "myptp" from "f00d" on "node1"?');
});

test('for several attachments there is one confirmation, which names each', () => {
  const others = [attachment(), attachment({ network: 'web', ifName: 'eth1', addresses: [], containerID: 'f00d' })];
  const { message, detail } = deleteQuestion(others, 'node1');
  expect(message).toBe('Delete 2 attachments on "node1"?');
  expect(detail.split('\n')).toEqual([
    'myptp — ns1: Interface eth0 with 172.16.29.2/24 will be removed.',
    expect.stringMatching(
      /^web — ns1: Interface eth1 will be removed\. A container runtime added it for container f00d/,
    ),
  ]);
});
