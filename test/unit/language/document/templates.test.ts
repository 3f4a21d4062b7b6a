import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../language/document/parse.ts';
import { templateTokens } from '../../../../language/document/templates.ts';
import { applyChanges, findingsIn, modelOf } from '../documents.ts';

const withSubnet = (subnet: string): string =>
  `{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"ptp","ipam":{"type":"host-local","ranges":[[{"subnet":"${subnet}"}]]}}]}`;

const errors = (subnet: string): string[] =>
  findingsIn(withSubnet(subnet)).flatMap(({ rule, severity }) => (severity === 'error' ? [rule.id] : []));

describe('the placeholders of', () => {
  it.each([
    ['{"name": "%s"}', ['%s']],
    ['{"name": "%d"}', ['%d']],
    ['{"subnet": "%s/24"}', ['%s']],
    ['{"mtu": %d}', ['%d']],
    ['{"isGateway": %t}', ['%t']],
    ['{"isGateway": "%t"}', ['%t']],
    ['{"name": "net%d"}', []],
    ['{"name": "%d-net"}', []],
    ['{"name": "net%d", "type": "plugin-%d"}', ['%d', '%d']],
    ['{"name": "net%d", "mtu": %d}', ['%d', '%d']],
    ['{"name": "net%d", "master": "__MASTER__"}', ['%d', '__MASTER__']],
    ['{"name": "100%"}', []],
    ['{"name": "@name", "mtu": @mtu}', ['@name', '@mtu']],
    ['{"name": "<name>", "mtu": <mtu>}', ['<name>', '<mtu>']],
    ['{"name": "a@b", "x": "1 < 2 > 0"}', []],
    ['{"name": "{{ .Values.name | default "a" }}"}', ['{{ .Values.name | default "a" }}']],
    ['{"mtu": {{ index .Values "mtu" }}}', ['{{ index .Values "mtu" }}']],
    ['{{"cniVersion": "1.0.0"}}', []],
    ['{"mtu": ${jsonencode(var["mtu"])}}', ['${jsonencode(var["mtu"])}']],
    ['{"mtu": $(cat /mtu)}', ['$(cat /mtu)']],
    ['{{- /* a "note" */ -}}{}', ['{{- /* a "note" */ -}}']],
  ])('%j are %j', (text, tokens) => {
    const found = templateTokens(text).map(({ offset, length }) => text.slice(offset, offset + length));
    expect(found).toEqual(tokens);
  });
});

it('a lone %d within a value is not a placeholder, because it fails for real', () => {
  expect(errors('10.1.0.0/24%d')).toHaveLength(1);
  expect(errors('%s')).toEqual([]);
});

describe('a template is parsed as JSON of the same length:', () => {
  it.each([
    ['{"mtu": {{ .MTU }}}', '{"mtu": null }'],
    ['{"mtu": 1{{ .X }}0}', '{"mtu": null }'],
    ['{"mtu": {{a}}{{b}}}', '{"mtu": null }'],
    ['{"a": %d}', '{"a": 0 }'],
    ['[{{ .A }}, 1]', '[null , 1]'],
    ['{{{ .Key }}: 1}', '{"xxxxxxxx": 1}'],
    ['{"a": 1, {{ .More }}}', '{"a": 1, }'],
    ['{% if a %}{"a": 1}{% endif %}', ' {"a": 1} '],
    ['{"a": {{ if .X }}1{{ else }}2{{ end }}}', '{"a": 1 }'],
    ['{"a": {% if x %}1{% elif y %}2{% else %}3{% endif %}}', '{"a": 1 }'],
    ['{"a": <% if x %>1<% else %>2<% end %>}', '{"a": 1 }'],
    ['{"a": %{ if x }1%{ else }2%{ endif }}', '{"a": 1 }'],
  ])('%s', (text, plain) => {
    const found = plainText(modelOf(text).parsed);
    expect(found.replaceAll(/ +/g, ' ')).toBe(plain);
    expect(found).toHaveLength(text.length);
  });
});

