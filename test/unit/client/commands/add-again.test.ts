import { beforeEach, expect, test } from 'vitest';
import { reportLostSandbox } from '../../../../client/commands/add-again.ts';
import { contentsOf } from '../../../../client/hosts/sandbox-memory.ts';
import { attachment } from '../views/attachments.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

const capabilityArgs = { mac: '02:00:00:00:00:01' };

const lost = contentsOf({
  namespaces: ['ns1', 'ns2'].map((name) => ({ name, path: `/var/run/netns/${name}` })),
  cache: {
    attachments: [attachment({ ifName: 'net1', containerID: 'web-1', capabilityArgs, cniArgs: [['TOKEN', 'x']] })],
    unreadable: [],
  },
});

beforeEach(() => {
  resetEditor();
  editor.answer = ({ buttons }) => buttons.find((label) => label === 'Add Again');
});

test('a lost sandbox is reported, and Add Again recreates its namespaces and attachments', async () => {
  const host = new NamespaceHost('');
  host.namespaces.add('ns2');
  const services = servicesOn(host);
  reportLostSandbox(services, services.runner, lost, 'withWindow');
  await expect.poll(() => editor.messages.length).toBe(2);
  expect(editor.messages).toMatchObject([
    { severity: 'warning', text: 'The sandbox ended with the window. Lost namespaces: ns1 (myptp), ns2.' },
    { severity: 'info', text: 'Recreated in the sandbox: ns1 (myptp), ns2.' },
  ]);
  expect([...host.namespaces].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['ns1', 'ns2']);
  const { attachments } = await services.runner().cachedAttachments();
  const values = { ifName: 'net1', containerID: 'web-1', capabilityArgs, cniArgs: [] };
  expect(attachments).toMatchObject([{ network: 'myptp', netNS: '/var/run/netns/ns1', ...values }]);
  expect(JSON.stringify(lost)).not.toContain('TOKEN');
});

test('a network that fails when it is recreated is reported', async () => {
  const services = servicesOn(new NamespaceHost('ADD ptp'));
  reportLostSandbox(services, services.runner, lost, 'failed');
  await expect.poll(() => editor.messages.length).toBe(2);
  expect(editor.messages[1]).toMatchObject({ severity: 'error', buttons: ['Explain', 'Inspect', 'Show Log'] });
  expect(editor.messages[1]?.text).toContain('Adding "myptp" to "ns1" on "sandbox" failed and was rolled back.');
});
