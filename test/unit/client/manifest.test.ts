import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandIds } from '../../../client/command-ids.ts';
import type { HostState, NamedHost } from '../../../engine/host/host.ts';
import { hostNodes } from '../../../client/host-nodes.ts';
import { contextKeyDefaults } from '../../../client/context-keys.ts';
import nls from '../../../package.nls.json' with { type: 'json' };
import manifest from '../../../package.json' with { type: 'json' };

const root = path.join(import.meta.dirname, '../../..');
const { contributes } = manifest;
const contributedCommands = contributes.commands.map(({ command }) => command);
const viewIds = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
const settings = Object.entries<Record<string, unknown>>(contributes.configuration.properties);
const menuItems = Object.entries<readonly { command: string; when?: string; group?: string }[]>(
  contributes.menus,
).flatMap(([menu, items]) => items.map((item) => ({ menu, ...item })));
const text = JSON.stringify(manifest);

describe('commands', () => {
  test('are those of the command table, and no others', () => {
    expect(contributedCommands.toSorted()).toEqual(commandIds.toSorted());
  });

  test.each(contributes.commands)('$command has a title and the category CNI', ({ command, title, category }) => {
    expect(category).toBe('CNI');
    expect(title).toBe(`%command.${command.slice('cni.'.length)}.title%`);
  });

  test.each(contributes.commands)('$command is titled in title case', ({ title }) => {
    const words = messageOf(title).replace('…', '').split(' ');
    const small = new Set(['to', 'in', 'of', 'and', 'the', 'with']);
    expect(words.filter((word, index) => !/^[A-Z]/.test(word) && (index === 0 || !small.has(word)))).toEqual([]);
  });
});

describe('menus', () => {
  test('refer to declared commands only', () => {
    expect(menuItems.map(({ command }) => command).filter((id) => !contributedCommands.includes(id))).toEqual([]);
  });

  test('hide from the palette what only a row of a tree or a finding can be the subject of', () => {
    const hidden = menuItems.filter(({ menu, when }) => menu === 'commandPalette' && when === 'false');
    const onRowsOnly = ['openCachedResult', 'copyAddress', 'refresh', 'ignoreFinding', 'openPath'];
    const onHostsOnly = ['useHost', 'forgetHost', 'refreshHosts'];
    const expected = [...onRowsOnly, ...onHostsOnly].map((name) => `cni.${name}`);
    expect(new Set(hidden.map(({ command }) => command))).toEqual(new Set(expected));
  });

  test.each(['explorer/context', 'editor/context', 'editor/title'])('offer Add to Namespace in %s', (menu) => {
    const items = menuItems.filter((item) => item.menu === menu);
    expect(items[0]?.command).toBe('cni.addToNamespace');
    expect(items[0]?.when).toBe('resourceLangId == cni || resourceExtname == .conflist');
  });

  test('have every inline command of a row in its context menu too, for the keyboard', () => {
    const rows = menuItems.filter(({ menu }) => menu === 'view/item/context');
    const [inline, rest] = [rows.filter(isInline), rows.filter((item) => !isInline(item))];
    for (const { command, when } of inline) {
      expect(rest).toContainEqual(expect.objectContaining({ command, when }));
    }
    expect(inline.length).toBeGreaterThan(0);
  });

  test('name only rows that the trees have', () => {
    const kinds = [...text.matchAll(/viewItem == (\w+)/g)].map(([, kind]) => kind);
    expect(new Set(kinds)).toEqual(new Set(['namespace', 'attachment']));
    const patterns = menuItems.flatMap(({ when }) => [...(when ?? '').matchAll(/viewItem =~ \/(.*?)\/(?:$| )/g)]);
    const contexts = hostContexts();
    expect(patterns.length).toBeGreaterThan(0);
    for (const [, pattern = ''] of patterns) {
      const found = contexts.filter((context) => new RegExp(pattern).test(context));
      expect([pattern, found.length > 0 && found.length < contexts.length]).toEqual([pattern, true]);
    }
  });
});

