import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { RuntimesAction, RuntimesModel } from '../../runtimes/runtimes-model.ts';
import { buttonRow } from '../parts/buttons.ts';
import { cellGrid } from '../parts/cell-grid.ts';
import { placeInside, type Place } from '../parts/grid-keys.ts';
import type { Showing } from '../parts/start-page.ts';

/** What the user selected. */
interface RuntimesState {
  readonly place?: Place;
}

type ShowingRuntimes = Showing<RuntimesModel, RuntimesState, RuntimesAction>;

/** The page: the table, and the reasons of the selected cell. */
export function runtimesView(showing: ShowingRuntimes): TemplateResult {
  const { model, state, update, act } = showing;
  const { title, about, runtimes, rows, empty } = model;
  const selected = placeInside(state.place ?? firstToExplain(model), rows.length, runtimes.length);
  return html`<main>
    <h1>${title}</h1>
    <p class="muted">${about}</p>
    ${rows.length === 0 ? html`<p>${empty}</p>` : nothing}
    ${cellGrid({
      label: title,
      columns: [{ title: l10n.t('File') }, ...runtimes.map(({ name }) => ({ title: name }))],
      rows: rows.map(({ file, cells }) => ({
        head: html`<button class="link" @click=${() => act({ file })}>${file}</button>`,
        cells,
      })),
      foot: html`<tr>
        <th scope="row">${l10n.t('Result')}</th>
        ${runtimes.map(({ verdict }) => html`<td>${verdict}</td>`)}
      </tr>`,
      selected,
      select: (place) => update({ place }),
    })}
    ${details(showing, selected)}
  </main>`;
}

/** The first file that a runtime rejects, else the first cell. */
function firstToExplain({ rows }: RuntimesModel): Place {
  const row = rows.findIndex(({ cells }) => cells.some(({ tone }) => tone === 'bad'));
  return row < 0
    ? { row: 0, column: 0 }
    : { row, column: rows[row]?.cells.findIndex(({ tone }) => tone === 'bad') ?? 0 };
}

function details({ model, act }: ShowingRuntimes, { row, column }: Place): TemplateResult | typeof nothing {
  const runtime = model.runtimes[column];
  const file = model.rows[row]?.file;
  const cell = model.rows[row]?.cells[column];
  if (runtime === undefined || file === undefined || cell === undefined) {
    return nothing;
  }
  const { text, network, why, report } = cell;
  return html`<section id="details" class="card" aria-live="polite" aria-label=${l10n.t('Reason')}>
    <h2>${file} · ${runtime.name}: ${text}</h2>
    ${network === undefined ? nothing : html`<p>${l10n.t('Network')}: <code>${network}</code></p>`}
    <p>${why}</p>
    ${
      report === undefined
        ? nothing
        : html`<p>${report.title}</p>
          <pre>${report.text}</pre>`
    }
    ${buttonRow([{ id: file, title: l10n.t('Open {0}', file) }], () => act({ file, runtime: runtime.name }))}
    <p class="muted">${runtime.name}: ${runtime.reads}</p>
  </section>`;
}
