import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { Session } from '../editor/session.ts';
import { freshName } from '../fresh-name.ts';
import { sandboxShell } from '../machine.ts';
import { additionLine, bridgeNetwork } from './sandbox-networks.ts';

const isRoot = process.getuid?.() === 0;
/** A name that no other sandbox on this machine has. */
const anchor = `seen-${process.pid}`;
const longName = 'a-namespace-whose-name-is-much-longer-than-the-side-bar-is-wide';
const longPod = 'checkout-frontend-with-a-long-name-7d9c5bdf4b-x2x9q';

const web = bridgeNetwork('web', '10.88.7.0/24');
const db = bridgeNetwork('db', '10.88.8.0/24');

let session: Session;

const inSandbox = (line: string): Promise<string> => sandboxShell(anchor, line);
const tree = () => session.workbench.view('Namespaces');

/** Shows only the namespaces with a text; '' shows all. */
async function filter(text: string): Promise<void> {
  await session.workbench.command('CNI: Filter Namespaces…');
  await session.workbench.quickInput.enter('Filter namespaces', text);
}

async function groupBy(choice: string): Promise<void> {
  await session.workbench.command('CNI: Group Namespaces…');
  await session.workbench.quickInput.choose(choice);
  // A long list has only rows in its visible part.
  await tree().titleAction('Collapse All');
}

/** Returns the rows of the first level. */
const roots = (): Promise<readonly string[]> => tree().rows(1);

/** Deletes a namespace with what was added to it, after a click. */
async function confirmDeletion(question: string): Promise<void> {
  await session.workbench.dialog.answer(question, 'Delete Attachments and Namespace');
}

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  session = await Session.start({
    files: { '10-web.conflist': web.text, '20-db.conflist': db.text },
    settings: () => ({
      'cni.hosts': [{ name: 'gone', kind: 'exec', command: ['sh', '-c', 'echo no such node >&2; exit 1'] }],
    }),
  });
  const { workbench } = session;
  await workbench.showContainer('CNI');
  await tree().pane.getByText('This host has no namespaces yet').waitFor({ timeout: 60_000 });
  await session.picture('namespaces-empty');
  for (const title of ['Cached Results', 'Hosts']) {
    await workbench.view(title).fold();
  }
  await workbench.command('CNI: Create Namespace…');
  await workbench.quickInput.enter('Create a namespace', anchor);
  await tree().row(anchor).waitFor();
  for (const addition of [
    { namespace: 'web-0', network: web, pod: 'web-0' },
    { namespace: 'db-0', network: web, pod: longPod },
    { namespace: 'db-0', network: db, ifName: 'eth1', pod: longPod },
    { namespace: longName, network: db },
  ]) {
    await inSandbox(additionLine(addition));
  }
  await tree().titleAction('Refresh');
  await tree().row('web-0').waitFor();
});

afterAll(async () => {
  if (isRoot) {
    await session.stop();
  }
});

beforeEach(async (context) => {
  if (!isRoot) {
    context.skip('not root: the test changes the sandbox from outside');
  }
  await session.workbench.showContainer('CNI');
  // What a failed test left.
  if (/Filter: |No namespace matches/.test(await tree().pane.innerText())) {
    await filter('');
  }
});

/** What a user drags onto a row. */
const drags = {
  tab: async (row: Locator) => {
    await session.workbench.openFile('10-web.conflist');
    await session.workbench.dragTab(row);
  },
  file: (row: Locator) => session.workbench.dragFile('10-web.conflist', 'CNI', row),
};

test.each(['tab', 'file'] as const)('a %s that is dragged onto a namespace is added to it', async (what) => {
  onTestFailed(() => session.keepEvidence(`namespaces-drag-${what}`));
  const { workbench } = session;
  const namespace = freshName('drop');
  onTestFailed(() => void inSandbox(`ip netns del ${namespace}`));
  await inSandbox(`ip netns add ${namespace}`);
  await tree().titleAction('Refresh');
  await tree().row(namespace).waitFor();
  await drags[what](tree().row(namespace));
  const added = await workbench.notifications.message(/^Added "web"/);
  const [address] = /10\.88\.7\.\d+\/24/.exec(added) ?? [];
  expect(added).toContain(`"${namespace}"`);
  expect(await inSandbox(`ip -n ${namespace} -o -4 address show dev eth0`)).toContain(`inet ${address} `);
  await tree().expand(namespace);
  await expect.poll(() => tree().rows()).toContain(`web — eth0  ${address}`);
  await session.picture(`namespaces-dragged-${what}`);
  await tree().rightClick(namespace, 'Delete Namespace');
  await confirmDeletion(`Delete namespace "${namespace}"`);
  await tree().row(namespace).waitFor({ state: 'hidden' });
  expect(await inSandbox('ip netns list')).not.toContain(namespace);
});

