import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../../language/carriers/edits.ts';
import {
  carrierIds,
  carrierPath,
  carrierSigns,
  enabledCarriers,
  isCarrierPath,
  mayEmbed,
} from '../../../../language/carriers/recognition.ts';
import { carriers, readCarrier } from '../../../../language/carriers/registry.ts';
import { rulesIn } from '../documents.ts';
import { BASE64, block, CONFIG, definition, holding, writing } from './holding.ts';

/** What a file holds, in short. */
const found = (text: string, file = 'net.yaml') =>
  readCarrier(text, file).embedded.map(({ kind, where, name, text: own }) =>
    [kind, where, name, own.trim()].join(' | '),
  );

/** The ids of the rules that find something in what a file holds. */
const findingsInside = (text: string, file: string): string[] =>
  readCarrier(text, file).embedded.flatMap((one) => rulesIn(one.text, one.kind === 'list' ? 'a.conflist' : 'a.conf'));

/** Whether one of the files is read by a carrier of these files and words. */
const isShown = (files: RegExp, words: readonly string[]): boolean =>
  [...holding, ...writing].some(([, text, file]) => files.test(file) && words.some((word) => text.includes(word)));

describe('a configuration is found in', () => {
  it.each([...holding, ...writing])('%s', (_, text, file, expected) => {
    expect(found(text, file)).toEqual([expected]);
  });

  it('a file of every carrier, above or in the tests of annotations', () => {
    const hidden = carriers.filter(({ id }) => !isShown(carrierSigns[id].files, carrierSigns[id].words));
    expect(hidden.map(({ id }) => id)).toEqual(['podAnnotation']);
  });

  it('a carrier for each entry of the signs', () => {
    expect(carriers.map(({ id }) => id)).toEqual(carrierIds);
  });

  it('each document of a file, also after one that is broken', () => {
    const text = `${definition(block(4))}---\n${definition('[')}\n---\n${definition(`"${CONFIG.replaceAll('"', '\\"')}"`)}\n`;
    expect(found(text)).toHaveLength(2);
  });
});

/** A definition as a part of another object. */
const inside = (head: string): string => `${head}${definition(`'${CONFIG}'\n`).replaceAll(/^(?=.)/gm, '    ')}`;

describe('a definition inside another object is one:', () => {
  it.each([
    [
      'in a task of Ansible',
      inside('- kubernetes.core.k8s:\n    definition:\n').replaceAll(/^ {4}(?= *\w+:)/gm, '      '),
    ],
    ['in a template of OpenShift', `kind: Template\nobjects:\n- ${inside('').trimStart()}`.replaceAll(/^ {4}/gm, '  ')],
    ['in a value of Helm', inside('extra:\n  net:\n')],
  ])('%s', (_, text) => {
    const { definitions, embedded, networks } = readCarrier(text, 'a.yaml');
    expect(definitions).toMatchObject([{ name: 'pier', config: 'text' }]);
    expect(embedded).toMatchObject([{ where: 'spec.config', name: 'pier', isNameSupplied: true }]);
    expect(networks).toMatchObject([{ name: 'pier' }]);
  });

  it('not the target of a patch, and not the names in its own definition', () => {
    const text =
      'patches:\n- target:\n    kind: NetworkAttachmentDefinition\n  patch: x\nspec:\n  names:\n    kind: NetworkAttachmentDefinition\n# ipam\n';
    expect(readCarrier(text, 'a.yaml').definitions).toEqual([]);
  });
});

it('each branch of a template has its configuration', () => {
  const config = `  config: '${CONFIG}'\n`;
  const spec = `spec:\n  {{- if .X }}\n${config}  {{- else }}\n${config}  {{- end }}\n`;
  const one = { where: 'spec.config', name: 'pier', isNameSupplied: true };
  expect(readCarrier(definition('').replace(/spec:\n.*/, spec), 'a.yaml').embedded).toMatchObject([one, one]);
});

it('a list inside a delegate does not make a list of a single configuration', () => {
  const delegates = '{ "type": "multus", "delegates": [{ "name": "a", "plugins": [] }] }';
  expect(found(definition(`'${delegates}'\n`))).toEqual([`single | spec.config | pier | ${delegates}`]);
  expect(found(definition(`'{ "plugins": [ }'\n`))).toEqual(['list | spec.config | pier | { "plugins": [ }']);
});

