import * as l10n from '@vscode/l10n';
import { type TimeLimits, timeLimitsOf } from '../../engine/host/index.ts';
import { cliError } from '../output/cli-error.ts';

/** Returns the value of an option that is a whole number from `least` to `most`. Throws WorkbenchError `argument`. */
export function readNumber(
  option: string,
  text: string | undefined,
  { fallback, least = 1, most }: { readonly fallback: number; readonly least?: number; readonly most: number },
): number {
  if (text === undefined) {
    return fallback;
  }
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw cliError(
      'argument',
      l10n.t('"{0}" is not a valid value of --{1}.', text, option),
      l10n.t('Use a whole number from {0} to {1}.', least, most),
    );
  }
  return number;
}

/** Largest time limits in seconds: an hour for scripts, a day for plugins. */
const most = { script: 3600, plugin: 86_400 };

/** Reads `--script-timeout` and `--plugin-timeout`, in seconds. Throws WorkbenchError `argument`. */
export function readTimeLimits(values: {
  readonly 'script-timeout'?: string | undefined;
  readonly 'plugin-timeout'?: string | undefined;
}): TimeLimits {
  const script = readNumber('script-timeout', values['script-timeout'], { fallback: 30, most: most.script });
  const plugin = readNumber('plugin-timeout', values['plugin-timeout'], { fallback: 0, least: 0, most: most.plugin });
  return timeLimitsOf(script, plugin);
}
