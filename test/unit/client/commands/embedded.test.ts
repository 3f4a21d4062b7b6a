import { beforeEach, expect, test } from 'vitest';
import { editAsJSON } from '../../../../client/commands/edit-as-json.ts';
import { testInSandbox } from '../../../../client/commands/test-in-sandbox.ts';
import { addToNamespace } from '../../../../client/commands/add-to-namespace.ts';
import { NetworkRunner } from '../../../../client/operations/network-runner.ts';
import { activate, editor, resetEditor } from '../../../stand-in/editor.ts';
import { CarrierFile, definition, serverOf } from '../embedded/carriers.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

beforeEach(resetEditor);

const single = '{ "cniVersion": "1.0.0", "type": "bridge" }';
const two = [definition('pier', single), definition('quay', single)].join('---\n');

const shown = (): unknown[] => editor.messages.filter(({ isModal }) => !isModal).map(({ text }) => text);
const log = (): readonly string[] => editor.channels[0]?.lines ?? [];

/** The commands on a carrier that is active. */
function stage(text: string) {
  const file = new CarrierFile('/ws/net.yaml', text);
  const { embedded } = serverOf([file]);
  const host = new NamespaceHost('');
  const sources = { ...servicesOn(host), embedded };
  const places = { pluginPath: ['/plugins'], cacheDir: '/cache', confDir: '/net.d', isThisMachine: true };
  const trialRunner = (): NetworkRunner => new NetworkRunner('sandbox', host, places);
  activate(file);
  return {
    file,
    host,
    sources,
    test: testInSandbox({ ...sources, trialRunner }),
    edit: editAsJSON(embedded),
  };
}

test('an embedded configuration runs with the name that Multus fills in, and the UI says so', async () => {
  const { host, test: run } = stage(definition('pier', single));
  await run();
  expect(host.ran).toEqual(['ADD bridge', 'CHECK bridge', 'DEL bridge']);
  expect(editor.progresses).toEqual(['Testing "pier" (name filled in as by Multus) in a new sandbox']);
  expect(log()).toContain('[info] net.yaml#pier has no name. Multus fills in "pier", so libcni gets that name.');
});

test('of several configurations, the one of the lens or at the cursor runs, else the user picks one', async () => {
  const { file, test: run } = stage(two);
  await run(file.uri, { where: 'spec.config', name: 'quay', index: 0 });
  editor.cursor = { line: 6, character: 0 };
  await run();
  editor.cursor = { line: 0, character: 0 };
  const offered: unknown[] = [];
  editor.choose = (labels, items) => {
    offered.push(...items.map(({ label, description }) => `${label}: ${description}`));
    return labels[1];
  };
  await run();
  editor.choose = () => undefined;
  await run();
  expect(editor.progresses.map((title) => /"(\w+)"/.exec(title)?.[1])).toEqual(['quay', 'pier', 'quay']);
  expect(offered).toEqual(['pier: spec.config, line 7', 'quay: spec.config, line 15']);
  expect(shown()).toHaveLength(3);
});

test('a configuration that has a name runs with it, saved or not', async () => {
  const { file, sources } = stage(definition('pier', '{ "cniVersion": "1.0.0", "name": "own", "type": "bridge" }'));
  file.isDirty = true;
  editor.choose = (labels) => labels.find((label) => label.includes('Create Namespace'));
  editor.type = () => 'ns1';
  await addToNamespace(sources)(file.uri);
  expect(editor.progresses).toContain('Adding "own" to "ns1" on "sandbox"');
  expect(editor.messages.at(-1)?.text).toContain('The unsaved text of net.yaml#pier was used.');
});

test('a configuration that libcni rejects is shown at its first problem', async () => {
  const { test: run, host } = stage(definition('pier', '{'));
  await run();
  expect(shown()[0]).toMatch(/^libcni rejects net\.yaml#pier: /);
  expect(host.ran).toEqual([]);
  expect(editor.commands.at(-1)).toMatchObject(['showTextDocument', {}, { selection: { start: { line: 6 } } }]);
});

test('a template is not run', async () => {
  const { test: run, host } = stage(
    definition('pier', '{ "cniVersion": "1.0.0", "type": "bridge", "bridge": "{{ .Values.a }}" }'),
  );
  await run();
  expect(shown()).toEqual([
    'net.yaml#pier contains placeholders of a template, such as {{ .Values.a }}. Render the template first.',
  ]);
  expect(host.ran).toEqual([]);
});

test('a carrier without a configuration is reported', async () => {
  const { test: run } = stage('kind: Pod\nmetadata:\n  annotations:\n    k8s.v1.cni.cncf.io/networks: pier\n');
  await run();
  expect(shown()).toEqual(['No network configuration was found in net.yaml.']);
});

test('Edit as JSON opens the configuration', async () => {
  const { edit } = stage(definition('pier', single));
  await edit();
  const [, document] = editor.commands.find(([id]) => id === 'showTextDocument') ?? [];
  expect(document).toMatchObject({ uri: { scheme: 'cni-embedded', path: '/ws/net.yaml/net.d/pier.conf' } });
  activate(undefined);
  await edit();
  expect(shown()).toEqual(['Open a file that contains a network configuration first.']);
});

test('without a target, the configurations inside open files are offered, too', async () => {
  const { host, test: run } = stage(two);
  activate(undefined);
  const offered: unknown[] = [];
  editor.choose = (labels, items) => {
    offered.push(...items.map(({ label, description }) => `${label}: ${description}`));
    return labels[0];
  };
  await run();
  expect(offered).toEqual(['net.yaml: pier · /ws', 'net.yaml: quay · /ws']);
  expect(host.ran).toContain('ADD bridge');
});
