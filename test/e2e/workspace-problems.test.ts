import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

const definition = (mode: string): string => `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: pier
spec:
  config: '{ "cniVersion": "1.0.0", "type": "macvlan", "master": "eth0", "mode": "${mode}", "ipam": { "type": "dhcp" } }'
`;

let session: Session;

beforeAll(async () => {
  session = await Session.start({
    files: {
      '.gitignore': 'build/\n',
      'net.d/10-web.conflist': configuration('web', { type: 'bridge', mtu: 'large' }),
      'net.d/20-sound.conflist': configuration('sound', { type: 'bridge', bridge: 'br-sound' }),
      'build/net.d/30-built.conflist': configuration('built', { type: 'bridge', mtu: 'built' }),
      'deploy/a-definition-with-a-long-name-for-the-second-network-of-the-pods.yaml': definition('brige'),
      'deploy/service.yaml': 'kind: Service\n',
    },
  });
});

afterAll(() => session.stop());

/** The rows of the Problems panel in one text. */
async function problems(): Promise<string> {
  const rows = session.workbench.page.locator('.markers-panel .monaco-list-row');
  return (await rows.allInnerTexts()).join('\n').replaceAll('\u00A0', ' ');
}

test('Problems shows a folder of which no file was opened, without ignored files', async () => {
  onTestFailed(() => session.keepEvidence('workspace-problems'));
  const { workbench } = session;
  await workbench.command('Problems: Focus on Problems View');
  await expect.poll(problems, { timeout: 30_000 }).toContain('"mtu" must be of type integer');
  await expect.poll(problems).toContain('brige');
  expect(await problems()).not.toMatch(/built|service/);
  await session.picture('workspace-problems');
  await workbench.useTheme('Light Modern');
  await session.picture('workspace-problems-light');
});

test('an open file has its own problems once, and keeps those on disk when it is closed', async () => {
  onTestFailed(() => session.keepEvidence('workspace-problems-open'));
  const { workbench } = session;
  const { page } = workbench;
  await workbench.openFile('10-web.conflist');
  await workbench.editor.squiggles().first().waitFor();
  await workbench.command('Problems: Focus on Problems View');
  await expect.poll(async () => (await problems()).split('"mtu" must be of type integer').length - 1).toBe(1);
  await workbench.command('View: Close Editor');
  await page.waitForTimeout(1500);
  await workbench.command('Problems: Focus on Problems View');
  await expect.poll(async () => (await problems()).split('"mtu" must be of type integer').length - 1).toBe(1);
});

test('changes and deletions on disk are followed', async () => {
  onTestFailed(() => session.keepEvidence('workspace-problems-disk'));
  await writeFile(
    join(session.folder, 'net.d/10-web.conflist'),
    configuration('web', { type: 'bridge', bridge: 'br-web' }),
  );
  await expect.poll(problems, { timeout: 30_000 }).not.toContain('"mtu" must be of type integer');
  await rm(join(session.folder, 'deploy'), { recursive: true });
  await expect.poll(problems, { timeout: 30_000 }).not.toContain('brige');
  await session.picture('workspace-problems-none');
});
