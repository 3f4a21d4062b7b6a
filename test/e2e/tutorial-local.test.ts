import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';
import { useMachine } from '../machine-lock.ts';
import { machineState, revertMachine, shell, stateChanges, type MachineState } from './machine.ts';
import { attachByRightClick, completeMtu, seeTrees, wrapByQuickFix } from './tutorial.ts';

const cnitool = process.env['CNI_WORKBENCH_GO_CNITOOL'];
const isRoot = process.getuid?.() === 0;
const namespace = `e2e-${process.pid}`;
const netns = `/var/run/netns/${namespace}`;

/** Changes that ptp and host-local keep on purpose when an attachment is deleted. */
const keptByPlugins = [
  /^ip_forward: [+-] [01]$/, // ptp switches forwarding on for good
  /^libcni files: \+ \/var\/lib\/cni(\/networks|\/networks\/myptp|\/results)?$/,
  /^libcni files: \+ \/var\/lib\/cni\/networks\/myptp\/(lock|last_reserved_ip\.0)$/, // host-local's lock and counter
  /^(nftables|iptables) rules: \+ (table ip nat \{|chain [A-Z]+ \{|type nat .*|\}|\*nat|:[A-Z]+ ACCEPT ?|COMMIT|)$/, // ipMasq's empty table
];

let session: Session;
let before: MachineState;

useMachine();

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  before = await machineState();
  session = await Session.start({ settings: () => ({ 'cni.host': 'local' }) });
});

afterAll(async () => {
  if (!isRoot) {
    return;
  }
  await removeLeftovers();
  await session.stop();
  await revertMachine(before, 'myptp');
});

/** Runs Go's cnitool with the session's configuration and namespace. */
function go(verb: string): Promise<string> {
  const path = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';
  return shell(`${cnitool} ${verb} myptp ${netns}`, { CNI_PATH: path, NETCONFPATH: session.folder });
}

/** Removes what a failed test left: the attachment if its namespace exists, then the namespace. */
async function removeLeftovers(): Promise<void> {
  if (cnitool === undefined || !(await shell('ip netns list')).includes(namespace)) {
    return;
  }
  await go('del').catch(() => undefined);
  await shell(`ip netns del ${namespace}`);
}

test('the tutorial on this machine as root: cnitool deletes what the editor added, and the editor what cnitool added', async (context) => {
  if (!isRoot) {
    return context.skip('not root: the local host changes the machine');
  }
  if (cnitool === undefined) {
    return context.skip("Go's cnitool is not there: Go is not installed");
  }
  onTestFailed(() => session.keepEvidence('tutorial-local'));
  const { workbench } = session;
  await workbench.openFile('10-myptp.conflist');
  await wrapByQuickFix(session);
  await completeMtu(session);
  await workbench.page.keyboard.press('Control+S');
  const added = await attachByRightClick(session, namespace);
  expect(added).toContain(`"${namespace}" on "local". Interface eth0 has 172.16.29.`);
  expect(await shell(`ip netns exec ${namespace} ip -br addr show eth0`)).toContain('172.16.29.');
  expect(await shell(`ip netns exec ${namespace} ping -c 1 -W 2 172.16.29.1`)).toContain(' 0% packet loss');

  await seeTrees(session, [namespace, expect.stringMatching(/^myptp — eth0/)], [expect.stringMatching(/^myptp/)]);

  await go('check');
  await go('del');
  await workbench.view('Cached Results').titleAction('Refresh');
  await seeTrees(session, [`${namespace}  empty`], []);

  const result: { ips: { address: string }[] } = JSON.parse(await go('add'));
  const address = result.ips[0]?.address ?? '';
  await workbench.view('Cached Results').titleAction('Refresh');
  await seeTrees(session, [namespace, `myptp — eth0  ${address}`], [`myptp — eth0  ${namespace} · ${address}`]);
  await workbench.view('Cached Results').rightClick('myptp', 'Check Attachment…');
  await workbench.notifications.message('still matches the ADD result');
  await workbench.view('Cached Results').rightClick('myptp', 'Delete from Namespace…');
  await workbench.dialog.answer('Delete "myptp" from', 'Delete');
  await workbench.notifications.message(/^Deleted/);
  await seeTrees(session, [`${namespace}  empty`], []);
  await expect(go('check')).rejects.toThrow('Command failed');

  await shell(`ip netns del ${namespace}`);
  await workbench.view('Namespaces').rightClick(namespace, 'Add to Namespace…');
  await workbench.quickInput.choose('10-myptp.conflist');
  await workbench.notifications.with(`The network namespace ${netns} does not exist`).waitFor();
  await workbench.notifications.press(/failed/, 'Create Namespace and Retry');
  await workbench.notifications.message(/^Added/);
  await go('del');
  await workbench.view('Namespaces').titleAction('Refresh');

  await workbench.view('Namespaces').rightClick(namespace, 'Delete Namespace');
  await workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Delete Namespace' }).click();
  await seeTrees(session, [], []);

  const changes = stateChanges(before, await machineState());
  expect(changes.filter((change) => !keptByPlugins.some((kept) => kept.test(change)))).toEqual([]);
});
