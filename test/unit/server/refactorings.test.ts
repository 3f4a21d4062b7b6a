import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodeAction, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { neighbourOf } from '../../../server/service/directory/neighbour.ts';
import { check, type Checked } from '../../../server/service/check.ts';
import { fixAllAction, refactorings, wantsKind } from '../../../server/service/features/refactorings.ts';
import { readModel, type Model } from '../../../server/service/model.ts';
import type { Fix, RuleContext } from '../../../server/service/rules/rule.ts';
import { modelOf } from './documents.ts';

// refactorings/<case>.<ext> is a text; <case>.golden.<ext> is what the refactoring makes of it, and of a file that it
// makes <case>.created.<ext>.
const folder = fileURLToPath(new URL('refactorings/', import.meta.url));
const abilities = { canRename: true, canCreate: true, showsDisabled: true };
const read = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');
const golden = (file: string): string => file.replace(/(\.[a-z]+)$/, '.golden$1');

function actionsIn(text: string, file: string, line = 0, context: RuleContext = {}): CodeAction[] {
  const position = { line, character: 6 };
  return refactorings(modelOf(text, file), { start: position, end: position }, context, abilities);
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('file:///x', 'cni', 1, text), [...edits]);
}

/** What an action makes: the text, the name of the file, and the file that it creates with its text. */
function outcome(text: string, { edit }: CodeAction) {
  let [after, renamed] = [text, ''];
  const created: Record<string, string> = {};
  for (const change of edit?.documentChanges ?? []) {
    if ('edits' in change) {
      const edits = change.edits.filter((one): one is TextEdit => 'newText' in one);
      const { uri } = change.textDocument;
      if (uri in created) created[uri] = applied(created[uri] ?? '', edits);
      else after = applied(after, edits);
    } else if (change.kind === 'create') created[change.uri] = '';
    else if (change.kind === 'rename') renamed = change.newUri;
  }
  return { after, renamed, created };
}

function find(actions: readonly CodeAction[], title: string): CodeAction {
  const action = actions.find((one) => one.title.startsWith(title));
  if (action === undefined) throw new Error(`no "${title}" among ${actions.map((one) => one.title).join(', ')}`);
  return action;
}

describe('a refactoring', () => {
  it.each([
    { file: 'single.conf', title: 'Convert to a network configuration list', renamed: 'single.conflist' },
    { file: 'one-plugin.conflist', title: 'Convert to a single plugin configuration', renamed: 'one-plugin.conf' },
    { file: 'unsorted.conflist', title: 'Sort the chain: loopback, bridge, portmap, firewall, istio-cni', renamed: '' },
    { file: 'old.conflist', title: 'Upgrade cniVersion from 0.3.1 to 1.0.0', renamed: '' },
  ])('makes of $file what its golden file says: $title', ({ file, title, renamed }) => {
    const text = read(file);
    const { after, renamed: name } = outcome(text, find(actionsIn(text, file), title));
    expect(existsSync(`${folder}${golden(file)}`)).toBe(true);
    expect(after).toBe(read(golden(file)));
    expect(name.slice(name.lastIndexOf('/') + 1)).toBe(renamed);
  });

  it('extracts the last plugin to a file that libcni loads for the network', () => {
    const text = read('extract.conflist');
    const action = find(actionsIn(text, 'extract.conflist', 9), 'Extract tuning to mynet/tuning.conf');
    const { after, created } = outcome(text, action);
    expect(after).toBe(read('extract.golden.conflist'));
    expect(created).toEqual({ 'file:///etc/cni/net.d/mynet/tuning.conf': read('extract.created.conf') });
  });

  it('takes another file name where that one is there', () => {
    const there = neighbourOf(modelOf('{"type":"tuning"}', 'mynet/tuning.conf'));
    const actions = actionsIn(read('extract.conflist'), 'extract.conflist', 9, { neighbours: [there] });
    expect(find(actions, 'Extract tuning').title).toBe('Extract tuning to mynet/tuning-2.conf');
  });

  it('explains what an upgrade brings', () => {
    const action = find(actionsIn(read('old.conflist'), 'old.conflist'), 'Upgrade cniVersion from 0.3.1 to 0.4.0');
    expect(action.title).toBe('Upgrade cniVersion from 0.3.1 to 0.4.0 (CHECK)');
    const newest = find(actionsIn(read('old.conflist'), 'old.conflist'), 'Upgrade cniVersion from 0.3.1 to 1.1.0');
    expect(newest.title).toBe('Upgrade cniVersion from 0.3.1 to 1.1.0 (CHECK, lists only, GC and STATUS)');
    expect(action.kind).toBe('refactor.rewrite');
  });

  it('of nothing that needs it is not offered', () => {
    const text = '{"cniVersion":"1.1.0","name":"a","plugins":[{"type":"bridge"},{"type":"portmap"}]}';
    expect(actionsIn(text, 'a.conflist').filter(({ disabled }) => disabled === undefined)).toEqual([]);
  });
});

