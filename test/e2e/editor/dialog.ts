import type { Locator, Page } from 'playwright-core';

/** The question in the middle of the window that keeps all else waiting. */
export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The question while it holds a text. */
  with(text: string | RegExp): Locator {
    return this.#page.locator('.monaco-dialog-box', { hasText: text });
  }

  /**
   * Waits for the question, presses a button, and gives what was asked. Takes the second that a person takes to read:
   * the editor keeps messages back that come faster than that.
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
