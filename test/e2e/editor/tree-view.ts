import type { Locator, Page } from 'playwright-core';

/** One view of a side bar, by its title. */
export class TreeView {
  readonly #page: Page;
  readonly pane: Locator;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.pane = page.locator('.split-view-view .pane').filter({
      has: page.locator(`.pane-header[aria-label^="${title}"], .pane-header[aria-label*="${title} Section"]`),
    });
  }

  row(label: string | RegExp): Locator {
    return this.pane.locator('.monaco-list-row', { hasText: label }).first();
  }

  /** The tree with the focus. */
  focused(): Locator {
    return this.pane.locator('.monaco-list:focus-within');
  }

  /** The row that the keys act on. */
  focusedRow(): Locator {
    return this.pane.locator('.monaco-list-row.focused');
  }

  /** Moves to a row with the keyboard. The tree must have the focus. */
  async focusRow(label: string): Promise<void> {
    await this.#page.keyboard.press('Home');
    for (let step = 0; step < 60 && (await this.focusedRow().filter({ hasText: label }).count()) === 0; step += 1) {
      await this.#page.keyboard.press('ArrowDown');
      await this.#page.waitForTimeout(50);
    }
    await this.focusedRow().filter({ hasText: label }).waitFor();
  }

  /** Returns every visible row, or those of a level: its label and description. */
  rows(level?: number): Promise<string[]> {
    const row = `.monaco-list-row${level === undefined ? '' : `[aria-level="${level}"]`}`;
    return this.pane.locator(`${row} .monaco-icon-label`).evaluateAll((labels) =>
      labels.map((label) =>
        [...label.querySelectorAll('.label-name, .label-description')]
          .map((part) => part.textContent ?? '')
          .filter((text) => text !== '')
          .join('  '),
      ),
    );
  }

  /** Returns the welcome text of the empty view. */
  welcome(): Promise<string> {
    return this.pane.locator('.welcome-view-content').innerText();
  }

  /** Expands every row of the first level with children. */
  async expandRoots(): Promise<void> {
    const folded = this.pane.locator('.monaco-list-row[aria-level="1"][aria-expanded="false"] .monaco-tl-twistie');
    for (let count = await folded.count(); count > 0; count -= 1) {
      await folded.first().click();
    }
  }

  /** Expands one row. A row that is rendered again at that moment ignores the click, so it is clicked until it is expanded. */
  async expand(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    for (let attempt = 0; attempt < 10 && (await row.getAttribute('aria-expanded')) !== 'true'; attempt += 1) {
      await row.locator('.monaco-tl-twistie').click();
      await this.#page.waitForTimeout(500);
    }
  }

  /** Collapses one row. */
  async collapse(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    if ((await row.getAttribute('aria-expanded')) === 'true') {
      await row.locator('.monaco-tl-twistie').click();
    }
  }

  /** Collapses the view to its title. */
  async fold(): Promise<void> {
    const header = this.pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'true') {
      await header.locator('.title').click();
    }
  }

  /** Expands the view. */
  async unfold(): Promise<void> {
    const header = this.pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) !== 'true') {
      await header.locator('.title').click();
    }
  }

  /** Scrolls down until the row exists: a long list has only rows in and near its visible part. */
  async #reveal(label: string | RegExp): Promise<void> {
    const list = this.pane.locator('.monaco-list');
    for (let turn = 0; turn < 20 && (await this.row(label).count()) === 0; turn += 1) {
      await list.hover();
      await this.#page.mouse.wheel(0, 40);
      await this.#page.waitForTimeout(200);
    }
  }

  /** Selects an entry of a row's context menu. */
  async rightClick(label: string | RegExp, entry: string): Promise<void> {
    // A row may move while it is clicked, so that the menu of another one opens.
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await this.#reveal(label);
      await this.row(label).click({ button: 'right' });
      if (await menuShows(this.#page, entry)) {
        break;
      }
      await this.#page.keyboard.press('Escape');
    }
    await chooseFromMenu(this.#page, entry);
  }

  /** Clicks an icon in the title bar of the view. */
  async titleAction(name: string): Promise<void> {
    await this.pane.locator('.pane-header').hover();
    await this.pane.locator(`.pane-header .action-label[aria-label*="${name}"]`).click();
  }
}

/** Selects an entry of the open context menu, which ignores the mouse for a moment after it opened. */
export async function chooseFromMenu(page: Page, entry: string): Promise<void> {
  const menu = page.locator('.monaco-menu-container .monaco-menu');
  const item = menuEntry(page, entry);
  await item.waitFor();
  await item.hover();
  await page.waitForTimeout(200);
  await item.click();
  await menu.waitFor({ state: 'hidden' });
}

/** Returns whether a context menu with this entry opens. */
export async function menuShows(page: Page, entry: string): Promise<boolean> {
  const shown = menuEntry(page, entry).waitFor({ timeout: 5000 });
  return shown.then(
    () => true,
    () => false,
  );
}

/** An entry of the open context menu. */
function menuEntry(page: Page, entry: string): Locator {
  return page
    .locator('.monaco-menu .action-menu-item', { has: page.locator('.action-label', { hasText: entry }) })
    .first();
}
