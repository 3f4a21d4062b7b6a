import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { configurationLine } from '../../../../../client/webviews/operation/configuration-line.ts';
import { documentOf, open, resetEditor } from '../../../../stand-in/editor.ts';
import { failedAdd } from './failed-add.ts';

beforeEach(resetEditor);

const plugins = [
  { type: 'bridge', bridge: 'cni0' },
  {
    type: 'tuning',
    sysctl: { 'net.ipv4.conf.eth1.arp_filter': '1' },
    mtu: 'big',
    master: 'eth9',
    mode: 'bridge',
    ipam: { type: 'host-local', subnet: '10.1.0.0/16' },
  },
  { type: 'bandwidth', master: 'eth9' },
];
const json = JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins }, undefined, 2);
const yaml = 'cniVersion: 1.0.0\nname: web\nplugins:\n- type: bridge\n- type: tuning\n  master: eth9\n';

/** Returns the line to which the error of the plugin "tuning" leads. */
async function lineOf(msg: string, text = json): Promise<string | undefined> {
  const document = documentOf(vscode.Uri.parse('untitled:web.conflist'), text);
  open(document);
  const operation = failedAdd({ source: { uri: document.uri.toString(), config: text } });
  const steps = operation.steps.map((step) => ({ ...step, error: step.error && { ...step.error, msg } }));
  const line = await configurationLine({ ...operation, steps }, 2);
  return line && text.split('\n')[line.line]?.trim();
}

test.each([
  ['open /proc/sys/net/ipv4/conf/eth1/arp_filter: no such file or directory', '"net.ipv4.conf.eth1.arp_filter": "1"'],
  ['json: cannot unmarshal string into Go struct field TuningConf.mtu of type int', '"mtu": "big",'],
  ['unknown key "master"', '"master": "eth9",'],
  ['Link eth9 not found', '"master": "eth9",'],
  ['failed to find plugin "host-local" in path [/opt/cni/bin]', '"type": "host-local",'],
  ['no addresses in 10.1.0.0/16', '"subnet": "10.1.0.0/16"'],
])('the error %j leads to the key or value that it names', async (error, line) => {
  expect(await lineOf(error)).toContain(line);
});

test.each([
  'device or resource busy',
  'the bridge is up',
  'no address in 10.1.0.0/160',
  'eth90 is missing',
  'cni0 is down',
])('the error %j names nothing of the plugin, so it leads to its type', async (error) => {
  expect(await lineOf(error)).toBe('"type": "tuning",');
});

test('outside of JSON the line is that of the type', async () => {
  expect(await lineOf('Link eth9 not found', yaml)).toBe('- type: tuning');
});
