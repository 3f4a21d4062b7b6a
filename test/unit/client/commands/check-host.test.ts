import { beforeEach, expect, test } from 'vitest';
import { checkHost } from '../../../../client/commands/check-host.ts';
import { checkUpOf } from '../../../../language/doctor/check-up.ts';
import type { Surveyed } from '../../../../language/fleet/survey.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { exited, madeUpHost } from '../../engine/fleet/made-up-host.ts';
import { hostSources, rowOf } from './host-sources.ts';

beforeEach(resetEditor);

/** Checks a host that has nothing; without a server nothing answers. */
function stage({ isServerThere = true, isReached = true } = {}) {
  const run = () => (isReached ? Promise.resolve(exited('')) : Promise.reject(new Error('no route')));
  const host = madeUpHost(run);
  const store = { ...host.store, list: () => Promise.resolve([]) };
  const sources = hostSources(() => ({ ...host, store }));
  const asked: Surveyed[] = [];
  const shown: string[][] = [];
  const show = (...all: string[]): Promise<void> => Promise.resolve(void shown.push(all));
  const check = checkHost({
    ...sources,
    questions: { askedMs: 0 },
    placesOf: () => ({ pluginPath: [], cacheDir: '/var/lib/cni', confDir: '/etc/cni/net.d', isThisMachine: false }),
    server: {
      ensureStarted: () => Promise.resolve(),
      request: (_, params) => {
        asked.push(params.host);
        return Promise.resolve(isServerThere ? checkUpOf(params.host) : undefined);
      },
    },
    documents: { show, showPage: show },
  });
  return { check, asked, shown };
}

test('the host of the row is checked, with the result on a page', async () => {
  const { check, asked, shown } = stage();
  editor.answer = ({ buttons }) => buttons.find((label) => label === 'Open as JSON');
  await check(rowOf('node1'));
  expect(asked.map(({ host }) => host)).toEqual(['node1']);
  expect(shown.map(([name, key]) => [name, key])).toEqual([
    ['Host.md', 'node1'],
    ['Host.json', 'node1'],
  ]);
  expect(shown[0]?.[2]).toContain('The runtime loads no network configuration');
  expect(editor.messages).toMatchObject([
    { severity: 'warning', text: '1 problem on node1.', buttons: ['Open as JSON', 'Check Again'] },
  ]);
  expect(editor.progresses).toEqual(['Checking "node1"']);
});

test('from the palette, a host is selected first', async () => {
  const { check, asked } = stage();
  await check();
  expect(asked).toEqual([]);
  editor.choose = (_, items) => items.find(({ label }) => label.endsWith('node1'))?.label;
  await check();
  expect(asked.map(({ host }) => host)).toEqual(['node1']);
});

test('a host or a server that does not answer is an error', async () => {
  await stage({ isReached: false }).check(rowOf('node1'));
  expect(editor.messages).toMatchObject([{ severity: 'error', buttons: ['Check Again', 'Show Log'] }]);
  resetEditor();
  await stage({ isServerThere: false }).check(rowOf('node1'));
  expect(editor.messages).toMatchObject([{ severity: 'error', buttons: ['Restart Language Server', 'Show Log'] }]);
});
