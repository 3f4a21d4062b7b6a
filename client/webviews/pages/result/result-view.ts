import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ResultAction, ResultModel } from '../../result/result-model.ts';
import { buttonRow } from '../parts/buttons.ts';
import { dataTable } from '../parts/data-table.ts';
import { factLine } from '../parts/fact-line.ts';
import type { Showing } from '../parts/start-page.ts';

const classes = { added: 'good', cached: 'muted', damaged: 'bad' } as const;

/** The whole page: heading, tables, texts. */
export function resultView({ model, act }: Showing<ResultModel, object, ResultAction>): TemplateResult {
  const { title, state, stateText, facts, buttons, problem, tables, texts } = model;
  const press = (button: string): void => act({ button });
  return html`<main>
    <h1>${title} <span class=${classes[state]}>${stateText}</span></h1>
    ${factLine(facts)} ${problem === undefined ? nothing : problemCard(problem)} ${buttonRow(buttons, press)}
    ${tables.map((table) => dataTable(table, press))}
    ${texts.map(
      (one) =>
        html`<h2>${one.title}</h2>
          <pre tabindex="0" aria-label=${one.title}>${one.text}</pre>`,
    )}
  </main>`;
}

const problemCard = (problem: string): TemplateResult =>
  html`<section class="card error" role="alert" aria-label=${l10n.t('Error')}>
    <p>${problem}</p>
  </section>`;
