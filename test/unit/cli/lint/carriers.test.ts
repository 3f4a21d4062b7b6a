import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lintJson, runLint, Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const definition = (config: string, name = 'pier'): string =>
  `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: ${name}\nspec:\n  config: ${config}\n`;

const SOUND = `'{ "cniVersion": "0.3.1", "type": "macvlan", "master": "eth1", "ipam": { "type": "dhcp" } }'`;

/** A list with two mistakes, indented. */
const list = (indent: string): string =>
  [
    '{',
    '  "cniVersion": "0.4.0", "name": "lab",',
    '  "plugins": [{ "type": "bridge", "isGateway": "true",',
    '    "ipam": { "type": "host-local", "subnet": "10.99.0.5/24" } }]',
    '}',
  ]
    .map((line) => indent + line)
    .join('\n');

/** Each finding as line:column and rule. */
const places = async (name: string): Promise<string[]> => {
  const { report } = await lintJson(workspace, [workspace.at(name)]);
  return report.files.flatMap(({ diagnostics }) =>
    diagnostics.map(({ rule, range: { start } }) => `${start.line + 1}:${start.character + 1} ${rule}`),
  );
};

describe('a configuration inside YAML', () => {
  test('is checked, with places of the file around it; Multus fills in its name', async () => {
    workspace.write(
      'a.yaml',
      definition(`'{\n    "cniVersion": "0.3.1",\n    "type": “macvlan",\n    "master": "eth1"\n  }'`),
    );
    workspace.write('b.yaml', definition(SOUND));
    expect(await places('a.yaml')).toEqual(['8:13 R001']);
    expect(await places('b.yaml')).toEqual([]);
  });

  test('has its error of syntax on its own line', async () => {
    const config =
      '|-\n    {\n      "cniVersion": "0.3.1",\n      "type": "bridge",\n      "ipam": {\n        "type": "dhcp",\n        ],\n      }\n    }';
    workspace.write('a.yaml', definition(config));
    expect(await places('a.yaml')).toContain('12:9 R001');
  });

  test('is found in files of cloud-init and Butane', async () => {
    workspace.write(
      'user-data.yaml',
      `#cloud-config\nwrite_files:\n  - path: /etc/cni/net.d/10-lab.conflist\n    content: |\n${list('      ')}\n`,
    );
    workspace.write(
      'lab.bu',
      `storage:\n  files:\n    - path: /etc/cni/net.d/10-lab.conflist\n      contents:\n        inline: |\n${list('          ')}\n`,
    );
    expect(await places('user-data.yaml')).toEqual(['7:54 R014', '8:53 R127']);
    expect(await places('lab.bu')).toEqual(['8:58 R014', '9:57 R127']);
  });

  test('may be a part of one: what is around it has no findings', async () => {
    const ipam =
      'kind: SriovNetwork\nmetadata:\n  name: a\nspec:\n  ipam: |\n    { "type": "host-local",\n      "subnet": "10.1.0.5/16" }\n  metaPlugins: |\n    { "type": "tuning", "mtu": "9" }, { "type": "sbr" }\n';
    workspace.write('a.yaml', ipam);
    expect(await places('a.yaml')).toEqual(['7:17 R127', '9:32 R014']);
  });
});

test('Multus adds the device where the definition names its resource', async () => {
  const text = definition(`'{ "cniVersion": "0.3.1", "type": "host-device", "ipam": { "type": "dhcp" } }'`);
  workspace.write('a.yaml', text);
  workspace.write(
    'b.yaml',
    text.replace('spec:', '  annotations:\n    k8s.v1.cni.cncf.io/resourceName: example.com/nic\nspec:'),
  );
  expect(await places('a.yaml')).toEqual(['6:45 R099']);
  expect(await places('b.yaml')).toEqual([]);
});

