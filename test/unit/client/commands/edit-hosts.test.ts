import { beforeEach, expect, test } from 'vitest';
import { editHosts } from '../../../../client/commands/connect-host.ts';
import { Settings } from '../../../../client/editor/settings.ts';
import { HostCatalog } from '../../../../client/hosts/host-catalog.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';

const host = [{ name: 'node1', kind: 'ssh', destination: 'node1' }];

beforeEach(resetEditor);

test.each([
  ['the user', { globalValue: host }, undefined, 'workbench.action.openSettingsJson'],
  ['the machine of a remote window', { globalValue: host }, 'ssh-remote', 'workbench.action.openRemoteSettingsFile'],
  ['the workspace', { workspaceValue: host }, undefined, 'workbench.action.openWorkspaceSettingsFile'],
  [
    'the workspace before others',
    { globalValue: host, workspaceValue: host },
    'x',
    'workbench.action.openWorkspaceSettingsFile',
  ],
  ['nobody', {}, undefined, 'workbench.action.openSettingsJson'],
  ['nobody in a remote window', {}, 'wsl', 'workbench.action.openRemoteSettingsFile'],
])('hosts in the settings of %s are edited there', async (_, inspected, remoteName, command) => {
  editor.inspected = { 'cni.hosts': inspected };
  editor.remoteName = remoteName;
  await editHosts(new HostCatalog(new Settings()))();
  expect(editor.commands).toEqual([
    [command, { revealSetting: { key: 'cni.hosts', edit: Object.keys(inspected).length === 0 } }],
  ]);
});
