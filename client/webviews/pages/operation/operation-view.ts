import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ProblemCard } from '../../operation/operation-model.ts';
import { buttonRow } from '../parts/buttons.ts';
import { factLine } from '../parts/fact-line.ts';
import { changeLines } from './diff-lines.ts';
import { classOf, type ShowingOperation } from './showing.ts';
import { stepDetails } from './step-details.ts';
import { foldedTimeline, timeline } from './timeline.ts';

/** The whole page: heading, chain, error, details of the selected step, changes of the host. */
export function operationView(showing: ShowingOperation): TemplateResult {
  const { model, state, act } = showing;
  const { title, stateText, facts, buttons, problem, sections, changes } = model;
  const rows = sections.flatMap((section) => section.rows);
  const selected = rows.find(({ id }) => id === state.row) ?? rows.find(({ id }) => id === model.firstSelected);
  return html`<main>
    <h1>${title} <span class=${classOf(model.state)}>${stateText}</span></h1>
    ${factLine(facts)}
    ${buttonRow(buttons, (button) => act({ button }))}
    ${sections.slice(0, 1).map((section) => timeline(section, selected?.id, showing))}
    ${sections.slice(1).map((section) => foldedTimeline(section, selected?.id, showing))}
    ${problem === undefined ? nothing : problemCard(problem, (button) => act({ button }))}
    ${selected === undefined ? nothing : stepDetails(selected, showing)}
    ${
      changes === undefined
        ? nothing
        : html`<section aria-labelledby="changes">
          <h2 id="changes">${l10n.t('Changes on the host')}</h2>
          ${changeLines(changes, l10n.t('The operation changed nothing on the host.'))}
        </section>`
    }
  </main>`;
}

function problemCard(
  { title, source, text, remedy, buttons }: ProblemCard,
  press: (id: string) => void,
): TemplateResult {
  return html`<section class="card error" aria-label=${l10n.t('Error')}>
    <p class="what">${title}</p>
    <p><span class="source">${source}</span> <code>${text}</code></p>
    ${remedy === undefined ? nothing : html`<p>${remedy}</p>`} ${buttonRow(buttons, press, true)}
  </section>`;
}
