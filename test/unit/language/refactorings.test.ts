import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodeAction, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { neighborOf } from '../../../language/directory/neighbor.ts';
import { check, type Checked } from '../../../language/check.ts';
import { wantsKind } from '../../../language/features/actions.ts';
import { fixAllAction, refactorings } from '../../../language/features/refactorings.ts';
import type { Model } from '../../../language/document/model.ts';
import type { Fix } from '../../../language/rules/rule.ts';
import type { RuleContext } from '../../../language/workspace/context.ts';
import { modelOf } from './documents.ts';

// refactorings/<case>.<ext> is a text; <case>.golden.<ext> is what the refactoring makes of it, and of a file that it
// makes <case>.created.<ext>.
const folder = fileURLToPath(new URL('refactorings/', import.meta.url));
const abilities = { canRename: true, canCreate: true, showsDisabled: true };
const read = (file: string): string => readFileSync(`${folder}${file}`, 'utf8');
const golden = (file: string): string => file.replace(/(\.[a-z]+)$/, '.golden$1');

/** What is offered with the cursor at the first place where `at` stands. */
function actionsAt(text: string, file: string, at: string, context: RuleContext = {}): CodeAction[] {
  const model = modelOf(text, file);
  const position = model.document.positionAt(text.indexOf(at));
  return refactorings(model, { start: position, end: position }, context, abilities);
}

/** What is offered anywhere in a text, each once. */
function actionsAnywhere(text: string, file: string, context: RuleContext = {}): CodeAction[] {
  const model = modelOf(text, file);
  const all = Array.from({ length: text.length + 1 }, (_, offset) => {
    const position = model.document.positionAt(offset);
    return refactorings(model, { start: position, end: position }, context, abilities);
  });
  return [...new Map(all.flat().map((action) => [action.title, action])).values()];
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
      if (uri in created) {
        created[uri] = applied(created[uri] ?? '', edits);
      } else {
        after = applied(after, edits);
      }
    } else if (change.kind === 'create') {
      created[change.uri] = '';
    } else if (change.kind === 'rename') {
      renamed = change.newUri;
    }
  }
  return { after, renamed, created };
}

function find(actions: readonly CodeAction[], title: string): CodeAction {
  const action = actions.find((one) => one.title.startsWith(title));
  if (action === undefined) {
    throw new Error(`no "${title}" among ${actions.map((one) => one.title).join(', ')}`);
  }
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
    const { after, renamed: name } = outcome(text, find(actionsAnywhere(text, file), title));
    expect(existsSync(`${folder}${golden(file)}`)).toBe(true);
    expect(after).toBe(read(golden(file)));
    expect(name.slice(name.lastIndexOf('/') + 1)).toBe(renamed);
  });

  it('extracts the last plugin to a file that libcni loads for the network', () => {
    const text = read('extract.conflist');
    const action = find(actionsAt(text, 'extract.conflist', '"tuning"'), 'Extract tuning to mynet/tuning.conf');
    const { after, created } = outcome(text, action);
    expect(after).toBe(read('extract.golden.conflist'));
    expect(created).toEqual({ 'file:///etc/cni/net.d/mynet/tuning.conf': read('extract.created.conf') });
  });

  it('takes another file name where that one is there', () => {
    const there = neighborOf(modelOf('{"type":"tuning"}', 'mynet/tuning.conf'));
    const actions = actionsAt(read('extract.conflist'), 'extract.conflist', '"tuning"', { neighbors: [there] });
    expect(find(actions, 'Extract tuning').title).toBe('Extract tuning to mynet/tuning-2.conf');
  });

  it('explains what an upgrade brings', () => {
    const action = find(
      actionsAnywhere(read('old.conflist'), 'old.conflist'),
      'Upgrade cniVersion from 0.3.1 to 0.4.0',
    );
    expect(action.title).toBe('Upgrade cniVersion from 0.3.1 to 0.4.0 (CHECK)');
    const newest = find(
      actionsAnywhere(read('old.conflist'), 'old.conflist'),
      'Upgrade cniVersion from 0.3.1 to 1.1.0',
    );
    expect(newest.title).toBe('Upgrade cniVersion from 0.3.1 to 1.1.0 (CHECK, lists only, GC and STATUS)');
    expect(action.kind).toBe('refactor.rewrite');
  });

  it('is not offered if nothing needs it', () => {
    const text = '{"cniVersion":"1.1.0","name":"a","plugins":[{"type":"bridge"},{"type":"portmap"}]}';
    const offered = actionsAnywhere(text, 'a.conflist').filter(({ disabled }) => disabled === undefined);
    expect(offered.map(({ title }) => title)).toEqual(['Extract portmap to a/portmap.conf']);
  });
});