describe('a walk', () => {
  test('checks the files with a configuration, and reports no other YAML', async () => {
    workspace.write('deploy/net.yaml', definition(SOUND));
    workspace.write('deploy/other.yaml', 'kind: Deployment\n');
    workspace.write('deploy/plugins.yaml', 'kind: ConfigMap\ndata:\n  a.json: |\n    { "plugins": [], "type": "x" }\n');
    workspace.write('docs/a.md', '```json\n{ "cniVersion": "1.0.0", "plugins": [] }\n```\n');
    const { rules, code } = await lintJson(workspace, [workspace.path]);
    expect(Object.keys(rules)).toEqual(['deploy/net.yaml']);
    expect(code).toBe(0);
  });

  test('reports that there is none', async () => {
    workspace.write('other.yaml', 'kind: Deployment\n');
    const { code, err } = await runLint([workspace.path]);
    expect(code).toBe(0);
    expect(err).toContain('There is no network configuration in');
  });
});

test('a file that is named and holds no configuration is not called wrong JSON', async () => {
  workspace.write('other.yaml', 'kind: Deployment\n');
  const { code, out, err } = await runLint([workspace.at('other.yaml')]);
  expect([code, err]).toEqual([0, `note: There is no CNI configuration in ${workspace.at('other.yaml')}.\n`]);
  expect(out).not.toContain('R001');
});

test('what is not checked is reported with its place', async () => {
  workspace.write('a.yaml', `x: &a '{}'\n${definition('*a')}`);
  const { err } = await runLint([workspace.at('a.yaml')]);
  expect(err).toBe(
    `note: ${workspace.at('a.yaml')}:7:11: spec.config: Not checked. An alias inserts the text, which is checked at its anchor.\n`,
  );
});

test('a configuration above 512 kB in a file below 4 MB is not analyzed, and the others are', async () => {
  const large = JSON.stringify({ cniVersion: '0.4.0', type: 'ptp', note: 'x'.repeat(600_000) });
  workspace.write('a.yaml', `${definition(`'${large}'`, 'a')}---\n${definition(`'{ "type": 1 }'`, 'b')}`);
  const { err } = await runLint([workspace.at('a.yaml')]);
  expect(err).toContain(':6:12: spec.config: Not analyzed because of its size (586 kB; the limit is 512 kB).');
  expect(await places('a.yaml')).toContain('13:22 R014');
  workspace.write('b.yaml', `# ${'x'.repeat(4 * 1024 * 1024)}\n${definition(SOUND)}`);
  const { code, err: tooLarge } = await runLint([workspace.at('b.yaml')]);
  expect([code, tooLarge]).toEqual([2, expect.stringContaining('the limit is 4096 kB')]);
});

test('--fix changes the text inside, in the style that it has', async () => {
  const before = definition(
    `'{\n    "cniVersion": "0.3.1",\n    "type": “macvlan",\n    "master": "eth1",\n    "ipam": { "type": "dhcp" },\n  }'`,
  );
  workspace.write('a.yaml', before);
  const { report } = await lintJson(workspace, ['--fix', workspace.at('a.yaml')]);
  expect(readFileSync(workspace.at('a.yaml'), 'utf8')).toBe(before.replace('“', '"').replace('" },\n', '" }\n'));
  expect(report.files[0]?.fixed?.length).toBeGreaterThan(0);
});

test('standard input is read as the file that it stands for', async () => {
  const { report } = await lintJson(
    workspace,
    ['-', '--stdin-filename', workspace.at('x.yaml')],
    definition(`'{ "type": 1 }'`),
  );
  expect(report.files[0]?.diagnostics.map(({ rule }) => rule)).toContain('R014');
  expect(report.files[0]?.kind).toBe('carrier');
});

test('places are those of the file in every format', async () => {
  workspace.write('a.yaml', definition(`|\n    { "cniVersion": "0.3.1", "type": "bridge", "isGateway": "x" }`));
  const outputs = await Promise.all(
    ['text', 'github', 'sarif', 'junit'].map(
      async (format) => (await runLint(['--format', format, workspace.at('a.yaml')])).out,
    ),
  );
  expect(outputs).toEqual([
    expect.stringContaining(':7:61'),
    expect.stringContaining('line=7,endLine=7,col=61'),
    expect.stringContaining('"startLine": 7'),
    expect.stringContaining(':7:61'),
  ]);
});

/** A template with two mistakes in a list. */
const TEMPLATE = `{
  "cniVersion": "0.4.0", "name": "lab",
  "plugins": [{ "type": "bridge", "mtu": {{ mtu }}, "isGateway": "true",
{% if vlan %}
    "vlan": "7",
{% endif %}
    "ipam": { "type": "dhcp" } }]
}
`;

