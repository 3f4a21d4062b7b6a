import { generateValidators } from './generate/validators.mjs';
import { generateRuleTexts } from './rule-pages.mjs';
import { generateNodePrograms } from './generate/node-programs.mjs';
import { generateShellPrograms } from './generate/shell-programs.mjs';

/** Writes all files in generated/, which types, tests and bundles need. */
export function generate() {
  generateValidators();
  generateRuleTexts();
  generateShellPrograms();
  generateNodePrograms();
}
