import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import { MadeUpProcess } from '../made-up-process.ts';

const place = mkdtempSync(path.join(tmpdir(), 'cni-embedded-'));
const at = (name: string): string => path.join(place, name);
const put = (name: string, text: string): void => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
};

const definition = (name: string, config: string, namespace?: string): string =>
  `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: ${name}\n${namespace === undefined ? '' : `  namespace: ${namespace}\n`}spec:\n  config: '${config}'\n---\n`;

beforeAll(() => {
  put('net.d/10-odd.conf', '{"name": "a.yaml#odd", "type": "ptp", "cniVersion": "0.3.1"}');
  put(
    'a.yaml',
    definition('pier', '{"cniVersion": "0.3.1", "type": "macvlan"}') +
      definition('quay', '{"cniVersion": "1.0.0", "name": "lan", "plugins": [{"type": "bridge"}]}', 'x') +
      definition('quay', '{"cniVersion": "0.3.1", "name": "", "type": "ptp"}', 'y') +
      definition('mole', '{"cniVersion": "0.3.1", "name": "twin", "type": "ptp"}') +
      definition('jetty', '{"cniVersion": "0.3.1", "name": "twin", "type": "ptp"}'),
  );
  put('a#b.yaml', definition('pier', '{"cniVersion": "0.3.1", "type": "ptp"}'));
  put(
    'cloud.yaml',
    '#cloud-config\nwrite_files:\n- path: /etc/cni/net.d/10-lab.conflist\n  content: |\n    {"cniVersion": "1.0.0", "name": "lab", "plugins": [{"type": "ptp"}]}\n',
  );
  put('ipam.yaml', 'kind: SriovNetwork\nmetadata:\n  name: a\nspec:\n  ipam: |\n    {"type": "dhcp"}\n');
  put(
    'template.yaml',
    definition('quoted', '{"cniVersion": "0.3.1", "name": "{{ .Values.name }}", "type": "ptp"}') +
      definition('bare', '{"cniVersion": "0.3.1", "name": "a", "type": "ptp", "mtu": {{ .Values.mtu }}}'),
  );
  put('other.yaml', 'kind: Deployment\n');
});

afterAll(() => rmSync(place, { recursive: true }));

interface Shown {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...args: readonly string[]): Promise<Shown> {
  const cli = new MadeUpProcess(args, { NETCONFPATH: at('net.d') });
  const code = await runCli(cli);
  return { code, out: cli.out, err: cli.err };
}

const show = (name: string): Promise<Shown> => run('show', name);

/** The first plugin type and the name of the shown list. */
const shown = ({ out }: Shown): string => {
  const { name, plugins } = JSON.parse(out);
  return `${name} ${plugins[0].type}`;
};

describe('FILE#NAME takes a configuration inside a file', () => {
  test('by the name of the definition, which Multus fills in', async () => {
    const one = await show(`${at('a.yaml')}#pier`);
    expect(one.code).toBe(0);
    expect(shown(one)).toBe('pier macvlan');
    expect(one.err).toBe(
      `note: Multus fills in the name "pier" from the definition, so it is used here.\nnote: The network is from ${at('a.yaml')}#pier.\n`,
    );
  });

  test.each([
    ['lan', 'lan bridge', 'the name of the network'],
    ['x/quay', 'lan bridge', 'its namespace and name'],
    ['y/quay', 'quay ptp', 'its namespace and name, with an empty name of the network'],
    ['quay:14', 'lan bridge', 'its name and line'],
  ])('#%s: %s, by %s', async (name, expected) => {
    const one = await show(`${at('a.yaml')}#${name}`);
    expect(one.err).not.toContain('hint: ');
    expect(shown(one)).toBe(expected);
  });

  test('by the name of a file', async () => {
    expect(shown(await show(`${at('cloud.yaml')}#10-lab.conflist`))).toBe('lab ptp');
    expect(shown(await show(`${at('cloud.yaml')}#`))).toBe('lab ptp');
  });

  test('of a file with "#" in its name', async () => {
    expect(shown(await show(`${at('a#b.yaml')}#pier`))).toBe('pier ptp');
  });

  test('not if it is the name of a network', async () => {
    const before = process.cwd();
    process.chdir(place);
    try {
      expect(shown(await show('a.yaml#odd'))).toBe('a.yaml#odd ptp');
      expect(shown(await show('a.yaml#pier'))).toBe('pier macvlan');
      expect((await show('a.yaml')).err).toContain('hint: To use a configuration inside this file, enter a.yaml#NAME.');
    } finally {
      process.chdir(before);
    }
  });
});

describe('a name that selects none or several is answered with what to enter:', () => {
  test('none', async () => {
    const { code, err } = await show(`${at('a.yaml')}#dock`);
    expect(code).toBe(1);
    expect(err.replaceAll(place, '')).toBe(
      '/a.yaml has no configuration named "dock".\nhint: It contains:\n  /a.yaml#pier\n  /a.yaml#x/quay\n  /a.yaml#y/quay\n  /a.yaml#mole\n  /a.yaml#jetty\n',
    );
  });

  test('several', async () => {
    const { err } = await show(`${at('a.yaml')}#twin`);
    expect(err.replaceAll(place, '')).toBe(
      '/a.yaml has 2 configurations named "twin".\nhint: Choose one of these:\n  /a.yaml#mole\n  /a.yaml#jetty\n',
    );
  });

  test('a file without one', async () => {
    const { code, err } = await show(`${at('other.yaml')}#x`);
    expect([code, err.replaceAll(place, '')]).toEqual([
      1,
      'There is no CNI configuration in /other.yaml.\nhint: Check the path.\n',
    ]);
  });

  test('only a part of one', async () => {
    expect((await show(`${at('ipam.yaml')}#a`)).err).toContain('spec.ipam: This is only part of a configuration.');
  });
});

test('a template is shown with a note, and not run', async () => {
  const quoted = `${at('template.yaml')}#quoted`;
  const message = `${quoted} contains placeholders of a template, such as {{ .Values.name }}.\n`;
  const { code, err } = await show(quoted);
  expect([code, err]).toEqual([0, `note: ${message}note: The network is from ${quoted}.\n`]);
  const run1 = await run('add', quoted, '/run/netns/x');
  expect([run1.code, run1.out, run1.err]).toEqual([1, '', `${message}hint: Render the template first.\n`]);
  const bare = `${at('template.yaml')}#bare`;
  expect((await show(bare)).err).toBe(
    `${bare} contains placeholders of a template, such as {{ .Values.mtu }}.\nhint: Render the template first.\n`,
  );
});

test("cnitool's own verbs take it, too, and fail as for a file", async () => {
  const { code, err } = await run('check', `${at('a.yaml')}#dock`, '/run/netns/x');
  expect(code).toBe(1);
  expect(err).toContain('has no configuration named "dock"');
});