/** The findings of a list with these plugins, without the hint that it is a template: rule and text. */
const inPlugins = (plugins: string): string[] => {
  const text = `{\n"cniVersion": "1.0.0", "name": "a", "plugins": [\n${plugins}\n]}`;
  return findingsIn(text)
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule, finding: { span } }) => `${rule.id} ${text.slice(span.offset, span.offset + span.length)}`);
};

const IPAM = '"master": "eth1", "ipam": {"type": "dhcp"}';
const MACVLAN = `{"type": "macvlan", ${IPAM}}`;

describe('a comma that depends on a template is not reported:', () => {
  it.each([
    ['after each element of a loop', `{{ range .X }}${MACVLAN},{{ end }}`],
    ['before each element but the first', `{{ range $i, $x := .X }}{{ if $i }},{{ end }}${MACVLAN}{{ end }}`],
    ['after a member that may be left out', '{"type": "ptp", {{ if .X }}"mtu": 1400,{{ end }} {{ .IPAM }}}'],
    ['before a member that may be left out', '{"type": "ptp"{% if x %}, "mtu": 1400{% endif %}, {{ ipam }} }'],
    ['between members that a template writes', '{"type": "ptp", {{ .A }}, {{ .B }} "mtu": 1400}'],
    ['in an alternative', `{{ if .X }}${MACVLAN}{{ else }}${MACVLAN},{{ end }}`],
  ])('%s', (_, plugins) => {
    expect(inPlugins(plugins)).toEqual([]);
  });
});

describe('a mistake around a placeholder is reported:', () => {
  it.each([
    ['a missing comma after it', `{"type": "macvlan", "mtu": __MTU__ ${IPAM}}`, ['R001 "master"']],
    ['a comma after the last member', `{"type": "macvlan", ${IPAM}, "mtu": {{ .MTU }},}`, ['R003 ,']],
    ['a bracket next to it', `{"type": "macvlan", ${IPAM}, "mtu": __MTU__]}`, ['R001 ]']],
    ['a comment', `{ # mine\n"type": "dummy", ${IPAM}, "mtu": __MTU__}`, ['R002 # mine']],
    ['a comment with one', `{ # by {{ who }}\n"type": "dummy", ${IPAM}}`, ['R002 # by {{ who }}']],
    [
      'a quote that is missing',
      `{"type": "macvlan", ${IPAM}, "mac": "{{ .MAC }},\n"mtu": 1400}`,
      ['R001 "{{ .MAC }},'],
    ],
    ['a value of the wrong type', `{"type": "macvlan", ${IPAM}, "a": __A__, "mtu": "9"}`, ['R014 "9"']],
  ])('%s', (_, plugins, found) => {
    expect(inPlugins(plugins)).toEqual(found);
  });

  it('in each of the branches, each with its fix', () => {
    const text = `{"cniVersion": "1.0.0", "name": "a", "plugins": [{"type": "bridge",
{{ if .A }}"mtu": "1",{{ else if .B }}"mtu": "2",{{ else }}"mtu": "3",{{ end }} ${IPAM}}]}`;
    const found = findingsIn(text).filter(({ rule }) => rule.id === 'R014');
    expect(found.map(({ finding: { span } }) => text.slice(span.offset, span.offset + span.length))).toEqual([
      '"1"',
      '"2"',
      '"3"',
    ]);
    const changes = found.flatMap(({ finding }) => finding.fixes?.()[0]?.changes ?? []);
    expect(applyChanges(text, changes)).toBe(text.replaceAll(/"([123])"/g, '$1'));
  });
});

describe('what a template may add is not reported as missing:', () => {
  it.each([
    ['the ipam of a plugin', '{"type": "ptp", {{ .IPAM }} "mtu": 1400}'],
    ['the first plugin', '{{ .First }}, {"type": "portmap", "capabilities": {"portMappings": true}}'],
    [
      'one of two members',
      `{"type": "macvlan", {{ if .X }}"mtu": 1400,{{ end }}{{ if .Y }}"mtu": 1500,{{ end }} ${IPAM}}`,
    ],
  ])('%s', (_, plugins) => {
    expect(inPlugins(plugins)).toEqual([]);
  });
});

