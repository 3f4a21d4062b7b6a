import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { expectChinese } from './chinese-text.ts';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';
import { freshName } from './fresh-name.ts';
import { seeTrees } from './tutorial.ts';

const namespaces = '命名空间';
const cachedResults = '缓存结果';

let session: Session;

beforeAll(async () => {
  session = await Session.start({
    language: 'zh-cn',
    settings: () => ({ 'cni.hosts': [{ name: 'node1', kind: 'exec', command: ['/bin/false'] }] }),
  });
});

afterAll(() => session.stop());

async function createNamespace(name: string): Promise<void> {
  await session.workbench.command('CNI: 创建命名空间…');
  await session.workbench.quickInput.enter('在 "沙箱" 上创建命名空间', name);
}

/** Writes a picture, after checking that the window shows no message in English. */
async function picture(name: string): Promise<void> {
  await expectChinese(session.workbench.page.locator('body'));
  await session.pictureAsItIs(`chinese-${name}`);
}

test('a problem has a Chinese message, hover and quick fix', async () => {
  onTestFailed(() => session.keepEvidence('chinese-problem'));
  const { workbench } = session;
  const { editor, page } = workbench;
  await workbench.openFile('10-myptp.conflist');
  await editor.squiggles().first().waitFor();
  expect((await workbench.problems()).join('\n')).toMatch(/\p{Script=Han}.*R032/su);
  await picture('problems');
  await page.keyboard.press('Control+J');
  await editor.hoverOver('172.16.29.0/24');
  await expect.poll(() => editor.hovered()).toContain('172.16.29.1');
  await page.waitForTimeout(700);
  await picture('hover');
  await session.readmePictureAsItIs('zh-cn/hover', { x: 352, y: 36, width: 800, height: 420 });
  await page.keyboard.press('Escape');
  await editor.hoverOver('ptp');
  await page.waitForTimeout(1500);
  await picture('hover-problem');
  await page.keyboard.press('Escape');
  await editor.cursorAfter('"type');
  const fixes = await editor.quickFixes();
  await picture('quick-fix');
  await session.readmePictureAsItIs('zh-cn/quick-fix', { x: 352, y: 36, width: 640, height: 370 });
  await fixes.filter({ hasText: '放入带 "plugins" 的列表' }).first().click();
  await expect.poll(() => editor.text()).toContain('"plugins": [');
  await expect.poll(() => editor.squiggles().count()).toBe(0);
  await editor.cursorAfter('"ipMasq": true,');
  await page.keyboard.press('Enter');
  await page.keyboard.type('"mt');
  const suggestions = await editor.suggestions();
  await page.waitForTimeout(700);
  await picture('completion');
  await suggestions.filter({ hasText: 'mtu' }).first().click();
  await page.keyboard.type('1400');
  await expect.poll(() => editor.text()).toMatch(/"mtu": 1400,\n/);
  await page.keyboard.press('Control+S');
});

test('a namespace is created and the network is added to it', async () => {
  onTestFailed(() => session.keepEvidence('chinese-add'));
  const { workbench } = session;
  const { editor, notifications, quickInput } = workbench;
  await workbench.showContainer('CNI');
  await expect.poll(() => workbench.view(namespaces).welcome()).toContain('此主机还没有命名空间');
  await workbench.settle();
  await picture('welcome');
  await workbench.command('CNI: 创建命名空间…');
  await quickInput.titled('在 "沙箱" 上创建命名空间').waitFor();
  await quickInput.type('a/b');
  await expect.poll(() => quickInput.message()).toContain('只能使用字母、数字');
  await picture('namespace-name');
  await quickInput.enter('在 "沙箱" 上创建命名空间', 'ns1');
  await workbench.openFile('10-myptp.conflist');
  await expect.poll(() => editor.lenses()).toEqual(['添加到命名空间…', '在沙箱中测试']);
  await editor.line('host-local').click({ button: 'right', position: { x: 100, y: 8 } });
  await workbench.page.waitForTimeout(700);
  await picture('menu');
  await workbench.page.keyboard.press('Escape');
  await workbench.rightClick(editor.line('host-local'), '添加到命名空间…');
  await quickInput.titled('为 "myptp" 选择 "沙箱" 上的命名空间').waitFor();
  await picture('namespaces');
  await quickInput.choose('ns1');
  await notifications.with(/^已将 "myptp" 添加到/).waitFor();
  await picture('added');
  expect(await notifications.message(/^已将/)).toContain('接口 eth0 的地址为 172.16.29.2/24。');
  const result = workbench.shownPage().locator('body');
  await expect.poll(() => result.innerText()).toMatch(/^ns1 中的 myptp 已添加[^]*172\.16\.29\.2\/24/);
  for (const text of ['显示 JSON', '查看此次运行', '接口', '创建者', '路由']) {
    expect(await result.innerText()).toContain(text);
  }
  await expectChinese(result);
  await seeTrees(session, ['ns1', 'myptp — eth0  172.16.29.2/24'], ['myptp — eth0  ns1 · 172.16.29.2/24'], {
    namespaces,
    cachedResults,
  });
  await workbench.settle();
  await picture('trees');
  await session.readmePictureAsItIs('zh-cn/overview');
  await workbench.page.keyboard.press('Control+2');
  await workbench.command('View: Toggle Maximize Editor Group');
  await session.readmePicture('zh-cn/result', { x: 352, y: 36, width: 924, height: 732 });
  await workbench.command('View: Toggle Maximize Editor Group');
  await workbench.page.keyboard.press('Control+1');
});

