import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { leaveTooltips } from './tooltip.ts';

/** The quick input: command palette, quick picks, input boxes. */
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

  /** The quick input with this title. */
  titled(title: string): Locator {
    return this.widget.filter({ has: this.#page.locator('.quick-input-title', { hasText: title }) });
  }

  /** Returns the labels of the rows. */
  async choices(): Promise<string[]> {
    await this.widget.locator('.monaco-list-row').first().waitFor();
    return this.widget.locator('.monaco-list-row .label-name').allInnerTexts();
  }

  /** Clicks the row with this label. The tooltip of another row may cover it; it closes when the mouse leaves that row. */
  async choose(label: string | RegExp): Promise<void> {
    const row = this.widget.locator('.monaco-list-row', { hasText: label }).first();
    for (let attempt = 0; ; attempt += 1) {
      try {
        await row.click({ timeout: 10_000 });
        return;
      } catch (error) {
        const isCovered = error instanceof Error && error.message.includes('intercepts pointer events');
        if (!isCovered || attempt === 3) {
          throw error;
        }
        await leaveTooltips(this.#page, attempt);
      }
    }
  }

  /**
   * Replaces the value of the input box with this title and accepts it. The box ignores Enter while it validates the
   * value.
   */
  async enter(title: string, text: string): Promise<void> {
    await this.titled(title).waitFor();
    await this.type(text);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.#page.keyboard.press('Enter');
      try {
        await this.widget.waitFor({ state: 'hidden', timeout: 1000 });
        return;
      } catch {
        // It may have closed at this moment.
        const isThere = await this.#input.isVisible();
        if (!isThere || (await this.#input.inputValue({ timeout: 1000 }).catch(() => undefined)) !== text) {
          return;
        }
      }
    }
    throw new Error(`The box does not take ${text}: ${await this.message()}`);
  }

  /**
   * Enters a path into the file dialog when the dialog has filled in its folder. While the dialog still shows another row,
   * it accepts that row, so the path is typed again.
   */
  async enterPath(title: string, path: string): Promise<void> {
    const box = this.titled(title);
    await box.waitFor();
    for (let before = ''; ; await this.#page.waitForTimeout(500)) {
      const now = await this.#input.inputValue();
      if (now.startsWith('/') && now === before) {
        break;
      }
      before = now;
    }
    const row = box.locator('.monaco-list-row', { hasText: basename(path) });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if ((await this.#input.inputValue()) !== path) {
        await this.type(path);
      }
      await row.waitFor({ timeout: 2000 }).catch(() => undefined);
      await this.#page.keyboard.press('Enter');
      try {
        await box.waitFor({ state: 'hidden', timeout: 2000 });
        return;
      } catch {
        // The dialog shows another folder, or still reads this one.
      }
    }
    throw new Error(`The dialog does not take ${path}: it has ${await this.#input.inputValue()}`);
  }

  /** Waits until the command palette closes or shows the input of its command. */
  async leavePalette(): Promise<void> {
    const palette = this.widget.and(this.#page.locator(':has(input[aria-label*="command" i])'));
    await palette.waitFor({ state: 'hidden' });
  }

  /**
   * Types, and selects the row with exactly this label. Rejects after `timeout` ms when it does not appear. Only rows with a
   * highlight match the text; others are outdated.
   */
  async pick(text: string, label: string, timeout: number): Promise<void> {
    await this.#input.fill(text, { timeout });
    const found = this.widget.locator('.monaco-list-row .label-name', { has: this.#page.locator('.highlight') });
    const exactly = new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
    await found.filter({ hasText: exactly }).first().click({ timeout });
  }

  /** Types, and returns the labels of the matching rows, of which there must be some. */
  async search(text: string): Promise<string[]> {
    await this.type(text);
    await this.widget.locator('.monaco-list-row .highlight').first().waitFor();
    return this.choices();
  }

  /** Types without accepting. */
  async type(text: string): Promise<void> {
    await this.#input.waitFor();
    await this.#input.fill(text);
  }

  /** Accepts the value of the input box with this prompt, or another one. */
  async acceptLine(prompt: string, text?: string): Promise<void> {
    const box = this.widget.filter({ has: this.#page.locator('.quick-input-message', { hasText: prompt }) });
    await box.waitFor();
    if (text !== undefined) {
      await this.type(text);
    }
    await this.#page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /** Returns the text below the input: the prompt or the validation error. */
  message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
