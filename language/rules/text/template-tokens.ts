import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import { isSOPS } from '../../document/encoded-text.ts';
import type { Finding, Rule } from '../rule.ts';

const placeholder: Rule = {
  id: 'R038',
  name: 'template-placeholder',
  severity: 'hint',
  *check({ parsed }): Iterable<Finding> {
    const { tokens } = parsed;
    // A placeholder says more about the file than the action before it.
    const first = tokens.find(({ role }) => role === 'value') ?? tokens[0];
    if (first === undefined) {
      return;
    }
    if (isSOPS(parsed.text)) {
      yield { span: first, message: l10n.t('The values are encrypted with SOPS, so only the structure is checked.') };
      return;
    }
    if (first.role !== 'value') {
      const message = l10n.t('A template engine must render this file before a runtime can load it.');
      yield { span: first, message };
      return;
    }
    const others = tokens.length - 1;
    const written = parsed.text.slice(first.offset, first.offset + first.length);
    const problem =
      others === 0
        ? l10n.t('An installer must replace the placeholder {0} before a runtime can load this file.', written)
        : l10n.t(
            'An installer must replace the placeholder {0} (and {1} more) before a runtime can load this file.',
            written,
            others,
          );
    const limits = l10n.t('The replacement text is not checked.');
    yield { span: first, message: sentences(problem, limits) };
  },
};

export const templateRules: readonly Rule[] = [placeholder];
