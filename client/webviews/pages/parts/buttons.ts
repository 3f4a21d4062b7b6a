import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';

/** A button by its id. */
interface Button {
  readonly id: string;
  readonly title: string;
}

/** Returns a row of buttons; nothing without any. `primary`: the first one is the main one. */
export function buttonRow(
  buttons: readonly Button[],
  press: (id: string) => void,
  primary = false,
): TemplateResult | typeof nothing {
  return buttons.length === 0
    ? nothing
    : html`<div class="buttons">
        ${buttons.map(
          ({ id, title }, index) =>
            html`<vscode-button ?secondary=${!primary || index > 0} @click=${() => press(id)}>${title}</vscode-button>`,
        )}
      </div>`;
}
