import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import type { ActionRequest } from '../../../../../language/index.ts';
import { definitionWith, scalarStyles } from '../../carriers/styles.ts';
import { definition, languageOf, opened, whole } from './carriers.ts';

const all: ActionRequest = {
  only: undefined,
  isAutomatic: false,
  canIgnore: true,
  canRename: true,
  canCreate: true,
  showsDisabled: true,
};

/** The actions for a whole text, or where ‸ is. */
function actionsIn(marked: string, request: Partial<ActionRequest> = {}) {
  const { document, language, position } = marked.includes('‸')
    ? opened(marked)
    : { ...languageOf(marked), position: undefined };
  const range = position === undefined ? whole(document) : { start: position, end: position };
  return { document, actions: language.codeActions(document, range, { ...all, ...request }) };
}

function applied(document: TextDocument, action: CodeAction | undefined): string {
  const edits = action?.edit?.changes?.[document.uri];
  if (edits === undefined) {
    throw new Error(`no edit: ${JSON.stringify(action)}`);
  }
  return TextDocument.applyEdits(document, edits);
}

/** The text after the action with a title. */
function after(marked: string, title: string): string {
  const { document, actions } = actionsIn(marked);
  return applied(
    document,
    actions.find((one) => one.title === title),
  );
}

const misspelled = (key: string): string => `{
  "cniVersion": "1.0.0",
  "name": "naïve😀",
  "plugins": [
    {
      "type": "bridge",
      "${key}": true
    }
  ]
}
`;

describe.each(scalarStyles)('in a configuration as %s,', (style) => {
  const text = definitionWith(misspelled('hairpinMod'), style);
  const fixed = definitionWith(misspelled('hairpinMode'), style);

  it('a quick fix changes the characters of the file', () => {
    expect(after(text, 'Rename to "hairpinMode"')).toBe(fixed);
  });

  it('"Fix all" does, too', () => {
    expect(after(text, 'Fix all auto-fixable problems')).toBe(fixed);
  });
});

describe('a quick fix', () => {
  it('is for the finding at the cursor, with its diagnostic', () => {
    const { document, actions } = actionsIn(
      definition('|\n    { "type": "bridge", "isGat‸ewy": true, "hairpn": 1 }\n'),
    );
    const [fix] = actions;
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, title: 'Rename to "isGateway"' });
    expect(fix?.diagnostics?.map(({ range }) => document.getText(range))).toEqual(['"isGatewy"']);
    expect(actions.some(({ title }) => title.includes('hairpin'))).toBe(false);
  });

  it('that changes another part of the configuration is disabled with the reason', () => {
    const text = `kind: SriovNetwork\nmetadata:\n  name: pier\nspec:\n  metaPlugins: '{ "type": "firewall" }'\n`;
    const quickfix = { only: ['quickfix'], canIgnore: false };
    const { actions } = actionsIn(text, quickfix);
    expect(actions.map(({ title, disabled }) => [title, disabled?.reason])).toEqual([
      ['Change to "0.4.0"', 'The fix is for another part of the configuration.'],
    ]);
    expect(actionsIn(text, { ...quickfix, showsDisabled: false }).actions).toEqual([]);
  });

  it('ignores a rule in the file', () => {
    const { document, actions } = actionsIn(definition('[1]\n'));
    expect(actions.map(({ title, command }) => [title, command?.arguments])).toEqual([
      ['Ignore R192 in this file', [document.uri, 'R192']],
    ]);
  });
});

describe('refactorings', () => {
  const single = '|\n    ‸{\n      "cniVersion": "0.4.0",\n      "type": "bridge"\n    }\n';

  it('change the text of the block', () => {
    expect(after(definition(single), 'Convert to a network configuration list (.conflist)')).toBe(
      definition(
        '|\n    {\n      "cniVersion": "0.4.0",\n      "plugins": [\n        {\n          "type": "bridge"\n        }\n      ]\n    }\n',
      ),
    );
  });

  it('neither rename nor create files', () => {
    const { actions } = actionsIn(
      definition(
        '|\n    { "cniVersion": "1.0.0", "name": "a", "plugins": [{ "type": "bri‸dge" }, { "type": "tuning" }] }\n',
      ),
    );
    expect(actions.filter(({ edit }) => edit?.documentChanges)).toEqual([]);
    expect(actions.filter(({ kind }) => kind === 'refactor.extract')).toEqual([]);
  });

  it.each([
    ['refactor.rewrite', ['refactor.rewrite']],
    ['source.fixAll', []],
    ['quickfix', []],
  ])('are only those of the requested kind: %s', (kind, expected) => {
    const { actions } = actionsIn(definition(single), { only: [kind] });
    expect([...new Set(actions.map((one) => one.kind))]).toEqual(expected);
  });
});