describe('nothing is found in', () => {
  it.each([
    ['other YAML', 'kind: Deployment\nspec:\n  replicas: 1\n', 'a.yaml'],
    [
      'a ConfigMap of another program',
      'kind: ConfigMap\ndata:\n  a.json: |\n    { "type": "x", "plugins": 1 }\n',
      'a.yaml',
    ],
    ['a heredoc of another kind', 'cat <<EOF\n{ "name": "x" }\nEOF\n', 'a.sh'],
    ['a file of another name', definition(block(4)), 'a.txt'],
  ])('%s', (_, text, file) => {
    expect(readCarrier(text, file)).toMatchObject({ embedded: [], definitions: [], selections: [], unresolved: [] });
  });

  it('text without one of the words that every configuration has, without being parsed', () => {
    expect(mayEmbed('kind: Deployment\n', 'a.yaml')).toBe(false);
    expect(mayEmbed(definition(block(4)), 'a.yaml')).toBe(true);
    expect(isCarrierPath('/etc/cni/net.d/10-a.conflist')).toBe(false);
  });

  it('a carrier that the settings disable', () => {
    const text = definition(block(4));
    for (const [enabled, ids] of [
      [false, {}],
      [true, { networkAttachmentDefinition: false }],
    ] as const) {
      const isEnabled = enabledCarriers(enabled, ids);
      expect(readCarrier(text, 'a.yaml', isEnabled).embedded).toEqual([]);
    }
    expect(mayEmbed(text, 'a.yaml', enabledCarriers(false, {}))).toBe(false);
    expect(mayEmbed(text, 'a.yaml', enabledCarriers('no', { networkAttachmentDefinition: 0, configMap: false }))).toBe(
      true,
    );
  });

  it('a document of another format by its name, if its language does not tell', () => {
    expect(carrierPath('Untitled-1', 'plaintext')).toBe('Untitled-1');
    expect(found(definition(block(4)), carrierPath('Untitled-1', 'yaml'))).toHaveLength(1);
    expect(carrierPath('/a/install.sh', 'yaml')).toBe('/a/install.sh');
  });
});