const reason = (text: string, title: string, file = 'a.conflist', line = 0, context: RuleContext = {}): string =>
  find(actionsIn(text, file, line, context), title).disabled?.reason ?? '';
const chain = (rest = ''): string =>
  `{"cniVersion":"0.4.0","name":"a",${rest}"plugins":[{"type":"bridge"},{"type":"portmap"}]}`;
const onLines = (text: string): string => text.replaceAll('{"type"', '\n      {"type"');

describe('a refactoring that cannot be done says why:', () => {
  it('a list of several plugins as a single configuration', () => {
    expect(reason(chain(), 'Convert to a single')).toBe('A single configuration holds one plugin; this list has 2');
    const checked = '{"name":"a","disableCheck":true,"plugins":[{"type":"ptp"}]}';
    expect(reason(checked, 'Convert to a single')).toBe('"disableCheck" would be lost: only lists have it');
  });

  it('comments would be lost', () => {
    expect(reason('// x\n{"name":"a","type":"ptp"}', 'Convert to a network', 'a.conf')).toContain('errors or comments');
  });

  it('a plugin of the host refuses the version', () => {
    const hostFacts = {
      host: 'the sandbox',
      plugins: [{ name: 'bridge', path: '/x/bridge', supportedVersions: ['0.4.0', '1.0.0'] }],
    };
    expect(reason(chain(), 'Upgrade cniVersion from 0.4.0 to 1.1.0', 'a.conflist', 0, { hostFacts })).toBe(
      'bridge of the sandbox does not know 1.1.0',
    );
  });

  it('a plugin knows no newer version, on whatever host', () => {
    const weave = '{"cniVersion":"0.3.0","name":"a","plugins":[{"type":"weave-net"}]}';
    expect(reason(weave, 'Upgrade cniVersion from 0.3.0 to 0.4.0')).toBe('weave-net knows versions up to 0.3.0');
    const calico = '{"cniVersion":"0.3.1","name":"a","plugins":[{"type":"calico","ipam":{"type":"calico-ipam"}}]}';
    expect(reason(calico, 'Upgrade cniVersion from 0.3.1 to 1.1.0')).toBe(
      'calico knows versions up to 1.0.0; calico-ipam knows versions up to 1.0.0',
    );
    expect(reason(calico, 'Upgrade cniVersion from 0.3.1 to 1.0.0')).toBe('');
  });

  it('single configurations end before 1.0.0', () => {
    const single = '{"cniVersion":"0.4.0","name":"a","type":"ptp"}';
    expect(reason(single, 'Upgrade cniVersion from 0.4.0 to 1.0.0', 'a.conf')).toContain('only lists');
  });

  it('a plugin would change its place, or not be read', () => {
    expect(reason(onLines(chain()), 'Extract bridge', 'a.conflist', 1)).toContain('extract the last one first');
    expect(reason(onLines(chain('"loadOnlyInlinedPlugins":true,')), 'Extract portmap', 'a.conflist', 2)).toContain(
      'loadOnlyInlinedPlugins',
    );
  });
});

const never = (): boolean => false;
const inModel = (one: ReturnType<typeof modelOf>) => check(one, {});

