import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The samples of the rules' pages, for where there is no corpus. */
export function samples(): string[] {
  const pages = join(import.meta.dirname, '../../docs/rules');
  return readdirSync(pages).flatMap((page) =>
    [...readFileSync(join(pages, page), 'utf8').matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, text]) => text ?? []),
  );
}
