import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { addToNamespace, addWithArguments } from '../../../../client/commands/add-to-namespace.ts';
import { configure, editor, resetEditor } from '../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

let directory: string;
const fileOf = (name: string): vscode.Uri => vscode.Uri.file(join(directory, `${name}.conflist`));

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-arguments-'));
  const portmap = { type: 'portmap', capabilities: { portMappings: true } };
  const networks = {
    web: [{ type: 'bridge' }, portmap],
    mac: [{ type: 'bridge', capabilities: { mac: true } }],
    plain: [{ type: 'bridge' }],
  };
  for (const [name, plugins] of Object.entries(networks)) {
    await writeFile(fileOf(name).fsPath, JSON.stringify({ cniVersion: '1.0.0', name, plugins }));
  }
});

afterAll(() => rm(directory, { recursive: true }));
beforeEach(resetEditor);

const portMappings = [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }];

/** Answers the quick picks in order; an answer is a part of the label. Records the labels of the last one. */
function select(...answers: readonly (string | undefined)[]): { shown: readonly string[] } {
  const left = [...answers];
  const seen = { shown: new Array<string>() };
  editor.choose = (labels) => {
    seen.shown = [...labels];
    const answer = left.shift();
    return answer === undefined ? undefined : labels.find((label) => label.includes(answer));
  };
  return seen;
}

function newHost(): NamespaceHost {
  const host = new NamespaceHost('');
  host.namespaces.add('ns1');
  host.namespaces.add('ns2');
  return host;
}

test('the form passes a port mapping; the next time Enter runs without it, and the second row offers it', async () => {
  const host = newHost();
  const services = servicesOn(host);
  editor.type = () => '8080:80';
  select('ns1', 'Port mapping', 'Run');
  await addToNamespace(services)(fileOf('web'));
  expect(host.inputs[1]).toMatchObject({ type: 'portmap', runtimeConfig: { portMappings } });
  expect(host.inputs[0]).not.toHaveProperty('runtimeConfig');
  expect(editor.messages.at(-1)).toMatchObject({
    text: 'Added "web" to "ns1" on "sandbox". Interface eth0 has 10.0.0.2/24. Mapped inside the sandbox only: 8080/tcp → 80.',
    buttons: ['Show Log'],
  });
  const form = select('ns2', 'Last Arguments');
  await addToNamespace(services)(fileOf('web'));
  expect(form.shown.slice(0, 2)).toEqual(['$(debug-start) Run Without Arguments', '$(play) Run with Last Arguments']);
  expect(host.inputs.at(-1)).toMatchObject({ runtimeConfig: { portMappings } });
  const cached = await services.runner().cachedAttachments();
  expect(cached.attachments.map(({ capabilityArgs }) => capabilityArgs)).toEqual([{ portMappings }, { portMappings }]);
});

test('what the language reports appears while a value is typed, and does not block it', async () => {
  const host = newHost();
  editor.type = () => 'zz';
  const form = select('ns1', 'MAC address', undefined);
  await addToNamespace(servicesOn(host))(fileOf('mac'));
  expect(form.shown[0]).toBe('$(play) Run Anyway');
  expect(host.ran).toEqual([]);
  const validate = editor.inputs[0]?.validateInput;
  expect(await validate?.('02:00:00:00:00:01')).toBeUndefined();
  expect(await validate?.('zz')).toMatchObject({
    severity: vscode.InputBoxValidationSeverity.Warning,
    message: expect.stringContaining('invalid MAC address'),
  });
});

test('a text without the form of the value is rejected while it is typed', async () => {
  select('ns1', 'Port mapping', undefined);
  await addToNamespace(servicesOn(newHost()))(fileOf('web'));
  expect(await editor.inputs[0]?.validateInput?.('x')).toMatch(/^Enter host port and container port/);
  expect(await editor.inputs[0]?.validateInput?.('')).toBeUndefined();
});

