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

  /** The tree while it has the keyboard. */
  focused(): Locator {
    return this.pane.locator('.monaco-list:focus-within');
  }

  /** Every visible row: its label, and its description behind it. */
  rows(): Promise<string[]> {
    return this.pane.locator('.monaco-list-row .monaco-icon-label').evaluateAll((labels) =>
      labels.map((label) =>
        [...label.querySelectorAll('.label-name, .label-description')]
          .map((part) => part.textContent ?? '')
          .filter((text) => text !== '')
          .join('  '),
      ),
    );
  }

  /** The text that stands in the view while it has no rows. */
  welcome(): Promise<string> {
    return this.pane.locator('.welcome-view-content').innerText();
  }

  /** Unfolds every row that can be. */
  async expandAll(): Promise<void> {
    const folded = this.pane.locator('.monaco-list-row[aria-expanded="false"] .monaco-tl-twistie');
    for (let count = await folded.count(); count > 0; count -= 1) await folded.first().click();
  }

  /** Unfolds one row. A row that is drawn anew at that moment swallows the click, so it is clicked until it is unfolded. */
  async expand(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    for (let attempt = 0; attempt < 10 && (await row.getAttribute('aria-expanded')) !== 'true'; attempt += 1) {
      await row.locator('.monaco-tl-twistie').click();
      await this.#page.waitForTimeout(500);
    }
  }

  /** Folds one row. */
  async collapse(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    if ((await row.getAttribute('aria-expanded')) === 'true') await row.locator('.monaco-tl-twistie').click();
  }

  /** Leaves of the view nothing but its title. */
  async fold(): Promise<void> {
    const header = this.pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.locator('.title').click();
  }

  /** Shows the view below its title. */
  async unfold(): Promise<void> {
    const header = this.pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.locator('.title').click();
  }

  /** Chooses an entry of a row's context menu. */
  async rightClick(label: string | RegExp, entry: string): Promise<void> {
    await this.row(label).click({ button: 'right' });
    await chooseFromMenu(this.#page, entry);
  }

  /** Presses an icon of the view's title bar. */
  async titleAction(name: string): Promise<void> {
    await this.pane.locator('.pane-header').hover();
    await this.pane.locator(`.pane-header .action-label[aria-label*="${name}"]`).click();
  }
}

/** Chooses an entry of the context menu that is open; a menu ignores the mouse for a moment after it opened. */
export async function chooseFromMenu(page: Page, entry: string): Promise<void> {
  const menu = page.locator('.monaco-menu-container .monaco-menu');
  const item = menuEntry(page, entry);
  await item.waitFor();
  await item.hover();
  await page.waitForTimeout(200);
  await item.click();
  await menu.waitFor({ state: 'hidden' });
}

/** Whether a context menu with this entry opens. */
export async function menuShows(page: Page, entry: string): Promise<boolean> {
  const shown = menuEntry(page, entry).waitFor({ timeout: 5000 });
  return shown.then(
    () => true,
    () => false,
  );
}

/** An entry of the context menu that is open. */
function menuEntry(page: Page, entry: string): Locator {
  return page
    .locator('.monaco-menu .action-menu-item', { has: page.locator('.action-label', { hasText: entry }) })
    .first();
}
