import type { Locator, Page } from 'playwright-core';

/** The messages at the lower right. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The toast that holds a text. */
  with(text: string | RegExp): Locator {
    return this.#page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
  }

  /** Waits for a message and returns its whole text. */
  async message(text: string | RegExp): Promise<string> {
    const toast = this.with(text);
    await toast.waitFor();
    return toast.locator('.notification-list-item-message').innerText();
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
