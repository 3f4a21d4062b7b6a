/** Joins whole sentences with spaces, without one after a full-width mark of Chinese. Leaves out missing sentences. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.reduce<string>((text, part = '') => {
    const space = text === '' || part === '' || /[\u3002\uFF01\uFF1F]$/.test(text) ? '' : ' ';
    return `${text}${space}${part}`;
  }, '');
}