test('a namespace shows its live interfaces, routes, rules, neighbors and sockets', async () => {
  onTestFailed(() => session.keepEvidence('namespaces-live'));
  const listen = `require("net").createServer().listen(8080, "10.88.7.2")`;
  await inSandbox(
    `ip -n web-0 rule show | grep -q 10.99 || ip -n web-0 rule add priority 100 to 10.99.0.0/16 prohibit
     ip netns exec web-0 ping -c 1 -W 2 10.88.7.1 >/dev/null
     ip netns exec web-0 setsid ${process.execPath} -e '${listen}' >/dev/null 2>&1 </dev/null &
     for turn in 1 2 3 4 5 6 7 8 9; do
       ip netns exec web-0 ss -Hltn | grep -q :8080 && break
       sleep 0.3
     done`,
  );
  const [, mac] = /link\/ether (\S+)/.exec(await inSandbox('ip -n web-0 -o link show eth0')) ?? [];
  const [, gatewayMac] = /link\/ether (\S+)/.exec(await inSandbox('ip -o link show br-web')) ?? [];
  await filter('web-0');
  await tree().titleAction('Refresh');
  await expect.poll(() => tree().rows()).toContain('Listening Sockets  1');
  expect(await tree().pane.innerText()).toContain('Filter: web-0');
  for (const section of ['Listening Sockets', 'Neighbors', 'Rules', 'Routes', 'Interfaces']) {
    await tree().expand(section);
  }
  await expect
    .poll(() => tree().rows())
    .toEqual(
      expect.arrayContaining([
        'web-0  shop/web-0',
        'web — eth0  10.88.7.2/24',
        expect.stringMatching(`^eth0  10\\.88\\.7\\.2/24 · .*veth · ${mac} · MTU 1500$`),
        'default  via 10.88.7.1 dev eth0',
        '10.88.7.0/24  dev eth0',
        expect.stringMatching(/^100: .*10\.99\.0\.0\/16.*prohibit {2}IPv4$/),
        expect.stringMatching(`^10\\.88\\.7\\.1  ${gatewayMac} · eth0 · [A-Z]+$`),
        expect.stringMatching(/^8080\/tcp {2}10\.88\.7\.2 · .*\(pid \d+\)$/),
      ]),
    );
  await session.picture('namespaces-live');
});

test('what the host lost is a difference from the cached result, and CHECK fails as the row says', async () => {
  onTestFailed(() => session.keepEvidence('namespaces-difference'));
  const { workbench } = session;
  const route = 'Route 0.0.0.0/0 is missing';
  await filter('web-0');
  await inSandbox('ip -n web-0 route replace default via 10.88.7.1 && ip -n web-0 route del default');
  await tree().titleAction('Refresh');
  await tree().row('1 difference from the cached result').waitFor();
  await tree().expand('web — eth0');
  await expect.poll(() => tree().rows()).toContain(`${route}  CHECK will fail`);
  expect((await tree().rows())[0]).toBe('web-0  shop/web-0 · 1 difference from the cached result');
  await session.picture('namespaces-difference');
  await session.readmePicture('namespaces', { x: 48, y: 36, width: 300, height: 510 });
  await tree().rightClick('web — eth0', 'Check Attachment…');
  expect(await workbench.notifications.message(/^Checking "web".*failed/)).toContain('"web-0"');
  await inSandbox('ip -n web-0 address del 10.88.7.2/24 dev eth0');
  await tree().titleAction('Refresh');
  await expect.poll(() => tree().rows()).toContain('Address 10.88.7.2/24 of eth0 is missing  CHECK will fail');
  await inSandbox('ip -n web-0 address add 10.88.7.2/24 dev eth0; ip -n web-0 route add default via 10.88.7.1');
  await tree().titleAction('Refresh');
  await expect.poll(async () => (await tree().rows())[0]).toBe('web-0  shop/web-0');
});

test('namespaces are grouped by network and by pod, and filtered', async () => {
  onTestFailed(() => session.keepEvidence('namespaces-groups'));
  await filter('');
  await groupBy('By Network');
  await expect.poll(roots).toEqual(['db  2', 'web  2', 'no network  1']);
  await session.picture('namespaces-by-network');
  await groupBy('By Pod');
  await expect.poll(roots).toEqual([`shop/${longPod}  1`, 'shop/web-0  1', 'no pod  2']);
  await session.picture('namespaces-by-pod');
  await filter('10.88.8.2');
  await expect.poll(roots).toEqual([`shop/${longPod}  1`]);
  await filter('nothing like this');
  await expect.poll(() => tree().pane.innerText()).toContain('No namespace matches the filter "nothing like this".');
  await session.picture('namespaces-no-match');
  await filter('');
  await groupBy('By Name');
  await expect.poll(async () => (await roots()).length).toBe(4);
});

