import type { Locator, Page } from 'playwright-core';

/** The messages at the lower right. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The toast that holds a text. */
  with(text: string | RegExp): Locator {
    const message = this.#page.locator('.notification-list-item-message', { hasText: text });
    return this.#page.locator('.notifications-toasts .notification-list-item', { has: message }).first();
  }

  /** Waits for a message, returns its whole text and closes it: the editor shows three at most. */
  async message(text: string | RegExp): Promise<string> {
    const toast = this.with(text);
    await toast.waitFor();
    const message = await toast.locator('.notification-list-item-message').innerText();
    // The button is there under the mouse only, and the message moves when another comes or goes.
    for (let attempt = 0; ; attempt += 1) {
      try {
        await toast.hover({ timeout: 3000 });
        await toast.locator('.codicon-notifications-clear').click({ timeout: 3000 });
        return message;
      } catch (error) {
        if (attempt === 9) throw error;
      }
    }
  }

  /** Presses a button of the message that holds a text. */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.with(text).locator('.monaco-button', { hasText: button }).click();
  }

  /** The texts of all messages that are shown. */
  texts(): Promise<string[]> {
    return this.#page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }
}