/** Texts that cannot be read: what, text, and the reason. */
const unreadable: readonly (readonly [string, string, string])[] = [
  [
    'an alias for the whole specification',
    `x: &a\n  config: |\n    ${CONFIG}\n${definition('').replace(/spec:\n.*/, 'spec: *a\n')}`,
    'An alias inserts the text, which is checked at its anchor.',
  ],
  [
    'a merged mapping',
    definition('')
      .replace(/spec:\n.*/, 'spec:\n  <<: *a\n')
      .replace('kind:', 'x: &a {}\nkind:'),
    'An alias inserts the text, which is checked at its anchor.',
  ],
  [
    'a template for the whole specification',
    definition('').replace(/spec:\n.*/, 'spec:\n  {{- toYaml .Values.spec | nindent 2 }}\n'),
    'A template writes the whole text.',
  ],
  ['SOPS', definition('ENC[AES256_GCM,data:aa==,type:str]\n'), 'The text is encrypted with SOPS.'],
  [
    'Ansible Vault',
    definition('!vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6162\n'),
    'The text is encrypted with Ansible Vault.',
  ],
  ['a whole file of Ansible Vault', '$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'The text is encrypted with Ansible Vault.'],
  [
    'gzip',
    definition('H4sIAAAAAAAAA6tWSs7LDEstKs7Mz1OyUjLUM9AzUAIAxxxx\n'),
    'The text is compressed with gzip and encoded as base64.',
  ],
  [
    'gzip of cloud-init',
    '#cloud-config\nwrite_files:\n- path: /etc/cni/net.d/a.conflist\n  encoding: gz+b64\n  content: H4sIAAAA\n',
    'The text is encoded or encrypted.',
  ],
  [
    'binary of cloud-init',
    '#cloud-config\nwrite_files:\n- path: /etc/cni/net.d/a.conflist\n  content: !!binary |\n    eyJh\n',
    'The text is encoded or encrypted.',
  ],
  [
    'a template in a ConfigMap',
    'kind: ConfigMap\ndata:\n  10-a.conflist: |-\n    {{- .Values.config | nindent 4 }}\n',
    'A template writes the whole text.',
  ],
  [
    'a placeholder in a ConfigMap',
    'kind: ConfigMap\ndata:\n  10-a.conflist: __CNI__\n',
    'A template writes the whole text.',
  ],
  [
    'a variable of Ansible',
    '- copy:\n    content: "{{ cni | to_json }}"\n    dest: /etc/cni/net.d/a.conf\n',
    'A template writes the whole text.',
  ],
  [
    'a download of Ignition',
    'storage:\n  files:\n  - path: /etc/cni/net.d/a.conflist\n    contents:\n      source: https://example.com/a\n',
    'The machine downloads the text when it starts.',
  ],
  [
    'an alias in a ResourceClaim',
    'x: &a ptp\nkind: ResourceClaim\nspec:\n  devices:\n    config:\n    - opaque:\n        parameters:\n          kind: CNIConfig\n          config:\n            cniVersion: 1.0.0\n            type: *a\n',
    'The YAML has values that JSON does not have, such as an alias.',
  ],
];

describe('what cannot be read has a reason:', () => {
  it.each([
    [
      'an alias',
      `x: &a '${CONFIG}'\n${definition('*a')}\n`,
      'An alias inserts the text, which is checked at its anchor.',
    ],
    ['a whole template', definition('|-\n{{ .Values.config | indent 4 }}\n'), 'A template writes the whole text.'],
  ])('%s', (_, text, reason) => {
    expect(readCarrier(text, 'a.yaml').unresolved.map((one) => one.reason)).toEqual([reason]);
  });

  it.each(unreadable)('%s', (_, text, reason) => {
    expect(readCarrier(text, 'a.yaml').unresolved.map((one) => one.reason)).toEqual([reason]);
  });

  it('a heredoc with a command in it', () => {
    const text = `cat > a.conflist <<EOF\n${CONFIG.replace('quay', '$(hostname)')}\nEOF\n`;
    expect(readCarrier(text, 'a.sh').unresolved.map((one) => one.reason)).toEqual([
      'A shell command writes part of the text.',
    ]);
  });
});

const configMap = (key: string, ...lines: string[]): string =>
  `kind: ConfigMap\nmetadata:\n  name: cni\ndata:\n  ${key}: |\n${lines.map((line) => `    ${line}\n`).join('')}`;
const written = (path: string, ...lines: string[]): string =>
  `#cloud-config\nwrite_files:\n- path: ${path}\n  content: |\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('text that is not JSON where a runtime reads a configuration', () => {
  it.each([
    ['a comment of YAML', configMap('10-x.conflist', '# flannel', '{"cniVersion": "1.0.0"}')],
    ['a list', configMap('10-x.conflist', '[{"type": "bridge"}]')],
    ['swapped braces', configMap('10-x.conflist', '}{')],
    ['typographic quotes', configMap('10-x.conflist', '{“cniVersion”: “1.0.0”}')],
    ['a typographic quote', configMap('10-x.conf', '{"cniVersion": "1.0.0", "name": "a", "type":“bridge”}')],
    ['a comment in a file', written('/etc/cni/net.d/x.conflist', '# c', '{"cniVersion": "1.0.0"}')],
    ['words in a file', written('/etc/cni/net.d/10-x.conf', 'to do')],
  ])('has a finding: %s', (_, text) => {
    expect(readCarrier(text, 'a.yaml').embedded).toHaveLength(1);
    expect(findingsInside(text, 'a.yaml')).not.toEqual([]);
  });

  it.each([
    ['placeholders', configMap('10-x.conflist', '{{ .Values.cni }}')],
    ['a variable', configMap('10-x.conflist', '${CNI_CONFIG}')],
    ['nothing', configMap('10-x.conflist', '')],
    [
      'the network of flannel',
      configMap('net-conf.json', '{"Network": "10.244.0.0/16", "Backend": {"Type": "vxlan"}}'),
    ],
    ['the value of an option', 'kind: ConfigMap\ndata:\n  cni-config: calico\n  x: /etc/cni/net.d\n'],
    ['another file', written('/etc/nginx/10-a.conf', 'server { } # /etc/cni/net.d')],
  ])('has none: %s', (_, text) => {
    expect(readCarrier(text, 'a.yaml').embedded).toEqual([]);
  });
});

describe('a heredoc', () => {
  it.each([
    [
      'with a backslash before its delimiter keeps commands',
      `cat <<\\EOF > a.conflist\n${CONFIG.replace('quay', '$(x)')}\nEOF\n`,
      '$(x)',
    ],
    [
      'with an escaped command keeps its text',
      `cat <<EOF > a.conflist\n${CONFIG.replace('quay', '\\$(x)')}\nEOF\n`,
      '$(x)',
    ],
  ])('%s', (_, text, name) => {
    const { embedded, unresolved } = readCarrier(text, 'a.sh');
    expect(embedded.map((one) => one.text.includes(name))).toEqual([true]);
    expect(unresolved).toEqual([]);
  });

  it('with a command after an escaped backslash is not read', () => {
    const text = `cat <<EOF > a.conflist\n${CONFIG.replace('quay', '\\\\$(x)')}\nEOF\n`;
    expect(readCarrier(text, 'a.sh').unresolved).toHaveLength(1);
  });
});

it('placeholders in the YAML of a ResourceClaim stay placeholders', () => {
  const text = `kind: ResourceClaim\nmetadata:\n  name: pier\nspec:\n  devices:\n    config:\n    - opaque:\n        parameters:\n          kind: CNIConfig\n          config:\n            cniVersion: 1.0.0\n            name: "a-{{ .Values.name }}"\n            type: ptp\n            mtu: {{ .Values.mtu }}\n`;
  expect(readCarrier(text, 'a.yaml').embedded.map((one) => one.text)).toEqual([
    '{"cniVersion": "1.0.0", "name": "a-{{ .Values.name }}", "type": "ptp", "mtu": {{ .Values.mtu }}}',
  ]);
});

describe('hostile shapes take no more than linear time:', () => {
  it('heredocs without an end', () => {
    const starts = Array.from({ length: 60_000 }, (_, index) => `cat <<E${index}\n`).join('');
    const text = `${starts}${'<<A'.repeat(100_000)}\ncat > a.conflist <<EOF\n${CONFIG}\nEOF\n`;
    expect(found(text, 'a.sh')).toHaveLength(1);
  });

  it('code blocks without an end', () => {
    const text = `\`\`\`json\n${CONFIG}\n\`\`\`\n${'````json\n'.repeat(100_000)}`;
    expect(found(text, 'a.md')).toHaveLength(1);
  });
});

