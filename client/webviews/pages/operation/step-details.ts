import '@vscode-elements/elements/dist/vscode-tabs/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ChainRow, TabContent } from '../../operation/operation-model.ts';
import { buttonRow } from '../parts/buttons.ts';
import { changeLines } from './diff-lines.ts';
import type { ShowingOperation } from './showing.ts';

/** How the selected step ended, and a tab for each of its aspects. A tab stays selected when another step is. */
export function stepDetails(row: ChainRow, { state, update, act }: ShowingOperation): TemplateResult {
  const { id, name, ending, tabs, buttons } = row;
  const selected = Math.max(
    tabs.findIndex((tab) => tab.id === state.tab),
    0,
  );
  const onSelect = ({ detail }: CustomEvent<{ selectedIndex: number }>): void => {
    const tab = tabs[detail.selectedIndex];
    if (tab !== undefined) {
      update({ tab: tab.id });
    }
  };
  return html`<section aria-labelledby="step">
    <h2 id="step" title=${name}>${name}</h2>
    <p>${ending}</p>
    ${buttonRow(buttons, (button) => act({ button, row: id }))}
    ${
      tabs.length === 0
        ? nothing
        : html`<vscode-tabs .selectedIndex=${selected} aria-label=${l10n.t('Details of {0}', name)} @vsc-tabs-select=${onSelect}>
          ${tabs.map(
            (tab) =>
              html`<vscode-tab-header slot="header">${tab.title}</vscode-tab-header>
                <vscode-tab-panel>
                  ${tabContent(tab.content)} ${buttonRow(tab.buttons, (button) => act({ button, row: id }))}
                </vscode-tab-panel>`,
          )}
        </vscode-tabs>`
    }
  </section>`;
}

function tabContent(content: TabContent): TemplateResult {
  switch (content.kind) {
    case 'text':
      return html`${content.note === undefined ? nothing : html`<p class="muted">${content.note}</p>`}
      ${content.text === '' ? nothing : html`<pre tabindex="0">${content.text}</pre>`}`;
    case 'pairs':
      return html`<table class="pairs">
        <tbody>
          ${content.pairs.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}
        </tbody>
      </table>`;
    case 'diff':
      return changeLines(content.lines, content.note ?? '');
  }
}
