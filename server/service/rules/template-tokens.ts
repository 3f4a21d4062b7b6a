import type { Finding, Rule } from './rule.ts';

const placeholder: Rule = {
  id: 'R038',
  name: 'template-placeholder',
  severity: 'information',
  *check({ parsed }): Iterable<Finding> {
    const [first, ...others] = parsed.tokens;
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    const limits = parsed.tokens.every(({ quoted }) => quoted)
      ? 'what it stands for is not checked'
      : 'what it stands for, and the syntax of this file, are not checked';
    const written = parsed.text.slice(first.offset, first.offset + first.length);
    yield {
      span: first,
      message: `${written}${more} is for an installer to fill in: until then runtimes cannot use the file, and ${limits}`,
    };
  },
};

export const templateRules: readonly Rule[] = [placeholder];