describe('fix all', () => {
  it('applies every preferred fix, until none is left', () => {
    const text = read('mistakes.conflist');
    const model = modelOf(text, 'mistakes.conflist');
    const action = fixAllAction(model, inModel, never);
    const after = applied(text, action?.edit?.changes?.[model.document.uri] ?? []);
    expect(after).toBe(read('mistakes.golden.conflist'));
    const again = readModel(TextDocument.create(model.document.uri, 'cni', 2, after));
    expect(inModel(again).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(action?.kind).toBe('source.fixAll.cni');
  });

  it('follows no advice that only came up by a fix', () => {
    const text = '{"cniVersion":"1.0.0","name":"a","disableCheck":true,"plugins":[{"type":"bridge","isGatway":true}]}';
    const model = modelOf(text);
    const edits = fixAllAction(model, inModel, never)?.edit?.changes?.[model.document.uri] ?? [];
    expect(applied(text, edits)).toBe(text.replace('isGatway', 'isGateway'));
  });

  it('belongs to the kinds that a client asks for on save', () => {
    expect(wantsKind(['source.fixAll'], 'source.fixAll.cni')).toBe(true);
    expect(wantsKind(['source.fixAll.cni'], 'source.fixAll.cni')).toBe(true);
    expect(wantsKind(['source.organizeImports', 'quickfix'], 'source.fixAll.cni')).toBe(false);
    expect(wantsKind(undefined, 'source.fixAll.cni')).toBe(true);
  });
});

describe('fix all of a file whose name is the mistake', () => {
  const list = '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"loopback"},]}';

  it('gives the file the name that is the cure, with the other changes in one edit', () => {
    const model = modelOf(list, '10-a.conf');
    const action = fixAllAction(model, inModel, (name) => name === '10-a.conflist');
    expect(action?.title).toBe('Fix all mistakes that have one sure cure; 10-a.conflist');
    const [edits, rename] = action?.edit?.documentChanges ?? [];
    expect(edits).toMatchObject({ textDocument: { uri: model.document.uri, version: 1 }, edits: [{ newText: '' }] });
    expect(rename).toEqual({
      kind: 'rename',
      oldUri: model.document.uri,
      newUri: 'file:///etc/cni/net.d/10-a.conflist',
    });
  });

  it('leaves out whole what renames, where that cannot be done', () => {
    const model = modelOf(list, '10-a.conf');
    const both: Fix = {
      title: 'Both',
      preferred: true,
      changes: [{ offset: 0, length: 1, text: '' }],
      rename: 'b.conf',
    };
    const rule = { id: 'R000', name: 'both', severity: 'error' as const, check: () => [] };
    const found = (one: Model): Checked[] =>
      one.document.getText().startsWith('{')
        ? [{ rule, severity: 'error', finding: { span: { offset: 0, length: 1 }, message: '', fixes: () => [both] } }]
        : [];
    expect(fixAllAction(model, found, never)).toBeUndefined();
    expect(fixAllAction(model, found, () => true)?.edit?.documentChanges).toHaveLength(2);
    const others = fixAllAction(model, inModel, never);
    expect(applied(list, others?.edit?.changes?.[model.document.uri] ?? [])).toBe(list.replace(',]', ']'));
    expect(others?.edit?.documentChanges).toBeUndefined();
  });

  it('renames for no remark: a list in a .json elsewhere may be read by some program', () => {
    const text = list.replace(',]', ']');
    const model = readModel(TextDocument.create('file:///home/me/list.json', 'cni', 1, text));
    expect(inModel(model).map(({ rule, severity }) => `${rule.id} ${severity}`)).toContain('R031 information');
    expect(fixAllAction(model, inModel, () => true)).toBeUndefined();
  });
});

describe('a file on one line', () => {
  it.each([
    [
      '{"cniVersion":"0.4.0","name":"a","plugins":[{"type":"ptp","mtu":1400}]}',
      '{"cniVersion":"0.4.0","name":"a","type":"ptp","mtu":1400}',
    ],
    ['{ "name": "a", "plugins": [{ "type": "ptp", "mtu": 1400 }] }', '{ "name": "a", "type": "ptp", "mtu": 1400 }'],
  ])('stays on one line as a single plugin configuration: %s', (text, expected) => {
    const action = find(actionsIn(text, 'a.conflist'), 'Convert to a single plugin configuration');
    expect(outcome(text, action).after).toBe(expected);
  });
});
