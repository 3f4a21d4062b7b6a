import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const project = join(import.meta.dirname, '..', '..');

/** English messages that are long enough not to be a text of VS Code, as patterns of what a window shows. */
function englishMessages(): RegExp[] {
  const files = ['l10n/bundle.l10n.zh-cn.json', 'package.nls.json'];
  const [bundle, manifest] = files.map((file): Record<string, string> =>
    JSON.parse(readFileSync(join(project, file), 'utf8')),
  );
  return [...Object.keys(bundle ?? {}), ...Object.values(manifest ?? {})]
    .flatMap((text) => text.split('\n'))
    .filter((text) => text.replaceAll(/\{\w+\}/g, '').split(/\s+/).length > 3)
    .map((text) => new RegExp(text.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '.+')));
}

const english = englishMessages();

/** Checks that a part of the window shows no message in English. */
export async function expectChinese(part: Locator): Promise<void> {
  const shown = await part.innerText();
  expect(english.filter((message) => message.test(shown)).map(({ source }) => source)).toEqual([]);
}