describe('when clauses', () => {
  const clauses = [...menuItems, ...contributes.viewsWelcome].flatMap(({ when }) => (when === undefined ? [] : [when]));

  test('use declared context keys, views and nothing else of ours', () => {
    const known = new Set([...Object.keys(contextKeyDefaults), ...viewIds]);
    const used = clauses.flatMap((clause) => [...clause.matchAll(/\bcni\.\w+/g)].map(([key]) => key));
    expect(used.filter((key) => !known.has(key))).toEqual([]);
    expect(used.length).toBeGreaterThan(0);
  });

  test('use every declared context key', () => {
    const unused = Object.keys(contextKeyDefaults).filter((key) => !clauses.some((clause) => clause.includes(key)));
    expect(unused).toEqual([]);
  });
});

describe('views', () => {
  test.each(contributes.viewsWelcome)('welcome of $view ($when) links to declared commands', ({ view, contents }) => {
    expect(viewIds).toContain(view);
    const links = [...messageOf(contents).matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? '');
    const foreign = new Set(['workbench.trust.manage']);
    expect(links.filter((id) => !foreign.has(id) && !contributedCommands.includes(id))).toEqual([]);
    expect(links.length).toBeGreaterThan(0);
  });

  // What runtimes load is worked out from texts: nothing runs.
  const viewsOfHosts = viewIds.filter((id) => id !== 'cni.runtimes');

  test.each(viewsOfHosts)('%s has a welcome for a workspace without trust', (view) => {
    const whens = contributes.viewsWelcome.filter((welcome) => welcome.view === view).map(({ when }) => when);
    expect(whens).toContain('!isWorkspaceTrusted');
  });
});

describe('settings', () => {
  test.each(settings)('%s has a scope, an order, a default and a description', (id, setting) => {
    expect(setting['scope']).toMatch(/^(?:resource|window|machine-overridable)$/);
    expect(setting['order']).toBeTypeOf('number');
    expect(setting).toHaveProperty('default');
    expect(setting['markdownDescription']).toBe(`%configuration.${id.slice('cni.'.length)}.description%`);
  });

  test('that decide what runs, and where, are restricted and of the machine', () => {
    const machine = settings.filter(([, { scope }]) => scope === 'machine-overridable').map(([id]) => id);
    expect(machine.toSorted()).toEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted());
  });
});

describe('texts', () => {
  const placeholders = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');

  test('are all in package.nls.json, and none there is unused', () => {
    expect([...new Set(placeholders)].toSorted()).toEqual(Object.keys(nls).toSorted());
  });
});

describe('files', () => {
  const files = [
    manifest.icon,
    ...contributes.languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
    ...contributes.grammars.map((grammar) => grammar.path),
    ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];

  test.each(files)('%s is there', (file) => {
    expect(existsSync(path.join(root, file))).toBe(true);
  });

  test('the icon of the extension is 256 by 256', () => {
    const png = readFileSync(path.join(root, manifest.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
  });
});

/** `contextValue` of every row that the view Hosts can have. */
function hostContexts(): readonly string[] {
  const problem = { code: 'unreachable', message: 'No.', cure: 'Try.' } as const;
  const states: readonly HostState[] = [
    { kind: 'idle' },
    { kind: 'connecting' },
    { kind: 'ready' },
    { kind: 'failed', problem },
  ];
  const hosts: readonly NamedHost[] = [
    { name: 'sandbox', spec: { kind: 'sandbox' } },
    { name: 'node1', spec: { kind: 'ssh', destination: 'node1' } },
  ];
  const rows = states.flatMap((state) =>
    ['sandbox', 'node1'].flatMap((selected) =>
      hostNodes({ hosts, selected, stateOf: () => state, problems: [] }, (message) => message),
    ),
  );
  return ['hostFile', ...new Set(rows.map((row) => (row.kind === 'host' ? row.context : row.kind)))];
}

function isInline({ group }: { readonly group?: string }): boolean {
  return group?.startsWith('inline') ?? false;
}

function messageOf(placeholder: string): string {
  const found = Object.entries(nls).find(([key]) => placeholder === `%${key}%`);
  return found?.[1] ?? '';
}