test('the view is used by keyboard alone', async () => {
  onTestFailed(() => session.keepEvidence('namespaces-keyboard'));
  const { workbench } = session;
  const { page } = workbench;
  const namespace = freshName('keys');
  await inSandbox(`ip netns add ${namespace}`);
  await filter(namespace);
  await tree().titleAction('Refresh');
  await tree().row(namespace).waitFor();
  await workbench.command('CNI: Focus on Namespaces View');
  await tree().focusRow(namespace);
  // What is live is read after the names. Until then, the row cannot be expanded.
  await expect.poll(() => tree().focusedRow().getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('ArrowRight');
  await tree().row('Interfaces').waitFor();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => tree().focusedRow().innerText()).toContain('Interfaces');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => tree().focusedRow().innerText()).toContain(namespace);
  await page.keyboard.press('Shift+F10');
  await workbench.chooseByKeyboard('Add to Namespace…');
  await workbench.quickInput.titled(`Select a network configuration to add to "${namespace}"`).waitFor();
  await page.keyboard.type('20-db');
  await page.keyboard.press('Enter');
  await workbench.notifications.message(/^Added "db"/);
  await workbench.command('CNI: Focus on Namespaces View');
  await tree().focusRow(namespace);
  await page.keyboard.press('Delete');
  await workbench.dialog.with(`Delete namespace "${namespace}"`).waitFor();
  await page.waitForTimeout(1000);
  await page.keyboard.press('Enter');
  await tree().row(namespace).waitFor({ state: 'hidden' });
  expect(await inSandbox('ip netns list')).not.toContain(namespace);
  await filter('');
});

test('selected namespaces are deleted together, with their attachments and addresses', async () => {
  onTestFailed(() => session.keepEvidence('namespaces-delete'));
  const { workbench } = session;
  const many = freshName('many');
  const [one, other] = [`${many}-a`, `${many}-b`] as const;
  await inSandbox(additionLine({ namespace: one, network: web }));
  await inSandbox(additionLine({ namespace: other, network: web }));
  await filter(many);
  await tree().titleAction('Refresh');
  await tree().row(other).waitFor();
  // A click on a row also expands or collapses it, which moves the next ones.
  await tree().titleAction('Collapse All');
  await expect.poll(() => tree().rows()).toEqual([one, other]);
  await tree().row(other).click();
  await tree().row('web — eth0').waitFor();
  await tree()
    .row(one)
    .click({ modifiers: ['Control'] });
  await tree().rightClick(one, 'Delete Namespace');
  const asked = workbench.dialog.with('Delete 2 namespaces on "sandbox"');
  await asked.waitFor();
  expect(await asked.innerText()).toMatch(new RegExp(`${one}[^]*${other}|${other}[^]*${one}`));
  expect(await asked.innerText()).toContain(`web (eth0) in ${other}`);
  await session.pictureAsItIs('namespaces-delete');
  await confirmDeletion('Delete 2 namespaces');
  await tree().pane.getByText('No namespace matches').waitFor();
  expect(await inSandbox('ip netns list; cat /var/lib/cni/results/* /var/lib/cni/networks/web/10*')).not.toContain(
    'many',
  );
  await filter('');
});

test('the view follows the theme, and has long names and a zoom of 200 %', async () => {
  onTestFailed(() => session.keepEvidence('namespaces-themes'));
  const { workbench } = session;
  await inSandbox('ip -n web-0 route replace default via 10.88.7.1 && ip -n web-0 route del default');
  await tree().titleAction('Refresh');
  await tree().row('1 difference from the cached result').waitFor();
  for (const theme of ['Light Modern', 'Dark High Contrast', 'Dark Modern']) {
    await workbench.useTheme(theme);
    await expect.poll(() => tree().row(longName).isVisible()).toBe(true);
    await session.picture(`namespaces-${theme}`);
  }
  await workbench.page.setViewportSize({ width: 640, height: 400 });
  await expect.poll(() => tree().row(longName).isVisible()).toBe(true);
  await session.picture('namespaces-zoomed');
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
});

test('a host that cannot be reached is named with the reason and what to do, and the sandbox still has its rows', async () => {
  onTestFailed(() => session.keepEvidence('namespaces-unreachable'));
  const { workbench } = session;
  await workbench.command('CNI: Select Host…');
  await workbench.quickInput.choose('gone');
  await expect
    .poll(() => tree().rows())
    .toEqual([expect.stringContaining('no such node'), 'Try Again', 'Select Host…', 'Show Log']);
  await session.picture('namespaces-unreachable');
  await tree().row('Select Host…').click();
  await workbench.quickInput.choose('sandbox');
  await tree().row('web-0').waitFor();
});
