import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { commandIds, commandsThatRun } from '../../../client/commands/command-ids.ts';
import type { HostState, NamedHost } from '../../../engine/host/host.ts';
import { hostNodes } from '../../../client/views/host-nodes.ts';
import { networkText } from '../../../client/start/network-text.ts';
import { carrierIds, carrierLanguages } from '../../../language/carriers/recognition.ts';
import { check } from '../../../language/check.ts';
import { readModel } from '../../../language/document/model.ts';
import { findingsIn } from '../language/documents.ts';
import { contextKeyDefaults } from '../../../client/editor/context-keys.ts';
import nls from '../../../package.nls.json' with { type: 'json' };
import manifest from '../../../package.json' with { type: 'json' };

const root = path.join(import.meta.dirname, '../../..');
const { contributes } = manifest;
const contributedCommands = contributes.commands.map(({ command }) => command);
const viewIds = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
const settings = contributes.configuration.flatMap(({ properties }) =>
  Object.entries<Record<string, unknown>>(properties),
);
const palette = new Map(contributes.menus.commandPalette.map(({ command, when }) => [command, when]));
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
    const small = new Set(['to', 'in', 'of', 'and', 'the', 'with', 'from', 'as']);
    expect(words.filter((word, index) => !/^[A-Z]/.test(word) && (index === 0 || !small.has(word)))).toEqual([]);
  });
});

describe('menus', () => {
  test('refer to declared commands only', () => {
    expect(menuItems.map(({ command }) => command).filter((id) => !contributedCommands.includes(id))).toEqual([]);
  });

  test('hide from the palette commands that need a row of a tree, a finding or a document', () => {
    const hidden = menuItems.filter(({ menu, when }) => menu === 'commandPalette' && when === 'false');
    const onRowsOnly = [
      'openCachedResult',
      'copyAddress',
      'refresh',
      'ignoreFinding',
      'openPath',
      'explainTerminalError',
      'showHostChanges',
      'explainFailure',
      'goToLine',
      'showPlugin',
      'showReservations',
    ];
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
      const whens = rest.filter((item) => item.command === command).map((item) => item.when ?? '');
      expect(whens.map((one) => one.replace(' && !listMultiSelection', ''))).toContain(when);
    }
    expect(inline.length).toBeGreaterThan(0);
  });

  test('name only rows that the trees have', () => {
    const kinds = [...text.matchAll(/viewItem == (\w+)/g)].map(([, kind]) => kind);
    expect(new Set(kinds)).toEqual(new Set(['namespace', 'unnamedNamespace', 'attachment', 'operation']));
    const patterns = menuItems.flatMap(({ when }) => [...(when ?? '').matchAll(/viewItem =~ \/(.*?)\/(?:$| )/g)]);
    const contexts = hostContexts();
    expect(patterns.length).toBeGreaterThan(0);
    for (const [, pattern = ''] of patterns) {
      const found = contexts.filter((context) => new RegExp(pattern).test(context));
      expect([pattern, found.length > 0 && found.length < contexts.length]).toEqual([pattern, true]);
    }
  });
});

describe('menus offer what can work', () => {
  test('hide from the palette what runs plugins or connects, while the workspace is not trusted', () => {
    const shown = [...commandsThatRun].filter((id) => !/^false$|\bisWorkspaceTrusted\b/.test(palette.get(id) ?? ''));
    expect(shown).toEqual([]);
  });

  test('do not offer on the sandbox commands that store files', () => {
    for (const command of ['cni.saveToHost', 'cni.installPlugins']) {
      const [, pattern = ''] = /viewItem =~ \/(.*?)\//.exec(whenOfHost(command)) ?? [];
      const offered = hostContexts().filter((context) => new RegExp(pattern).test(context));
      expect(offered.filter((context) => context.includes('sandbox'))).toEqual([]);
      expect(offered).toContain('host.idle.settings');
      expect(offered).toContain('host.ready.local');
    }
  });

  test('offer for several rows only commands that support several', () => {
    const taking = menuItems
      .filter(({ menu, when = '' }) => menu === 'view/item/context' && !when.includes('!listMultiSelection'))
      .filter((item) => !isInline(item));
    const several = [
      'check',
      'delete',
      'deleteNamespace',
      'copyAddress',
      'connectHost',
      'disconnectHost',
      'forgetHost',
      'clearOperations',
      'testConnection',
    ];
    expect(new Set(taking.map(({ command }) => command))).toEqual(
      new Set([...several, 'compareHosts'].map((name) => `cni.${name}`)),
    );
  });
});

describe('keybindings', () => {
  const editorKeys = contributes.keybindings.filter(({ when }) => when.includes('editorLangId == cni'));
  const treeKeys = contributes.keybindings.filter((binding) => !editorKeys.includes(binding));

  test.each(contributes.keybindings)('$key ($when) runs a declared command, on a Mac, too', ({ command, key, mac }) => {
    expect(contributedCommands).toContain(command);
    expect(mac).toBe(
      key
        .replace('ctrl', 'cmd')
        .replace(/^delete$/, 'cmd+backspace')
        .replace(' delete', ' backspace'),
    );
  });

  test('of editors are each for one command, and are in docs/editor.md', () => {
    const page = readFileSync(path.join(root, 'docs/editor.md'), 'utf8');
    expect(new Set(editorKeys.map(({ key }) => key)).size).toBe(editorKeys.length);
    for (const { key, command } of editorKeys) {
      const pressed = key
        .split(' ')
        .map((stroke) =>
          stroke.replaceAll(/(^|\+)([a-z])/g, (_, plus: string, letter: string) => plus + letter.toUpperCase()),
        )
        .join(' ');
      const title = messageOf(`%command.${command.slice('cni.'.length)}.title%`);
      expect(page).toContain(`| \`${pressed}\``);
      expect(page).toContain(title);
    }
  });

  test('Delete works in every tree, on the row that has the focus', () => {
    expect(treeKeys.map(({ key, when, args }) => [key, when, args])).toEqual(
      ['cni.namespaces', 'cni.cachedResults', 'cni.hosts'].map((view) => [
        'delete',
        `focusedView == ${view} && listFocus && !inputFocus && isWorkspaceTrusted`,
        { $treeViewId: view, $focusedTreeItem: true },
      ]),
    );
  });
});