/** The carrier after a change of the text in it, or why there is none. */
const change = (text: string, from: string, put: string, file = 'a.yaml'): string => {
  const [one] = readCarrier(text, file).embedded;
  if (one === undefined) {
    throw new Error('nothing found');
  }
  const done = one.edit([{ offset: one.text.indexOf(from), length: from.length, text: put }]);
  return 'refused' in done ? done.refused : applyChanges(text, done.changes);
};

describe('an edit keeps the style:', () => {
  it.each([
    [
      'a literal block',
      definition('|\n    {\n      "type": "ptp"\n    }\n'),
      definition('|\n    {\n      "type": "ptp",\n      "mtu": 9\n    }\n'),
    ],
    [
      'CRLF',
      definition('|\n    {\n      "type": "ptp"\n    }\n').replaceAll('\n', '\r\n'),
      definition('|\n    {\n      "type": "ptp",\n      "mtu": 9\n    }\n').replaceAll('\n', '\r\n'),
    ],
    [
      'double quotes',
      definition('"{\\"type\\": \\"ptp\\"}"\n'),
      definition('"{\\"type\\": \\"ptp\\",\\n  \\"mtu\\": 9}"\n'),
    ],
    ['single quotes', definition(`'{"type": "ptp"}'\n`), definition(`'{"type": "ptp", "mtu": 9}'\n`)],
  ])('%s', (_, before, after) => {
    expect(change(before, '"ptp"', '"ptp",\n  "mtu": 9')).toBe(after);
  });

  it.each([
    ['the lines have more than the explicit indentation', definition('|2\n       {"type": "ptp"}\n')],
    ['an action without indentation comes first', definition('|\n{{- if .X }}\n    {"type": "ptp"}\n{{- end }}\n')],
    ['an action with more indentation comes first', definition('|\n      {{- if .X }}\n    {"type": "ptp"}\n')],
  ])('a literal block in which %s', (_, before) => {
    expect(change(before, '"ptp"', '"tap"')).toBe(before.replace('"ptp"', '"tap"'));
  });

  it('a heredoc whose first line is indented', () => {
    const before = 'cat <<EOF > a.conf\n  {"name": "a", "type": "ptp", "ipam": {}}\nEOF\n';
    expect(change(before, '"ptp"', '"tap"', 'a.sh')).toBe(before.replace('"ptp"', '"tap"'));
  });

  it('tabs before the lines of a heredoc', () => {
    const before = 'cat <<-EOF > a.conflist\n\t{\n\t"name": "a", "type": "ptp"\n\t}\n\tEOF\n';
    expect(change(before, '"ptp"', '"ptp",\n"mtu": 9', 'a.sh')).toBe(before.replace('"ptp"', '"ptp",\n\t"mtu": 9'));
  });

  it('refused where a quoted line would begin with a tab', () => {
    const before = definition(`'{\n      "type": "ptp"\n  }'\n`);
    expect(change(before, '}', '\t')).toContain('Single quotes');
  });

  it('refused in base64 and in YAML that is the configuration itself', () => {
    const map = `kind: ConfigMap\nbinaryData:\n  a.conflist: ${BASE64}\n`;
    expect(change(map, '"quay"', '"a"')).toBe('Encoded text cannot be edited here.');
    const [, claim = ''] = writing[0] ?? [];
    expect(change(claim, '"quay"', '"a"')).toBe('The configuration is written as YAML and cannot be edited as JSON.');
  });

  it('in a nested script and in a literal of a ConfigMap', () => {
    for (const name of ['a script of a container', 'a literal of a ConfigMap in a kustomization']) {
      const [, text = ''] = writing.find(([what]) => what === name) ?? [];
      expect(change(text, '"quay"', '"a"')).toBe(text.replace('"quay"', '"a"'));
    }
  });

  it('refused where YAML would read something else', () => {
    expect(change(definition('|\n    { "type": "ptp" }\n'), '{ "type"', '\r{ "type"')).toBe(
      'The indentation of the block does not allow this edit.',
    );
  });
});