test('the button of a row removes its value', async () => {
  const host = newHost();
  const services = servicesOn(host);
  await services.lastArguments.remember('web', { ifName: 'net1', capabilityArgs: { portMappings } });
  const presses = ['Port mapping', undefined];
  editor.press = (labels) => (labels.includes('Port mapping') ? presses.shift() : undefined);
  select('ns1', 'Run');
  await addToNamespace(services)(fileOf('web'));
  expect(host.environments[0]).toMatchObject({ CNI_IFNAME: 'net1' });
  expect(host.inputs.at(-1)).not.toHaveProperty('runtimeConfig');
});

test('Run Without Arguments runs as the first time, and keeps the last arguments', async () => {
  const host = newHost();
  const services = servicesOn(host);
  const last = { containerID: 'web-1', capabilityArgs: { portMappings } };
  await services.lastArguments.remember('web', last);
  select('ns1', 'Without Arguments');
  await addToNamespace(services)(fileOf('web'));
  expect(host.environments[0]?.['CNI_CONTAINERID']).toMatch(/^cnitool-/);
  expect(services.lastArguments.of('web')).toEqual(last);
});

test('a network without capabilities has no form, unless it is wanted', async () => {
  const host = newHost();
  const services = servicesOn(host);
  const form = select('ns1');
  await addToNamespace(services)(fileOf('plain'));
  expect(host.ran).toEqual(['ADD bridge']);
  expect(form.shown).toContain('ns1');
  editor.type = (title) => (title.endsWith('CNI_ARGS') ? 'A=1' : 'web-2');
  select('ns2', 'CNI_ARGS', 'Container ID', 'Run');
  await addWithArguments(services)(fileOf('plain'));
  expect(host.environments.at(-1)).toMatchObject({ CNI_ARGS: 'A=1', CNI_CONTAINERID: 'web-2' });
});

test('a profile is saved without CNI_ARGS unless the user agrees, and runs without the form', async () => {
  const host = newHost();
  const services = servicesOn(host);
  editor.workspaceFolder = directory;
  const values = { args: [['TOKEN', 'x']] as const, capabilityArgs: { portMappings } };
  await services.lastArguments.remember('web', values);
  editor.type = () => ' web ';
  select('ns1', 'Save as Profile', 'Save Without CNI_ARGS', undefined);
  await addToNamespace(services)(fileOf('web'));
  const web = { network: 'web', capabilityArgs: { portMappings } };
  expect(editor.written).toEqual([['cni.profiles', { web }, vscode.ConfigurationTarget.Workspace]]);
  configure({ 'cni.profiles': { web } });
  select('ns1');
  await addWithArguments(services)(fileOf('web'), undefined, 'web');
  expect(host.inputs.at(-1)).toMatchObject({ runtimeConfig: { portMappings } });
  expect(host.environments.at(-1)).not.toHaveProperty('CNI_ARGS', 'TOKEN=x');
});

test('CNI_ARGS are saved when the user agrees, for the user if there is no workspace', async () => {
  const services = servicesOn(newHost());
  await services.lastArguments.remember('web', { args: [['A', '1']] });
  editor.type = () => 'mine';
  select('ns1', 'Save as Profile', 'Save with CNI_ARGS', undefined);
  await addToNamespace(services)(fileOf('web'));
  expect(editor.written).toEqual([
    ['cni.profiles', { mine: { network: 'web', cniArgs: 'A=1' } }, vscode.ConfigurationTarget.Global],
  ]);
  const validate = editor.inputs[0]?.validateInput;
  expect(validate?.(' ')).toBe('Enter a name.');
  expect(validate?.('mine')).toBeUndefined();
});

test('leaving a question changes nothing, and a profile that is gone leads to the form', async () => {
  const host = newHost();
  const services = servicesOn(host);
  await services.lastArguments.remember('web', { args: [['A', '1']] });
  editor.type = () => undefined;
  select('ns1', 'Save as Profile', 'Port mapping', undefined);
  await addToNamespace(services)(fileOf('web'));
  editor.type = () => 'mine';
  select('ns1', 'Save as Profile', undefined, undefined);
  await addToNamespace(services)(fileOf('web'));
  const form = select('ns1', undefined);
  await addWithArguments(services)(fileOf('web'), undefined, 'gone');
  expect(form.shown[1]).toBe('$(play) Run with Last Arguments');
  expect([editor.written, host.ran]).toEqual([[], []]);
});