describe('when clauses', () => {
  const events = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => step.completionEvents));
  const clauses = [
    ...[...menuItems, ...contributes.viewsWelcome, ...contributes.keybindings].flatMap(({ when }) => when ?? []),
    ...events.flatMap((event) => (event.startsWith('onContext:') ? [event.slice('onContext:'.length)] : [])),
  ];

  test('use only declared context keys and views', () => {
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

describe('the walkthrough', () => {
  const { steps } = contributes.walkthroughs[0] ?? { steps: [] };

  test.each(steps)(
    '$id links to declared commands, and is ticked by what they do',
    ({ description, completionEvents }) => {
      const links = [...messageOf(description).matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? '');
      expect(links).toHaveLength(1);
      expect(links.filter((id) => !contributedCommands.includes(id))).toEqual([]);
      // A button of a message or lens may call the command where the walkthrough does not see it: a context key does.
      expect(completionEvents).toEqual([`onCommand:${links[0]}`, expect.stringMatching(/^onContext:cni\.has/)]);
    },
  );

  test('starts with a network without problems', () => {
    const starterNetwork = networkText({
      purpose: 'bridge',
      name: 'mynet',
      assignment: 'pool',
      families: 'ipv4',
      ipv4: { subnet: '10.88.0.0/16' },
      bridge: 'cni0',
    });
    const page = readFileSync(path.join(root, 'media/walkthrough/write.md'), 'utf8');
    expect(page).toContain(`\`\`\`json\n${starterNetwork}\`\`\``);
    const untitled = readModel(TextDocument.create('untitled:Untitled-1', 'cni', 1, starterNetwork));
    expect([...check(untitled, {}), ...findingsIn(starterNetwork)].map(({ rule }) => rule.id)).toEqual([]);
  });
});

describe('settings', () => {
  test.each(contributes.configuration)('$title has settings, in order', ({ title, properties }) => {
    expect(title).toMatch(/^%configuration\.\w+\.title%$/);
    const orders = Object.values<{ readonly order: number }>(properties).map(({ order }) => order);
    expect(orders).toEqual(orders.map((_, index) => index + 1));
    expect(orders.length).toBeGreaterThan(0);
  });

  test.each(settings)('%s has a scope, an order, a default and a description', (id, setting) => {
    expect(setting['scope']).toMatch(/^(?:resource|window|machine-overridable)$/);
    expect(setting['order']).toBeTypeOf('number');
    expect(setting).toHaveProperty('default');
    expect(setting['markdownDescription']).toBe(`%configuration.${id.slice('cni.'.length)}.description%`);
  });

  test('for embedded configurations have every carrier', () => {
    const [, carriers] = settings.find(([id]) => id === 'cni.embedded.carriers') ?? [];
    expect(Object.keys(carriers?.['properties'] ?? {})).toEqual(carrierIds);
    // The settings page shows only these values as checked.
    expect(carriers?.['default']).toEqual(Object.fromEntries(carrierIds.map((id) => [id, true])));
  });

  // docs/security.md: S3
  test('that decide what runs, and where, are restricted and have machine scope', () => {
    const machine = settings.filter(([, { scope }]) => scope === 'machine-overridable').map(([id]) => id);
    expect(machine.toSorted()).toEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted());
  });
});

test('documents that may contain configurations activate the extension', () => {
  const languages = manifest.activationEvents.flatMap((event) => /^onLanguage:(.*)/.exec(event)?.[1] ?? []);
  const others = languages.filter((id) => !carrierLanguages.includes(id));
  expect([others, languages.length]).toEqual([
    ['json', 'jsonc', 'properties'],
    others.length + carrierLanguages.length,
  ]);
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
    ...contributes.snippets.map((snippet) => snippet.path),
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
  const problem = { code: 'unreachable', message: 'No.', remedy: 'Try.' } as const;
  const states: readonly HostState[] = [
    { kind: 'idle' },
    { kind: 'connecting' },
    { kind: 'ready' },
    { kind: 'failed', problem },
  ];
  const hosts: readonly NamedHost[] = [
    { name: 'sandbox', spec: { kind: 'sandbox' } },
    { name: 'local', spec: { kind: 'local' } },
    { name: 'node1', spec: { kind: 'ssh', destination: 'node1' } },
  ];
  const rows = states.flatMap((state) =>
    ['sandbox', 'node1'].flatMap((selected) => hostNodes({ hosts, selected, stateOf: () => state, problems: [] })),
  );
  return ['hostFile', ...new Set(rows.map((row) => (row.kind === 'host' ? row.context : row.kind)))];
}

/** The `when` of a command's entry in the menu of hosts. */
function whenOfHost(command: string): string {
  const found = menuItems.filter((item) => item.menu === 'view/item/context' && item.command === command);
  return found.map(({ when }) => when ?? '').find((when) => when.includes('host\\.')) ?? '';
}

function isInline({ group }: { readonly group?: string }): boolean {
  return group?.startsWith('inline') ?? false;
}

function messageOf(placeholder: string): string {
  const found = Object.entries(nls).find(([key]) => placeholder === `%${key}%`);
  return found?.[1] ?? '';
}