describe('a template of a configuration', () => {
  test.each([
    'roles/net/templates/cni-conf.json.j2',
    'net.d/10-calico.conflist.template',
    'cni.tmpl',
    'files/cni.json.tftpl',
    'templates/_cni.tpl',
    'etc_cni_net.d_10_x.conf',
    'etc_cni_net.d_10_x.conflist.erb',
  ])('is found by a walk, with its mistakes around placeholders: %s', async (name) => {
    workspace.write(name, TEMPLATE);
    workspace.write('other/values.json.j2', '{ "type": {{ x }} }');
    const { report } = await lintJson(workspace, [workspace.path]);
    expect(report.files.map((file) => path.relative(workspace.path, file.path))).toEqual([name]);
    expect(await places(name)).toEqual(expect.arrayContaining(['3:66 R014', '5:13 R014']));
  });

  test('may define it by a name, in a file that usually holds YAML', async () => {
    workspace.write('templates/_cni.tpl', `{{- define "cni" -}}\n${TEMPLATE}{{- end }}\n`);
    expect(await places('templates/_cni.tpl')).toEqual(expect.arrayContaining(['4:66 R014', '6:13 R014']));
  });
});

const pod = (network: string): string =>
  `kind: Pod\nmetadata:\n  name: crane\n  annotations:\n    k8s.v1.cni.cncf.io/networks: ${network}\n`;
const shared = (name: string): string =>
  definition(
    `'{ "cniVersion": "0.3.1", "name": "shared", "type": "ptp", "ipam": { "type": "host-local", "subnet": "10.1.0.0/16" } }'`,
    name,
  );

describe('files of one directory', () => {
  test('are checked together: networks that no file defines, and names that two definitions share', async () => {
    workspace.write('deploy/pod.yaml', pod('peir'));
    workspace.write('deploy/net/a.yaml', shared('pier'));
    workspace.write('deploy/net/b.yaml', shared('quay'));
    const { report } = await lintJson(workspace, [workspace.at('deploy')]);
    const found = report.files.flatMap(({ path: file, diagnostics }) =>
      diagnostics.map(({ rule, related }) => [
        path.basename(file),
        rule,
        ...related.map((one) => path.basename(one.path)),
      ]),
    );
    expect(found).toEqual([
      ['a.yaml', 'R194', 'b.yaml'],
      ['b.yaml', 'R194', 'a.yaml'],
      ['pod.yaml', 'R203'],
    ]);
  });

  test('that the command line names may not be all: a network may be defined in another one', async () => {
    workspace.write('pod.yaml', pod('peir'));
    workspace.write('net.yaml', shared('pier'));
    const { report } = await lintJson(workspace, [workspace.at('pod.yaml'), workspace.at('net.yaml')]);
    expect(report.files.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });
});

test.each(['ConfigMap content', 'ConfigMap inline', 'Secret content'])(
  'a key that two carriers know is read once: %s',
  async (kindAndKey) => {
    const [kind, key] = kindAndKey.split(' ');
    const part = kind === 'Secret' ? 'stringData' : 'data';
    const text = `kind: ${kind}\nmetadata:\n  name: cni\n${part}:\n  ${key}: |\n${list('    ')}\n`;
    workspace.write('a.yaml', text);
    expect(await places('a.yaml')).toEqual(['8:52 R014', '9:51 R127']);
    await lintJson(workspace, ['--fix', workspace.at('a.yaml')]);
    expect(readFileSync(workspace.at('a.yaml'), 'utf8')).toBe(text.replace('"true"', 'true'));
  },
);

test('--fix writes a mapping as text, and fixes what is wrong in it', async () => {
  workspace.write('a.yaml', definition('\n    cniVersion: 0.4.0\n    type: bridge\n    mtu: "1500"'));
  await lintJson(workspace, ['--fix', workspace.at('a.yaml')]);
  expect(readFileSync(workspace.at('a.yaml'), 'utf8')).toBe(
    definition('|\n    {\n      "cniVersion": "0.4.0",\n      "type": "bridge",\n      "mtu": 1500\n    }'),
  );
});