test('the attachment is checked and deleted, and the namespace is removed', async () => {
  onTestFailed(() => session.keepEvidence('chinese-delete'));
  const { workbench } = session;
  const { dialog, notifications } = workbench;
  await workbench.view(cachedResults).row('myptp').click({ button: 'right' });
  await workbench.page.waitForTimeout(700);
  await picture('attachment-menu');
  await workbench.page.keyboard.press('Escape');
  await workbench.view(cachedResults).row('myptp').hover();
  await workbench.page.locator('.monaco-hover:visible').first().waitFor();
  await picture('attachment-tooltip');
  await workbench.view(cachedResults).rightClick('myptp', '检查附着…');
  await notifications.with('仍与 ADD 的结果一致').waitFor();
  await picture('checked');
  await notifications.message('仍与 ADD 的结果一致');
  await workbench.command('CNI: 显示日志');
  await expect.poll(() => session.log()).toContain('CHECK');
  await workbench.settle();
  await picture('log');
  await workbench.command('View: Hide Panel');
  await workbench.view(namespaces).rightClick('myptp', '从命名空间中删除…');
  await dialog.with('中删除 "myptp"').waitFor();
  await picture('delete-question');
  expect(await dialog.answer('中删除 "myptp"', '删除')).toContain('172.16.29.2/24');
  await notifications.message(/^已从.*中删除 "myptp" \(eth0\)/);
  // While the view is read again, the editor does not know the row of a menu.
  await seeTrees(session, ['ns1  空'], [], { namespaces, cachedResults });
  await workbench.view(namespaces).rightClick('ns1', '删除命名空间');
  await seeTrees(session, [], [], { namespaces, cachedResults });
});

test('a failed ADD is reported in Chinese, with its remedy in the log', async () => {
  onTestFailed(() => session.keepEvidence('chinese-failure'));
  const { workbench } = session;
  const { editor, notifications, page, quickInput } = workbench;
  const text = configuration('absent', { type: 'calico', mtu: 'big', ipam: { type: 'host-local' } });
  await writeFile(join(session.folder, 'absent.conflist'), text);
  await workbench.openFile('absent.conflist');
  await editor.squiggles().first().waitFor();
  await workbench.problems();
  await workbench.settle();
  await picture('problems-more');
  await page.keyboard.press('Control+J');
  await workbench.command('CNI: 添加到命名空间…');
  await quickInput.choose('创建命名空间…');
  await quickInput.enter('在 "沙箱" 上创建命名空间', 'ns2');
  await notifications.with('失败').waitFor();
  await page.waitForTimeout(1200);
  await picture('failed');
  await notifications.press('失败', '显示日志');
  await expect.poll(() => session.log()).toMatch(/解决办法：.*projectcalico/);
  await workbench.settle();
  await picture('failed-log');
  await session.readmePictureAsItIs('zh-cn/log', { x: 352, y: 36, width: 924, height: 732 });
  await workbench.command('View: Hide Panel');
  await workbench.command('Notifications: Clear All Notifications');
});