describe('a refactoring is offered where the text that it is about stands', () => {
  const text = read('unsorted.conflist').replace('1.0.0', '0.4.0');
  const titles = (at: string): string[] =>
    actionsAt(text, 'a.conflist', at)
      .filter(({ disabled }) => disabled === undefined)
      .map(({ title }) => title.replace(/[ :].*/, ''));

  it.each([
    ['"cniVersion"', ['Upgrade', 'Upgrade']],
    ['0.4.0', ['Upgrade', 'Upgrade']],
    ['"mynet"', []],
    ['"plugins"', ['Sort']],
    ['istio-cni', ['Sort']],
    ['"capabilities"', []],
    ['"bridge"', ['Sort']],
    ['"isGateway"', []],
  ])('at %s: %j', (at, expected) => {
    expect(titles(at)).toEqual(expected);
  });

  it('a conversion of the file: at its own keys, not inside a plugin', () => {
    const list = read('one-plugin.conflist');
    const offersConversion = (at: string): boolean =>
      actionsAt(list, 'one-plugin.conflist', at).some(({ title }) => title.startsWith('Convert'));
    expect(['{', '"name"', '"plugins"', '"type"'].map(offersConversion)).toEqual([true, true, true, false]);
  });
});

const sorts = (...types: string[]): boolean => {
  const plugins = types.map((type) => ({ type }));
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'a', plugins });
  return actionsAnywhere(text, 'a.conflist').some(({ title }) => title.startsWith('Sort'));
};

describe('the order of a chain is changed only where it is certainly wrong', () => {
  it.each([
    [['bridge', 'portmap']],
    [['bridge', 'firewall', 'loopback']],
    [['kube-ovn', 'portmap', 'cilium-cni']],
    [['some-plugin', 'bridge']],
    [['some-plugin', 'portmap', 'cilium-cni']],
    [['portmap', 'some-plugin']],
    [['ptp', 'portmap', 'istio-cni', 'some-plugin']],
  ])('not %j', (types) => {
    expect(sorts(...types)).toBe(false);
  });

  it.each([[['portmap', 'bridge']], [['loopback', 'firewall', 'ptp']], [['ptp', 'consul-cni', 'portmap']]])(
    'but %j',
    (types) => {
      expect(sorts(...types)).toBe(true);
    },
  );
});

const reason = (text: string, title: string, file = 'a.conflist', context: RuleContext = {}): string =>
  find(actionsAnywhere(text, file, context), title).disabled?.reason ?? '';
const chain = (rest = ''): string =>
  `{"cniVersion":"0.4.0","name":"a",${rest}"plugins":[{"type":"bridge"},{"type":"portmap"}]}`;
const onLines = (text: string): string => text.replaceAll('{"type"', '\n      {"type"');

/** What the refactorings at a key or value are called. */
function titlesAt(text: string, key: string, context: RuleContext = {}): string[] {
  const position = { line: 0, character: text.indexOf(key) + 1 };
  const model = modelOf(text, 'a.conflist');
  return refactorings(model, { start: position, end: position }, context, abilities).map(({ title }) => title);
}

describe('what is an opinion only', () => {
  const old =
    '{"cniVersion":"0.3.0","name":"a","plugins":[{"type":"bridge","ipam":{"type":"host-local","subnet":"10.1.0.0/24"}}]}';

  it('is not found, and offered as a refactoring where it stands', () => {
    const found = inModel(modelOf(old)).map(({ rule }) => rule.id);
    expect(found).not.toContain('R145');
    expect(found).not.toContain('R042');
    expect(titlesAt(old, '"subnet"')).toContain('Move to "ranges"');
    expect(titlesAt(old, '"0.3.0"')).toContain('Change to "0.3.1"');
  });

  it('is found where a setting asks for it, and offered as a quick fix then', () => {
    const context: RuleContext = { severities: { R145: 'hint', R042: 'off' } };
    expect(check(modelOf(old), context).map(({ rule }) => rule.id)).toContain('R145');
    expect(titlesAt(old, '"subnet"', context)).not.toContain('Move to "ranges"');
    expect(titlesAt(old, '"0.3.0"', context)).not.toContain('Change to "0.3.1"');
  });
});

