import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { HostStatusBar } from '../../../../client/views/status-bar.ts';
import { VersionStatus } from '../../../../client/views/version-status.ts';
import { activate, documentOf, editor, events, resetEditor } from '../../../stand-in/editor.ts';
import { failed, node1 } from '../hosts/hosts.ts';
import { sandbox, StagedSelection } from '../hosts/selected.ts';

beforeEach(() => {
  resetEditor();
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

const statusOf = (id: string) => editor.statuses.find((status) => status.id === id);

test('the status bar shows the selected host, and a failure in red', () => {
  const hosts = new StagedSelection(sandbox, { kind: 'idle' });
  const bar = new HostStatusBar(hosts);
  expect(statusOf('cni.host')).toMatchObject({
    isShown: false,
    text: '$(package) CNI: sandbox',
    tooltip: 'Plugins run on "sandbox" (not connected). Click to select another host.',
    backgroundColor: undefined,
  });
  bar.show();
  hosts.select(node1, failed);
  expect(statusOf('cni.host')).toMatchObject({
    isShown: true,
    text: '$(error) CNI: node1',
    tooltip: 'There is no connection to node1. Try "ssh node1".',
    backgroundColor: { id: 'statusBarItem.errorBackground' },
  });
  hosts.become({ kind: 'ready' });
  expect(statusOf('cni.host')).toMatchObject({ text: '$(remote) CNI: node1', backgroundColor: undefined });
  bar.dispose();
  hosts.become(failed);
  expect(statusOf('cni.host')?.text).toBe('$(remote) CNI: node1');
});

/** A document that is not on disk, so that libcni reads no file around it. */
const untitled = (text: string, languageId = 'cni') =>
  documentOf(vscode.Uri.parse('untitled:a.conflist'), text, languageId);
const list = (version: string): string => `{"cniVersion":"${version}","name":"a","plugins":[{"type":"loopback"}]}`;

test('the language status shows the version that libcni selects, after a delay', async () => {
  const status = new VersionStatus(new StagedSelection(node1));
  activate(untitled(list('1.0.0')));
  await vi.advanceTimersByTimeAsync(299);
  expect(statusOf('cni.version')?.text).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2);
  expect(statusOf('cni.version')).toMatchObject({
    text: 'CNI 1.0.0',
    severity: vscode.LanguageStatusSeverity.Information,
    detail: 'Built-in schemas; plugins run on "node1"',
  });
  const broken = untitled('{');
  activate(broken);
  events.change.fire({ document: broken });
  await vi.advanceTimersByTimeAsync(301);
  expect(statusOf('cni.version')).toMatchObject({
    text: 'Rejected by libcni',
    severity: vscode.LanguageStatusSeverity.Warning,
  });
  status.dispose();
  activate(untitled(list('0.4.0')));
  await vi.advanceTimersByTimeAsync(1000);
  expect(statusOf('cni.version')?.text).toBe('Rejected by libcni');
});

test('there is no version for other languages, plugins of another network, or a text that changed meanwhile', async () => {
  const status = new VersionStatus(new StagedSelection(node1));
  activate(untitled('{}', 'json'));
  await vi.advanceTimersByTimeAsync(301);
  expect(statusOf('cni.version')?.text).toBeUndefined();
  activate(documentOf(vscode.Uri.file('/ws/net.d/mynet/a.conf'), '{}'));
  await vi.advanceTimersByTimeAsync(301);
  expect(statusOf('cni.version')?.text).toBe('CNI plugin for a network in another file');
  const first = untitled(list('0.4.0'));
  editor.run = () => undefined;
  activate(first);
  vi.advanceTimersByTime(301);
  editor.activeDocument = untitled(list('1.1.0'));
  await vi.advanceTimersByTimeAsync(0);
  expect(statusOf('cni.version')?.text).toBe('CNI plugin for a network in another file');
  status.dispose();
});
