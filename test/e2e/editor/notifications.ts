import type { Locator, Page } from 'playwright-core';

/** The notifications. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The notification with a text. */
  with(text: string | RegExp): Locator {
    const message = this.#page.locator('.notification-list-item-message', { hasText: text });
    return this.#page.locator('.notifications-toasts .notification-list-item', { has: message }).first();
  }

  /** Waits for a notification, returns its text and closes it. The editor shows at most three. */
  async message(text: string | RegExp): Promise<string> {
    const toast = this.with(text);
    await toast.waitFor();
    const message = await toast.locator('.notification-list-item-message').innerText();
    // The button is only visible under the mouse, and the notification moves when others appear or close.
    for (let attempt = 0; ; attempt += 1) {
      try {
        await toast.hover({ timeout: 3000 });
        await toast.locator('.codicon-notifications-clear').click({ timeout: 3000 });
        return message;
      } catch (error) {
        if (attempt === 9) {
          throw error;
        }
      }
    }
  }

  /**
   * Presses a button of the notification with a text. Waits a second, because the editor shows only a few notifications
   * within a second; it puts others into the notification center.
   */
  async press(text: string | RegExp, button: string): Promise<void> {
    await this.with(text).waitFor();
    await this.#page.waitForTimeout(1000);
    await this.with(text).locator('.monaco-button', { hasText: button }).click();
  }

  /** Returns the texts of all visible notifications. */
  texts(): Promise<string[]> {
    return this.#page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }
}