describe('a refactoring that cannot be applied has a reason:', () => {
  it('a list of several plugins as a single configuration', () => {
    expect(reason(chain(), 'Convert to a single')).toBe(
      'A single plugin configuration has one plugin, but this list has 2.',
    );
    const checked = '{"name":"a","disableCheck":true,"plugins":[{"type":"ptp"}]}';
    expect(reason(checked, 'Convert to a single')).toBe('Only lists support "disableCheck", which would be lost.');
  });

  it('comments would be lost', () => {
    expect(reason('// x\n{"name":"a","type":"ptp"}', 'Convert to a network', 'a.conf')).toContain(
      'remove its comments',
    );
  });

  it('a plugin of the host refuses the version', () => {
    const hostFacts = {
      host: 'the sandbox',
      plugins: [{ name: 'bridge', path: '/x/bridge', supportedVersions: ['0.4.0', '1.0.0'] }],
    };
    expect(reason(chain(), 'Upgrade cniVersion from 0.4.0 to 1.1.0', 'a.conflist', { hostFacts })).toBe(
      'bridge on the sandbox does not support version 1.1.0.',
    );
  });

  it('a plugin supports no newer version on any host', () => {
    const weave = '{"cniVersion":"0.3.0","name":"a","plugins":[{"type":"weave-net"}]}';
    expect(reason(weave, 'Upgrade cniVersion from 0.3.0 to 0.4.0')).toBe('weave-net supports versions up to 0.3.0.');
    const calico = '{"cniVersion":"0.3.1","name":"a","plugins":[{"type":"calico","ipam":{"type":"calico-ipam"}}]}';
    expect(reason(calico, 'Upgrade cniVersion from 0.3.1 to 1.1.0')).toBe(
      'calico supports versions up to 1.0.0. calico-ipam supports versions up to 1.0.0.',
    );
    expect(reason(calico, 'Upgrade cniVersion from 0.3.1 to 1.0.0')).toBe('');
  });

  it('single configurations end before 1.0.0', () => {
    const single = '{"cniVersion":"0.4.0","name":"a","type":"ptp"}';
    expect(reason(single, 'Upgrade cniVersion from 0.4.0 to 1.0.0', 'a.conf')).toContain('only lists');
  });

  it('a plugin would change its place, or not be read', () => {
    expect(reason(onLines(chain()), 'Extract bridge')).toContain('Extract the last plugin first');
    expect(reason(onLines(chain('"loadOnlyInlinedPlugins":true,')), 'Extract portmap')).toContain(
      'loadOnlyInlinedPlugins',
    );
  });
});

const inModel = (one: Model): readonly Checked[] => check(one, {});

/** The text after "Fix all". */
function fixedAll(text: string, file?: string, findings = inModel): string {
  const model = modelOf(text, file);
  return applied(text, fixAllAction(model, findings)?.edit?.changes?.[model.document.uri] ?? []);
}

describe('fix all', () => {
  it('applies every certain fix, and leaves what needs a choice', () => {
    expect(fixedAll(read('mistakes.conflist'))).toBe(read('mistakes.golden.conflist'));
    expect(fixAllAction(modelOf(read('mistakes.conflist')), inModel)?.kind).toBe('source.fixAll.cni');
    expect(fixAllAction(modelOf(read('mistakes.golden.conflist')), inModel)).toBeUndefined();
  });

  it('leaves out a fix after which another rule finds something, and applies the others', () => {
    const text =
      '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"host-device","devicee":"eth0","device":"eth1"}]}';
    expect(fixedAll(text)).toBe(text);
    const late = text.replace(',"device":"eth1"', ',"pciBusID":"0000:00:1f.6"').replace('}]}', ',}]}');
    expect(inModel(modelOf(late)).map(({ rule }) => rule.id)).toContain('R074');
    expect(fixedAll(late)).toBe(late.replace(',}', '}'));
  });

  it('does not try a fix that was left out again after each other fix', () => {
    const plugin = '{"type":"bridge","mtu":"1500","isGateway":"true"}';
    const text = `{"cniVersion":"1.0.0","name":"a","plugins":[${Array.from({ length: 30 }, () => plugin).join()}]}`;
    let checks = 0;
    const after = fixedAll(text, undefined, (one) => {
      checks++;
      return inModel(one);
    });
    expect(after).toBe(text.replaceAll('"1500"', '1500'));
    expect(checks).toBeLessThan(150);
  });

  it('takes only fixes that say they are certain, and never one that renames the file', () => {
    const rule = { id: 'R000', name: 'x', severity: 'error' as const, check: () => [] };
    const found =
      (fix: Fix) =>
      (one: Model): Checked[] =>
        one.document.getText().startsWith('{')
          ? [{ rule, severity: 'error', finding: { span: { offset: 0, length: 1 }, message: '', fixes: () => [fix] } }]
          : [];
    const changes = [{ offset: 0, length: 1, text: '' }];
    expect(fixedAll('{}', 'a.conf', found({ title: 'x', preferred: true, changes }))).toBe('{}');
    expect(fixedAll('{}', 'a.conf', found({ title: 'x', certain: 'content', changes, rename: 'b.conf' }))).toBe('{}');
    expect(fixedAll('{}', 'a.conf', found({ title: 'x', certain: 'content', changes }))).toBe('}');
  });

  it('leaves a list in a .conf its name', () => {
    const list = '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"loopback"},]}';
    expect(fixedAll(list, '10-a.conf')).toBe(list.replace(',]', ']'));
  });

  it('belongs to the kinds that a client asks for on save', () => {
    expect(wantsKind(['source.fixAll'], 'source.fixAll.cni')).toBe(true);
    expect(wantsKind(['source.fixAll.cni'], 'source.fixAll.cni')).toBe(true);
    expect(wantsKind(['source.organizeImports', 'quickfix'], 'source.fixAll.cni')).toBe(false);
    expect(wantsKind(undefined, 'source.fixAll.cni')).toBe(true);
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
    const action = find(actionsAnywhere(text, 'a.conflist'), 'Convert to a single plugin configuration');
    expect(outcome(text, action).after).toBe(expected);
  });
});
