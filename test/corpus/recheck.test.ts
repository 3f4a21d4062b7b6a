import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CheckedDocuments } from '../../server/checked-documents.ts';
import { check, type Checked } from '../../server/service/check.ts';
import { toDiagnostic } from '../../server/service/features/diagnostics.ts';
import type { HostFacts } from '../../server/service/host-facts.ts';
import { readModel, type Model } from '../../server/service/model.ts';
import { walk } from '../../server/service/parse.ts';
import type { RuleContext } from '../../server/service/rules/rule.ts';
import { Random } from '../conformance/generate/random.ts';
import { ABSENT, corpusFiles } from './files.ts';
import { nextEdit, nextToken, type Edit } from './fuzz-edits.ts';
import { samples } from './samples.ts';

/** $CNI_WORKBENCH_SEED makes a run again; without it every run has other edits. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const DOCUMENTS = 300;
const EDITS = 20;
const URI = 'file:///etc/cni/net.d/10-x.conflist';

const hostFacts: HostFacts = {
  host: 'a host',
  pluginDirs: ['/opt/cni/bin'],
  plugins: ['bridge', 'host-local', 'portmap', 'macvlan'].map((name) => ({
    name,
    path: `/opt/cni/bin/${name}`,
    supportedVersions: ['0.4.0', '1.0.0'],
    release: 'v0.9.0',
  })),
  interfaces: [{ name: 'eth0', mtu: 1400, addresses: ['10.0.0.2/24'] }],
  routes: [{ destination: '10.88.0.0/16', device: 'eth0' }],
  sysctls: { 'net.ipv4.ip_forward': '0', 'net.core.somaxconn': null },
  programs: { iptables: false },
  modules: { macvlan: false },
  files: { '/run/flannel/subnet.env': null, '/run/cni/dhcp.sock': null, '/etc/cni/tuning/allowlist.conf': '^net.core' },
};

/** The texts of plugin configurations in lists that people wrote. */
function pluginTexts(): string[] {
  const lists =
    ABSENT === undefined ? (['strict', 'broken'] as const).flatMap(corpusFiles).map(({ text }) => text) : samples();
  return lists.flatMap((text) => {
    const { plugins } = readModel(TextDocument.create(URI, 'cni', 1, text));
    return plugins.map(({ node }) => text.slice(node.offset, node.offset + node.length));
  });
}

/** What the tree of a document is, as text that compares. */
const treeOf = ({ root }: Model): string =>
  JSON.stringify(
    [...walk(root)].map(({ type, offset, length, colonOffset, value, parent }) => [
      type,
      offset,
      length,
      colonOffset,
      value as unknown,
      parent?.offset,
    ]),
  );

const found = (model: Model, all: readonly Checked[]): object[] =>
  all.map((one) => ({ ...toDiagnostic(model, one), fixes: one.finding.fixes?.() }));

/** Edits a list step by step; gives how often the check before was taken over, and fails at the first difference. */
function editList(texts: readonly string[], index: number): number {
  const random = Random.forCase(seed, 'recheck', index);
  const chosen = random.several(1, 5, () => texts[random.below(texts.length)] ?? '{}');
  const version = ['0.2.0', '0.4.0', '1.0.0', '1.1.0'][random.below(4)] ?? '';
  let text = `{\n  "cniVersion": "${version}",\n  "plugins": [${chosen.join(', ')}],\n  "name": "x"\n}\n`;
  const context: RuleContext = random.chance(0.5) ? { hostFacts } : {};
  let document = TextDocument.create(URI, 'cni', 1, text);
  const checked = new CheckedDocuments();
  let takenOver = 0;
  let outside: object | undefined;
  for (let step = 0; step < EDITS; step++) {
    const edit: Edit = random.chance(0.8) ? nextToken(text, random) : nextEdit(text, random);
    document = TextDocument.update(document, [{ range: edit.range, text: edit.text }], step + 2);
    const model = checked.modelOf(document);
    if (model.parsed.outside === outside) takenOver++;
    ({ outside } = model.parsed);
    const whole = readModel(TextDocument.create(URI, 'cni', 1, document.getText()));
    const place = `document ${index}, step ${step} of seed ${seed}:\n${JSON.stringify(text)}\n${JSON.stringify(edit)}`;
    text = edit.after;
    expect(treeOf(model), `in ${place}`).toBe(treeOf(whole));
    expect(model.parsed.problems, `in ${place}`).toEqual(whole.parsed.problems);
    // Not every version is checked: what changed adds up.
    if (random.chance(0.3)) continue;
    const ours = found(model, checked.findingsOf(document, context));
    expect(ours, `in ${place}`).toEqual(found(whole, check(whole, context)));
  }
  return takenOver;
}

it(
  `${DOCUMENTS * EDITS} edits of lists: what is parsed and found piece by piece is what the whole text gives`,
  { timeout: 600_000 },
  () => {
    console.log(`seed ${seed} (again with CNI_WORKBENCH_SEED=${seed})`);
    const texts = pluginTexts();
    let takenOver = 0;
    for (let index = 0; index < DOCUMENTS; index++) takenOver += editList(texts, index);
    // Else the comparison would be of the same with the same.
    expect(takenOver).toBeGreaterThan((DOCUMENTS * EDITS) / 4);
  },
);
