import type { Browser, Locator, Page } from 'playwright-core';
import { Dialog } from './dialog.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quick-input.ts';
import { TextEditor } from './text-editor.ts';
import { TreeView, chooseFromMenu, menuShows } from './tree-view.ts';

/** VS Code's window, as a person at it would name its parts. */
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

  /** Opens a folder (or a .code-workspace file's folder) and waits until the explorer lists it and our extension is known. */
  static async open(browser: Browser, url: string, folder: string): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { timeout: 180_000 });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 180_000 });
    const workbench = new Workbench(page);
    await workbench.#extension();
    return workbench;
  }

  /** Loads the window anew. The command, as the browser's own way takes what was not written down yet. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.#pick('F1', '>Developer: Reload Window', 'Developer: Reload Window');
    await loaded;
    await this.#extension();
  }

  /** Waits until our extension is known. */
  async #extension(): Promise<void> {
    await this.page.locator('.activitybar a[aria-label^="CNI"]').first().waitFor();
  }

  /** Takes a colour theme by its name, and waits until the window has its kind. */
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

  /** Opens a file of the workspace by its name, and waits until its text is there. */
  async openFile(name: string): Promise<void> {
    await this.#pick('Control+P', name, name);
    await this.page.locator(`.tab.active[data-resource-name="${name.split('/').at(-1) ?? name}"]`).waitFor();
    await this.editor.line('').waitFor();
  }

  /** Opens the box at the top by a key, and takes what is offered for a text. */
  async #pick(key: string, text: string, label: string): Promise<void> {
    // The box goes away again when a menu or a view that is just at its end takes the focus back: then it is opened anew.
    for (let attempt = 0; ; attempt += 1) {
      await this.page.keyboard.press(key);
      try {
        await this.quickInput.pick(text, label, 15_000);
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Shows a container of the activity bar. */
  async showContainer(title: string): Promise<void> {
    const icon = this.page.locator(`a[aria-label^="${title}"]`);
    const item = this.page.locator('.activitybar .action-item', { has: icon }).first();
    if (
      (await item.getAttribute('aria-expanded')) !== 'true' &&
      !/checked/.test((await item.getAttribute('class')) ?? '')
    ) {
      await item.click();
    }
  }

  /** The editor of an open tab, wherever the focus is. */
  editorOf(tab: string): TextEditor {
    const active = this.page.locator('.tab.active', { hasText: tab });
    return new TextEditor(this.page, this.page.locator('.editor-group-container', { has: active }));
  }

  view(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  /** The explorer's row of a file. */
  file(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
  }

  /** Chooses an entry of the context menu of a row or a line. */
  async rightClick(target: Locator, entry: string): Promise<void> {
    // What comes late into a text (hints, lenses, links) may move it from under the pointer: then the menu is another.
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await target.click({ button: 'right', position: { x: 60 + 40 * attempt, y: 8 } });
      if (await menuShows(this.page, entry)) break;
      await this.page.keyboard.press('Escape');
    }
    await chooseFromMenu(this.page, entry);
  }

  /** The Problems panel's rows. */
  async problems(): Promise<string[]> {
    await this.command('Problems: Focus on Problems View');
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Goes down an open context menu with the arrow keys to an entry, and takes it. */
  async chooseByKeyboard(entry: string): Promise<void> {
    const focused = this.page.locator('.monaco-menu .action-item.focused', { hasText: entry });
    for (let step = 0; step < 30 && (await focused.count()) === 0; step += 1) {
      await this.page.keyboard.press('ArrowDown');
      await this.page.waitForTimeout(50);
    }
    await focused.waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** An item of the status bar by its text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text }).first();
  }

  /** What appears over the braces in the status bar: what the language has to say of the file. */
  async languageStatus(): Promise<string> {
    await this.page.locator('[id="status.languageStatus"]').hover();
    const hover = this.page.locator('.monaco-hover:visible .hover-language-status').first();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Waits until nothing moves any more: no progress bar, no tooltip, no toast sliding in. */
  async settle(): Promise<void> {
    const tooltip = this.page.locator('.monaco-hover:visible').first();
    // A tooltip that comes up just while the mouse leaves stays until the mouse moves again.
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.page.mouse.move(600 + 10 * attempt, 795);
      await this.page.waitForTimeout(500);
      if (!(await tooltip.isVisible())) return;
    }
    throw new Error(`A tooltip does not go: ${await tooltip.innerText()}`);
  }
}
