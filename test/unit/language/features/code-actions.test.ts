import { describe, expect, it } from 'vitest';
import { check } from '../../../../language/check.ts';
import { codeActions } from '../../../../language/features/code-actions.ts';
import { modelOf } from '../documents.ts';

const hostFacts = {
  host: 'the sandbox',
  pluginDirs: ['/opt/cni/bin'],
  plugins: [{ name: 'bridge', path: '/opt/cni/bin/bridge' }],
};

describe('quick fixes', () => {
  it('that two findings both suggest are offered once, for both', () => {
    const text = '{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"brigde"}]}';
    const model = modelOf(text);
    const position = model.document.positionAt(text.indexOf('brigde'));
    const actions = codeActions(model, check(model, { hostFacts }), { start: position, end: position }, true);
    const change = actions.filter(({ title }) => title === 'Change to "bridge"');
    expect(change.map(({ diagnostics }) => diagnostics?.map(({ code }) => code).toSorted())).toEqual([
      ['R075', 'R171'],
    ]);
    expect(change[0]?.isPreferred).toBe(true);
  });

  it('never make the same change twice, whatever they are called', () => {
    const text = '{"cniVersion":"1.0.0","plugins":[{"type":"brigde","isGatway":"true","ipam":{"type":"hostlocal"}},]}';
    const model = modelOf(text);
    const end = model.document.positionAt(text.length);
    const actions = codeActions(model, check(model, { hostFacts }), { start: { line: 0, character: 0 }, end }, true);
    const edits = actions.map(({ edit }) => JSON.stringify(edit));
    expect(edits.length).toBeGreaterThan(3);
    expect(new Set(edits).size).toBe(edits.length);
  });
});
