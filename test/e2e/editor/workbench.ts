import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { Dialog } from './dialog.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quick-input.ts';
import { TextEditor } from './text-editor.ts';
import { leaveTooltips } from './tooltip.ts';
import { TreeView, chooseFromMenu, menuShows } from './tree-view.ts';

/** Longest time for a window to load, in milliseconds. */
const startTimeout = 60_000;

/** The window of VS Code, with the names of its parts. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly editor: TextEditor;
  readonly notifications: Notifications;
  readonly dialog: Dialog;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.editor = new TextEditor(page);
    this.notifications = new Notifications(page);
    this.dialog = new Dialog(page);
  }

  /** Opens a folder (or a .code-workspace file's folder) and waits until the explorer lists it and the extension is known. */
  static async open(browser: Browser, url: string, folder: string): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { timeout: startTimeout });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: startTimeout });
    const workbench = new Workbench(page);
    await workbench.#extension();
    return workbench;
  }

  /** Reloads the window with the command, because a reload by the browser loses unsaved state. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.#pick('F1', '>Developer: Reload Window', 'Developer: Reload Window');
    await loaded;
    await this.#extension();
  }

  /** Waits until the extension is known. */
  async #extension(): Promise<void> {
    await this.page.locator('.activitybar a[aria-label^="CNI"]').first().waitFor({ timeout: startTimeout });
  }

  /** Closes dialogs, menus and inputs that a failed test left open, so that the next test starts with the editor. */
  async uncover(): Promise<void> {
    const covers = ['.quick-input-widget', '.monaco-dialog-box', '.monaco-menu', '.modal-editor-part'];
    const cover = this.page.locator(covers.map((selector) => `${selector}:visible`).join(', ')).first();
    for (let attempt = 0; attempt < 10 && (await cover.isVisible()); attempt += 1) {
      const input = cover.locator('input');
      if (await input.first().isVisible()) {
        await input.first().focus();
      }
      await this.page.keyboard.press('Escape');
      await cover.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => undefined);
    }
    await this.command('Notifications: Clear All Notifications');
  }

  /** Selects a color theme by its name. */
  async useTheme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.quickInput.type(name);
    await this.quickInput.choose(name);
    await this.quickInput.widget.waitFor({ state: 'hidden' });
  }

  /** Runs a command by its name in the palette. */
  async command(name: string): Promise<void> {
    await this.quickInput.widget.waitFor({ state: 'hidden' });
    await this.#pick('F1', `>${name}`, name);
    await this.quickInput.leavePalette();
  }

  /** Runs a command by its name in the palette, without the mouse. */
  async commandByKeyboard(name: string): Promise<void> {
    const focused = this.quickInput.widget.locator('.monaco-list-row.focused', { hasText: name });
    // The first list of a window may lack the command. Then the palette is opened again.
    for (let attempt = 0; attempt < 3 && !(await focused.isVisible()); attempt += 1) {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.page.keyboard.type(name);
      await focused.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await focused.waitFor();
    await this.page.keyboard.press('Enter');
    await this.quickInput.leavePalette();
  }

  /** The content of the webview that was shown last. Now and then the editor opens a page in a third column, next to another one. */
  shownPage(): FrameLocator {
    return this.page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');
  }

  /** Opens a file of the workspace by its name, and waits for its text. */
  async openFile(name: string): Promise<void> {
    await this.openTab(name);
    await this.editor.line('').waitFor();
  }

  /**
   * Opens a file of the workspace by its name, in whatever editor it has. The search may replace the row while it is
   * clicked; then the file is selected again.
   */
  async openTab(name: string): Promise<void> {
    const tab = this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
    for (let attempt = 0; ; attempt += 1) {
      await this.#pick('Control+P', name, name);
      try {
        await tab.waitFor({ timeout: 5000 });
        return;
      } catch (error) {
        if (attempt === 2) {
          throw error;
        }
      }
    }
  }

  /** Opens the quick input by a key, and selects the row for a text. */
  async #pick(key: string, text: string, label: string): Promise<void> {
    // The box closes when a closing menu or view takes the focus back. Then it is opened again.
    for (let attempt = 0; ; attempt += 1) {
      await this.page.keyboard.press(key);
      try {
        await this.quickInput.pick(text, label, 5000);
        return;
      } catch (error) {
        if (attempt === 3) {
          throw error;
        }
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Shows a container of the activity bar. */
  async showContainer(title: string): Promise<void> {
    const item = this.#container(title);
    if (
      (await item.getAttribute('aria-expanded')) !== 'true' &&
      !/checked/.test((await item.getAttribute('class')) ?? '')
    ) {
      await item.click();
    }
  }

  /** The item of a container in the activity bar. */
  #container(title: string): Locator {
    const icon = this.page.locator(`a[aria-label^="${title}"]`);
    return this.page.locator('.activitybar .action-item', { has: icon }).first();
  }

  /** The editor of an open tab, wherever the focus is. */
  editorOf(tab: string): TextEditor {
    const active = this.page.locator('.tab.active', { hasText: tab });
    return new TextEditor(this.page, this.page.locator('.editor-group-container', { has: active }));
  }

  /** Returns the visible lines of a side of the diff editor. */
  diffSide(side: 'original' | 'modified'): Promise<string> {
    return new TextEditor(this.page, this.page.locator(`.monaco-diff-editor .editor.${side}`)).text();
  }

  /** The output channel in the panel. */
  get output(): TextEditor {
    return new TextEditor(this.page, this.page.locator('.pane-body.output-view'));
  }

  view(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  /** The explorer's row of a file. */
  file(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
  }

  /** Drags the active tab onto a row. */
  async dragTab(row: Locator): Promise<void> {
    const { mouse } = this.page;
    await this.page.locator('.editor-group-container.active .tab.active').hover();
    await mouse.down();
    await this.#drop(row);
  }

  /** Drags a file of the explorer onto a row of another container, which opens while the file is over its icon. */
  async dragFile(name: string, container: string, row: Locator): Promise<void> {
    const { mouse } = this.page;
    await this.showContainer('Explorer');
    await this.file(name).hover();
    await mouse.down();
    for (let turn = 0; turn < 20 && !(await row.isVisible()); turn += 1) {
      await this.#moveTo(this.#container(container));
      await this.page.waitForTimeout(250);
    }
    await this.#drop(row);
  }

  /** Drops what is dragged when the row is marked as its target. */
  async #drop(row: Locator): Promise<void> {
    const target = row.and(this.page.locator('.drop-target'));
    for (let turn = 0; turn < 20 && !(await target.isVisible()); turn += 1) {
      await this.#moveTo(row);
      await this.page.waitForTimeout(250);
    }
    await target.waitFor();
    await this.page.mouse.up();
  }

  /** Moves the mouse to the middle of an element, in steps as a drag needs them. */
  async #moveTo(target: Locator): Promise<void> {
    const box = await target.boundingBox();
    if (box === null) {
      throw new Error('The target of the drag is not visible.');
    }
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
  }

  /** Selects an entry of the context menu of a row or a line. */
  async rightClick(target: Locator, entry: string): Promise<void> {
    // Late inlay hints, code lenses or links may move the text, so that another menu opens.
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await target.click({ button: 'right', position: { x: 60 + 40 * attempt, y: 8 } });
      if (await menuShows(this.page, entry)) {
        break;
      }
      await this.page.keyboard.press('Escape');
    }
    await chooseFromMenu(this.page, entry);
  }

  /** Returns the rows of the Problems panel. */
  async problems(): Promise<string[]> {
    await this.command('Problems: Focus on Problems View');
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Selects an entry of the open context menu with the arrow keys. */
  async chooseByKeyboard(entry: string): Promise<void> {
    const focused = this.page.locator('.monaco-menu .action-item.focused', { hasText: entry });
    for (let step = 0; step < 30 && (await focused.count()) === 0; step += 1) {
      await this.page.keyboard.press('ArrowDown');
      await this.page.waitForTimeout(50);
    }
    await focused.waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** The content of the visible webview: a page of the extension, or a Markdown preview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview:visible').frameLocator('iframe#active-frame');
  }

  /** An item of the status bar by its text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text }).first();
  }

  /** Returns the text of the language status in the status bar. */
  async languageStatus(): Promise<string> {
    await this.page.locator('[id="status.languageStatus"]').hover();
    const hover = this.page.locator('.monaco-hover:visible .hover-language-status').first();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Waits until no progress bar, tooltip or animation is visible. */
  async settle(): Promise<void> {
    const tooltip = this.page.locator('.monaco-hover:visible').first();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await leaveTooltips(this.page, attempt);
      await this.page.waitForTimeout(attempt === 0 ? 300 : 700);
      if (!(await tooltip.isVisible())) {
        return;
      }
    }
    throw new Error(`A tooltip does not close: ${await tooltip.innerText()}`);
  }
}