test('the inspector of the failed ADD is in Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-inspector'));
  const { workbench } = session;
  const plugins = [
    { type: 'ptp', ipam: { type: 'host-local', subnet: '10.84.0.0/24' } },
    // The namespace has no eth1.
    { type: 'tuning', sysctl: { 'net.ipv4.conf.eth1.arp_filter': '1' } },
    { type: 'bandwidth' },
  ];
  const text = `${JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins }, undefined, 2)}\n`;
  await writeFile(join(session.folder, 'web.conflist'), text);
  await workbench.command('View: Close All Editors');
  await workbench.openFile('web.conflist');
  await workbench.command('CNI: 添加到命名空间…');
  await workbench.quickInput.choose('ns2');
  await workbench.notifications.press('失败', '查看');
  const inspector = workbench.shownPage();
  await expect.poll(() => inspector.locator('h1').innerText()).toMatch(/^ADD web 到 ns2.* 失败$/);
  expect(await inspector.locator('.card.error').innerText()).toContain('/proc/sys/net/ipv4/conf/eth1/arp_filter');
  const body = inspector.locator('body');
  for (const button of ['在沙箱中再次运行…', '复制为 Shell 命令', '显示主机变化']) {
    expect(await body.innerText()).toContain(button);
  }
  await expectChinese(body);
  await session.readmePicture('zh-cn/inspector', { x: 352, y: 36, width: 924, height: 732 });
  await picture('inspector');
});

test('the form of arguments is in Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-arguments'));
  const { workbench } = session;
  const { quickInput } = workbench;
  const capabilities = { portMappings: true, mac: true, bandwidth: true };
  await writeFile(join(session.folder, 'ports.conflist'), configuration('ports', { type: 'portmap', capabilities }));
  await workbench.openFile('ports.conflist');
  await workbench.command('CNI: 添加到命名空间…');
  await quickInput.choose('ns2');
  await quickInput.titled('中 "ports" 的参数').waitFor();
  expect((await quickInput.choices()).join(' ')).toMatch(/运行.*MAC 地址.*端口映射….*接口名称.*容器 ID/);
  await picture('arguments');
  await quickInput.choose('端口映射');
  await quickInput.titled(': 端口映射').waitFor();
  await quickInput.type('80');
  await expect.poll(() => quickInput.message()).toMatch(/\p{Script=Han}/u);
  await picture('arguments-port');
  await quickInput.enter(': 端口映射', '8080:80');
  await quickInput.widget.getByText('8080:80/tcp').first().waitFor();
  await picture('arguments-filled');
  await quickInput.dismiss();
});

test('hosts, runtimes and their menus are in Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-hosts'));
  const { workbench } = session;
  const { notifications, page, quickInput } = workbench;
  const hosts = workbench.view('主机');
  await workbench.showContainer('CNI');
  await workbench.view(namespaces).fold();
  await hosts.expand(/^沙箱/);
  await expect.poll(() => hosts.rows()).toContain('地址预留  0');
  await workbench.settle();
  await picture('hosts');
  await hosts.rightClick(/^node1/, '连接主机');
  await notifications.with('无法用').waitFor();
  await workbench.settle();
  await picture('host-failed');
  await notifications.message('无法用');
  await hosts.row(/^node1/).click({ button: 'right' });
  await page.waitForTimeout(700);
  await picture('host-menu');
  await page.keyboard.press('Escape');
  await workbench.command('CNI: 添加主机…');
  await quickInput.choices();
  await picture('add-host');
  await quickInput.dismiss();
  await workbench.command('CNI: 选择主机…');
  await quickInput.choices();
  await picture('select-host');
  await quickInput.dismiss();
  await workbench.openFile('10-myptp.conflist');
  await workbench.languageStatus();
  await picture('language-status');
  for (const view of [cachedResults, '主机', '操作']) {
    await workbench.view(view).fold();
  }
  await workbench.command('CNI: 显示各运行时加载的内容');
  await workbench.view('运行时加载情况').expand('CRI-O');
  await workbench.settle();
  await picture('runtimes');
  await workbench.view('运行时加载情况').titleAction('打开运行时页面');
  await page.locator('.tab', { hasText: '.cni-runtimes.json' }).waitFor();
  await workbench.shownPage().locator('#details h2').waitFor();
  await expectChinese(workbench.shownPage().locator('body'));
  await picture('runtimes-page');
  await workbench.command('View: Toggle Maximize Editor Group');
  await page.waitForTimeout(500);
  await session.readmePicture('zh-cn/runtimes', { x: 352, y: 36, width: 924, height: 732 });
  await workbench.command('View: Toggle Maximize Editor Group');
  await workbench.view(namespaces).unfold();
});

test('the table of compared hosts is in Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-compare'));
  const { workbench } = session;
  await workbench.openFile('10-myptp.conflist');
  await workbench.command('CNI: 比较主机…');
  await workbench.quickInput.choose('node1');
  await workbench.page.keyboard.press('Enter');
  const table = workbench.webview();
  await table.locator('tbody tr', { hasText: 'node1' }).waitFor();
  expect(await table.locator('h1').innerText()).toMatch(/\p{Script=Han}/u);
  await expectChinese(table.locator('body'));
  await workbench.settle();
  await picture('compare');
});

