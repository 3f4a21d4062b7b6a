import type { Locator, Page } from 'playwright-core';

/** Monaco pads with no-break spaces. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** A text editor: the one that has the focus, or the one in a given group. */
export class TextEditor {
  readonly #page: Page;
  readonly #group: Locator;

  constructor(page: Page, group: Locator = page.locator('.editor-group-container.active')) {
    this.#page = page;
    this.#group = group;
  }

  get #lines(): Locator {
    return this.#group.locator('.monaco-editor[role="code"] .view-line');
  }

  /** The name on the tab. */
  title(): Promise<string> {
    return this.#group.locator('.tab.active .label-name').first().innerText();
  }

  /** The visible lines from top to bottom. */
  async text(): Promise<string> {
    return (await this.#rows('.view-line')).map((line) => line.text).join('\n');
  }

  /** Returns the visible lines or line numbers, from top to bottom. */
  async #rows(part: '.view-line' | '.margin .line-numbers'): Promise<{ top: number; text: string }[]> {
    const rows = await this.#group
      .locator(`.monaco-editor[role="code"] ${part}`)
      .evaluateAll((elements) =>
        elements.map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' })),
      );
    return rows.map(({ top, text }) => ({ top, text: plain(text) })).toSorted((a, b) => a.top - b.top);
  }

  /** The line with a text. */
  line(text: string): Locator {
    return this.#lines.filter({ hasText: text }).first();
  }

  /** Underlines of errors or warnings. */
  squiggles(severity: 'error' | 'warning' | 'info' = 'error'): Locator {
    return this.#group.locator(`.squiggly-${severity}`);
  }

  /** Puts the cursor after the first occurrence of a text, with "Go to Line/Column…". */
  async cursorAfter(text: string): Promise<void> {
    await this.line(text).waitFor();
    const { line, column } = await this.#positionAfter(text);
    await this.#page.keyboard.press('Control+G');
    await this.#page.locator('.quick-input-widget:visible .quick-input-box input').fill(`:${line}:${column}`);
    await this.#page.keyboard.press('Enter');
    const position = this.#page.locator('[id="status.editor.selection"]', { hasText: `Ln ${line}, Col ${column}` });
    await position.waitFor();
  }

  /** Returns the position after a text, read twice: another editor may just open, or a code lens move the lines. */
  async #positionAfter(text: string): Promise<{ line: string; column: number }> {
    let before = '';
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const found = (await this.#rows('.view-line')).find((row) => row.text.includes(text));
      const numbers = await this.#rows('.margin .line-numbers');
      const line = numbers.find(({ top }) => Math.abs(top - (found?.top ?? NaN)) < 3)?.text;
      if (found !== undefined && line !== undefined) {
        const position = { line, column: found.text.indexOf(text) + text.length + 1 };
        if (before === JSON.stringify(position)) {
          return position;
        }
        before = JSON.stringify(position);
      }
      await this.#page.waitForTimeout(100);
    }
    throw new Error(`The line with ${text} has no number`);
  }

  /** Returns the titles of the code lenses. */
  lenses(): Promise<string[]> {
    return this.#group.locator('.codelens-decoration a').allInnerTexts();
  }

  lens(title: string): Locator {
    return this.#group.locator('.codelens-decoration a', { hasText: title }).first();
  }

  /** Waits until it has the focus and shows a file of this folder. */
  async focused(folder: string): Promise<void> {
    await this.#group.locator('.monaco-breadcrumb-item', { hasText: folder }).first().waitFor();
    await this.#group.locator('.monaco-editor.focused').waitFor();
  }

  async focus(): Promise<void> {
    await this.#group.locator('.monaco-editor[role="code"] .view-lines').click({ position: { x: 400, y: 5 } });
  }

  /** Opens the quick fixes at the cursor. */
  quickFixes(): Promise<Locator> {
    return this.#pressUntil('Control+.', '.action-widget .monaco-list-row.action');
  }

  /** Opens the suggestions at the cursor. */
  suggestions(): Promise<Locator> {
    return this.#pressUntil('Control+Space', '.suggest-widget.visible .monaco-list-row');
  }

  /** Opens the suggestions again, because the editor drops a list that it requested while the document was analyzed. */
  async #pressUntil(keys: string, rows: string): Promise<Locator> {
    const found = this.#page.locator(rows);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await this.#page.keyboard.press(keys);
      try {
        await found.first().waitFor({ timeout: 2000 });
        return found;
      } catch {
        await this.#page.keyboard.press('Escape');
      }
    }
    throw new Error(
      `${keys} showed nothing at ${await this.#page.locator('[id="status.editor.selection"]').innerText()}`,
    );
  }

  /** Hovers over a word, not over an inlay hint. */
  async hoverOver(word: string): Promise<void> {
    const exactly = new RegExp(`^"?${word.replaceAll('.', String.raw`\.`)}"?$`);
    await this.#group.locator('.view-line span', { hasText: exactly }).last().hover();
  }

  /** Returns the current text of the hover without problems. Each provider adds its part later. */
  async hovered(): Promise<string> {
    const parts = this.#page.locator('.monaco-hover:visible .markdown-hover .hover-contents');
    return plain((await parts.allInnerTexts()).join('\n'));
  }

  /** Returns the language in the status bar. */
  language(): Promise<string> {
    return this.#page.locator('[id="status.editor.mode"]').innerText();
  }
}
