import type { Locator, Page } from 'playwright-core';

/** The modal dialog. */
export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The dialog with a text. */
  with(text: string | RegExp): Locator {
    return this.#page.locator('.monaco-dialog-box', { hasText: text });
  }

  /**
   * Waits for the dialog, presses a button, and returns the text of the dialog. Waits a second, because the editor delays
   * messages that follow faster.
   */
  async answer(text: string | RegExp, button: string): Promise<string> {
    const box = this.with(text);
    await box.waitFor();
    const asked = await box.locator('.dialog-message-container').innerText();
    await this.#page.waitForTimeout(1000);
    await box.locator('.monaco-button', { hasText: button }).click();
    await box.waitFor({ state: 'hidden' });
    return asked;
  }
}