test('the settings are in Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-settings'));
  const { workbench } = session;
  const { page } = workbench;
  await workbench.command('Preferences: Open Settings (UI)');
  await page.locator('.settings-editor .suggest-input-container').first().click();
  await page.keyboard.type('@ext:cni-workbench.cni-workbench');
  const contents = page.locator('.settings-toc-container');
  await expect.poll(() => contents.innerText()).toMatch(/主机.*问题.*编辑器.*文件.*服务器/s);
  for (const group of ['主机', '问题', '编辑器', '文件', '服务器']) {
    await contents.locator('.monaco-list-row', { hasText: group }).first().click();
    await page.waitForTimeout(700);
    await picture(`settings-${group}`);
  }
  await page.locator('.settings-editor .settings-tabs-widget .action-label', { hasText: 'Remote' }).click();
  for (const group of ['主机', '文件']) {
    await contents.locator('.monaco-list-row', { hasText: group }).first().click();
    await page.waitForTimeout(700);
    await picture(`settings-remote-${group}`);
  }
  await page.locator('.settings-tree-container .setting-item-contents').last().hover();
  await page.mouse.wheel(0, 400);
  await page.waitForTimeout(700);
  await picture('settings-scrolled');
  await page.keyboard.press('Escape');
});

test('the walkthrough is in Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-walkthrough'));
  const { workbench } = session;
  const { page, quickInput } = workbench;
  await workbench.command('View: Close All Editors');
  await page.keyboard.press('Control+B');
  await workbench.command('Welcome: Open Walkthrough...');
  await quickInput.choose('CNI 入门');
  const steps = page.locator('.getting-started-step');
  const description = page.frameLocator('iframe.webview').last().frameLocator('iframe#active-frame').locator('body');
  await expect.poll(() => steps.count()).toBe(4);
  for (const [index, title] of [
    '编写网络配置',
    '创建网络命名空间',
    '将网络添加到命名空间',
    '查看每个插件做了什么',
  ].entries()) {
    await steps.nth(index).click();
    await expect.poll(() => steps.nth(index).innerText()).toContain(title);
    await expect.poll(() => description.innerText()).toMatch(/\p{Script=Han}/u);
    await page.waitForTimeout(1500);
    await picture(`walkthrough-${index + 1}`);
  }
});

test('the network map is Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-map'));
  const { workbench } = session;
  await workbench.openFile('10-myptp.conflist');
  const namespace = freshName('map');
  await createNamespace(namespace);
  await workbench.command('CNI: 添加到命名空间…');
  await workbench.quickInput.choose(namespace);
  await workbench.notifications.message(/^已将 "myptp" 添加到/);
  await workbench.command('View: Close All Editors');
  await workbench.openFile('10-myptp.conflist');
  await workbench.command('CNI: 显示网络图');
  const map = workbench.webview();
  await map.locator('.node', { hasText: '上行' }).first().waitFor();
  expect(await map.locator('h1').innerText()).toBe('沙箱 的网络');
  await picture('map');
  await workbench.command('View: Toggle Maximize Editor Group');
  await session.readmePicture('zh-cn/network-map', { x: 52, y: 36, width: 924, height: 470 });
});

test('the Namespaces view and the result of Test Connection are Chinese', async () => {
  onTestFailed(() => session.keepEvidence('chinese-connection'));
  const { workbench } = session;
  const { notifications, quickInput } = workbench;
  const [from, to] = [freshName('from'), freshName('to')] as const;
  await workbench.command('View: Close All Editors');
  await workbench.showContainer('CNI');
  await createNamespace(from);
  await createNamespace(to);
  await workbench.command('CNI: 分组命名空间…');
  await quickInput.choose('按网络');
  await workbench.command('CNI: 筛选命名空间…');
  await quickInput.enter('筛选命名空间', to);
  await expect.poll(() => workbench.view(namespaces).rows()).toEqual(['无网络  1', `${to}  空`]);
  await workbench.settle();
  await picture('namespaces-view');
  await workbench.command('CNI: 测试连接…');
  await quickInput.choose(from);
  await quickInput.choose(to);
  await quickInput.enter(`测试到 "${to}" 的连接`, '');
  await notifications.press(`"${to}" 没有地址`, '显示详情');
  const page = workbench.webview().locator('body');
  await expect.poll(() => page.innerText()).toMatch(/\p{Script=Han}/u);
  await expectChinese(page);
  await picture('connection');
});
