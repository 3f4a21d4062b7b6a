import type { Locator, Page } from 'playwright-core';

/** The box at the top: command palette, pick lists, input boxes. */
export class QuickInput {
  readonly #page: Page;
  readonly widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget:visible');
  }

  get #input(): Locator {
    return this.widget.locator('.quick-input-box input');
  }

  /** The box while it has this title. */
  titled(title: string): Locator {
    return this.widget.filter({ has: this.#page.locator('.quick-input-title', { hasText: title }) });
  }

  /** The labels of the rows that are offered. */
  async choices(): Promise<string[]> {
    await this.widget.locator('.monaco-list-row').first().waitFor();
    return this.widget.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** Takes the row with this label, as a click does. */
  async choose(label: string | RegExp): Promise<void> {
    await this.widget.locator('.monaco-list-row', { hasText: label }).first().click();
  }

  /**
   * Types a value over what the box of this title holds and accepts it; the box ignores Enter while it still checks
   * the value. The file dialog may miss the end of that, where it was filling its list meanwhile: then it is typed anew.
   */
  async enter(title: string, text: string): Promise<void> {
    await this.titled(title).waitFor();
    await this.type(text);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (attempt === 3 || attempt === 6) {
        await this.type('');
        await this.type(text);
      }
      await this.#page.keyboard.press('Enter');
      try {
        await this.widget.waitFor({ state: 'hidden', timeout: 1000 });
        return;
      } catch {
        // It may have gone in just this moment.
        const isThere = await this.#input.isVisible();
        if (!isThere || (await this.#input.inputValue({ timeout: 1000 }).catch(() => undefined)) !== text) return;
      }
    }
    throw new Error(`The box does not take ${text}: ${await this.message()}`);
  }

  /** Gives a path to the editor's own file dialog, once that has put the path of its folder into its input. */
  async enterPath(title: string, path: string): Promise<void> {
    await this.titled(title).waitFor();
    for (let before = ''; ; await this.#page.waitForTimeout(500)) {
      const now = await this.#input.inputValue();
      if (now.startsWith('/') && now === before) break;
      before = now;
    }
    await this.enter(title, path);
  }

  /** Waits until the command palette made room for what its command shows, or for nothing. */
  async leavePalette(): Promise<void> {
    const palette = this.widget.and(this.#page.locator(':has(input[aria-label*="command" i])'));
    await palette.waitFor({ state: 'hidden' });
  }

  /** Types, and takes the row with this label; rejects after `timeout` ms when the box or the row is not there. */
  async pick(text: string, label: string, timeout: number): Promise<void> {
    await this.#input.fill(text, { timeout });
    await this.widget.locator('.monaco-list-row', { hasText: label }).first().click({ timeout });
  }

  /** Types without accepting. */
  async type(text: string): Promise<void> {
    await this.#input.waitFor();
    await this.#input.fill(text);
  }

  /** What the box says below its input: a prompt or a refusal. */
  message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