describe('an encoded text is named as such:', () => {
  const config = '{"cniVersion": "1.0.0", "name": "a", "plugins": []}';
  const encoded = Buffer.from(config).toString('base64');
  it.each([
    ['base64', encoded, 'The text is encoded as base64'],
    ['gzip', `H4sIAAAAAAAAA6tWSs7LDEstKs7Mz1OyUjLUM9AzUAIAxxxx`, 'The text is compressed with gzip'],
    ['Ansible Vault', '$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'The text is encrypted with Ansible Vault'],
    ['PGP', '-----BEGIN PGP MESSAGE-----\n\nabc\n', 'The text is encrypted.'],
  ])('%s', (_, text, message) => {
    const found = findingsIn(text).filter(({ severity }) => severity === 'error');
    expect(found.map(({ rule }) => rule.id)).toEqual(['R001']);
    expect(found[0]?.finding.message).toContain(message);
  });

  it('base64 can be decoded', () => {
    const [fix] = findingsIn(encoded)[0]?.finding.fixes?.() ?? [];
    expect(applyChanges(encoded, fix?.changes ?? [])).toBe(config);
  });

  it('SOPS encrypts values; the rest is checked', () => {
    const value = '"ENC[AES256_GCM,data:aa==,type:str]"';
    const text = `{"cniVersion": ${value}, "name": ${value}, "plugins": [{"type": ${value},}], "sops": {"mac": ${value}, "kms": null}}`;
    const found = findingsIn(text);
    expect(found.map(({ rule }) => rule.id)).toEqual(['R003', 'R038']);
    expect(found[1]?.finding.message).toContain('SOPS');
  });
});

it('digits next to a placeholder are not a number', () => {
  const text = '{"cniVersion": "1.0.0", "name": "a", "plugins": [{"type": "ptp", "x": “10.1.${THIRD}.0/24”}]}';
  expect(findingsIn(text).flatMap(({ rule }) => (rule.id === 'R007' ? [rule.id] : []))).toEqual([]);
});

describe('reported cases:', () => {
  it('a comment in a list with the placeholders of an installer', () => {
    const text = `{
  "name": "pod-network",
  "cniVersion": "0.3.1",
  "plugins": [
    {"type": "calico", "nodename": "__NODE_NAME__", "mtu": __CNI_MTU__, "ipam": {"type": "calico-ipam"}},
    { # added by me
      "type": "bandwidth", "capabilities": {"bandwidth": true}}
  ]
}`;
    const found = findingsIn(text).filter(({ severity }) => severity === 'error');
    expect(
      found.map(({ rule, finding: { span } }) => [rule.id, text.slice(span.offset, span.offset + span.length)]),
    ).toEqual([['R002', '# added by me']]);
  });

  it('a capability that no runtime passes, in a template with a conditional member', () => {
    const text = `{
   "cniVersion": "0.3.1",
   "name": "cluster",
   "plugins": [
      {
         "type": "bridge",
         "bridge": "kube0",
{% if hairpin %}
         "hairpinMode": true,
{% endif %}
         "ipam": {"type": "dhcp"}
      },
      {"type": "portmap", "capabilities": {"snat": true, "portMappings": true}}
   ]
}`;
    const found = findingsIn(text).filter(({ severity }) => severity !== 'hint');
    expect(
      found.map(({ rule, finding: { span } }) => [rule.id, text.slice(span.offset, span.offset + span.length)]),
    ).toEqual([['R059', '"snat"']]);
  });
});

it('a template without placeholders is named as such', () => {
  const text = `{"cniVersion": "1.0.0", "name": "a", "plugins": [${MACVLAN}{% if x %}{% endif %}]}`;
  const found = findingsIn(text).find(({ rule }) => rule.id === 'R038');
  expect(found?.finding.message).toBe('A template engine must render this file before a runtime can load it.');
});

it('many templates in many plugins take no more than linear time, and hide what they may add', () => {
  const plugins = Array.from({ length: 3000 }, () => '{"mtu": 1\n{{ .X }}\n}').join(',\n');
  const found = findingsIn(`{"cniVersion": "1.0.0", "name": "a", "plugins": [${plugins}, {"mtu": 1}]}`);
  expect(found.filter(({ rule }) => rule.name === 'plugin-type-missing')).toHaveLength(1);
});
