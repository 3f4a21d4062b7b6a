import type { Page } from 'playwright-core';

/**
 * Moves the mouse away from what has a tooltip. A tooltip that appears meanwhile closes only when the mouse enters and leaves
 * what it belongs to, which is below or above it.
 */
export async function leaveTooltips(page: Page, attempt: number): Promise<void> {
  const tooltip = page.locator('.monaco-hover:visible').first();
  const box = attempt === 0 ? null : await tooltip.boundingBox({ timeout: 100 }).catch(() => null);
  if (box !== null) {
    const middle = box.x + box.width / 2;
    for (const y of [box.y + box.height / 2, box.y + box.height + 14, Math.max(box.y - 14, 0)]) {
      await page.mouse.move(middle, y, { steps: 3 });
    }
  }
  await page.mouse.move(600 + 10 * attempt, 795, { steps: 5 });
}
