import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { DiffLine } from '../../operation/operation-model.ts';

const classes = { '+': 'added', '-': 'removed', ' ': 'kept' } as const;

/** A comparison line by line, with the plugin that made each. `empty` is shown without any line. */
export function changeLines(lines: readonly DiffLine[], empty: string): TemplateResult {
  return lines.length === 0
    ? html`<p class="muted">${empty}</p>`
    : html`<table class="diff">
        <tbody>
          ${lines.map(
            ({ sign, text, by }) =>
              html`<tr class=${classes[sign]}>
                <td class="sign" aria-label=${signText(sign)}>${sign}</td>
                <td>${text}</td>
                <td class="by">${by}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
}

function signText(sign: DiffLine['sign']): string {
  switch (sign) {
    case '+':
      return l10n.t('added');
    case '-':
      return l10n.t('removed');
    case ' ':
      return l10n.t('unchanged');
  }
}
