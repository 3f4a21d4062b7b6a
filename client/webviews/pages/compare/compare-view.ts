import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { CompareAction, CompareModel, HostGroup } from '../../compare/compare-model.ts';
import { buttonRow } from '../parts/buttons.ts';
import { cellGrid, type GridColumn } from '../parts/cell-grid.ts';
import { placeInside, type Place } from '../parts/grid-keys.ts';
import type { Showing } from '../parts/start-page.ts';
import { nextOrder, type Order, orderGroups } from './order-groups.ts';

/** What the user chose. A group is known by its first host. */
interface CompareState {
  readonly order?: Order;
  readonly onlyDifferences?: boolean;
  /** The groups whose hosts are listed. */
  readonly unfolded?: readonly string[];
  readonly selected?: { readonly host: string; readonly check: string };
  /** Number of rows that are shown. */
  readonly limit?: number;
}

type ShowingCompare = Showing<CompareModel, CompareState, CompareAction>;

/** Rows that are shown at first, and more with each press of a button: each row is a dozen elements. */
const rowsAtOnce = 200;

/** The page: the table, and the reasons of the selected cell. */
export function compareView(showing: ShowingCompare): TemplateResult {
  const { model, state, update, act } = showing;
  const { title, summary, buttons } = model;
  const columns = model.checks.flatMap(({ isSame }, index) =>
    state.onlyDifferences === true && isSame ? [] : [index],
  );
  const ordered = orderGroups(model.groups, state.order);
  const shown = ordered.slice(0, state.limit ?? rowsAtOnce);
  const selected = selectedPlace(showing, shown, columns);
  return html`<main>
    <h1>${title}</h1>
    <p>${summary} ${foldedText(model)}</p>
    ${buttonRow(buttons, (id) => act(id === 'file' ? { kind: 'file' } : { kind: 'json' }))}
    ${differencesBox(showing)}
    ${cellGrid({
      label: title,
      columns: headings(showing, columns),
      rows: shown.map((group) => ({
        head: hostsOf(group, showing),
        cells: columns.flatMap((index) => group.cells[index] ?? []),
      })),
      selected,
      select: (place) => {
        const [host, check] = [shown[place.row]?.hosts[0], model.checks[columns[place.column] ?? 0]?.name];
        if (host !== undefined && check !== undefined) {
          update({ selected: { host, check } });
        }
      },
    })}
    ${
      shown.length === ordered.length
        ? nothing
        : buttonRow([{ id: 'more', title: l10n.t('Show More Rows ({0} of {1})', shown.length, ordered.length) }], () =>
            update({ limit: shown.length + rowsAtOnce }),
          )
    }
    ${details(showing, shown[selected.row], columns[selected.column])}
  </main>`;
}

function foldedText({ groups }: CompareModel): string {
  const hosts = groups.reduce((sum, group) => sum + group.hosts.length, 0);
  return hosts === groups.length ? '' : l10n.t('Hosts with the same results share a row.');
}

function differencesBox({ model, state, update }: ShowingCompare): TemplateResult | typeof nothing {
  const same = model.checks.filter(({ isSame }) => isSame).length;
  if (same === 0 && state.onlyDifferences !== true) {
    return nothing;
  }
  return html`<p>
    <vscode-checkbox
      label=${l10n.t('Only differences (hides {0} checks with the same result on all hosts)', same)}
      ?checked=${state.onlyDifferences === true}
      @change=${(event: Event) => {
        const { currentTarget: box } = event;
        update({ onlyDifferences: box instanceof HTMLElement && 'checked' in box && box.checked === true });
      }}
    ></vscode-checkbox>
  </p>`;
}

function headings({ model, state, update }: ShowingCompare, columns: readonly number[]): readonly GridColumn[] {
  const heading = (title: string, by: Order['by']): GridColumn => ({
    title,
    order: state.order?.by === by ? (state.order.isDescending ? 'descending' : 'ascending') : undefined,
    press: () => update({ order: nextOrder(state.order, by) }),
  });
  return [heading(l10n.t('Host'), 'host'), ...columns.map((index) => heading(model.checks[index]?.name ?? '', index))];
}

/** The first cell of a row: the host, or the first host and a fold with all of them. */
function hostsOf({ hosts }: HostGroup, { state, update }: ShowingCompare): TemplateResult {
  const [first = ''] = hosts;
  if (hosts.length === 1) {
    return html`${first}`;
  }
  const unfolded = state.unfolded ?? [];
  const isOpen = unfolded.includes(first);
  const toggle = (): void =>
    update({ unfolded: isOpen ? unfolded.filter((name) => name !== first) : [...unfolded, first] });
  return html`<button class="sort" aria-expanded=${isOpen} @click=${toggle}>
      <span aria-hidden="true">${isOpen ? '▾' : '▸'}</span> ${l10n.t('{0} hosts: {1}…', hosts.length, first)}
    </button>
    ${isOpen ? html`<ul tabindex="0">${hosts.map((host) => html`<li>${host}</li>`)}</ul>` : nothing}`;
}

/** The cell that was selected, else the first finding. */
function selectedPlace(
  { model, state }: ShowingCompare,
  shown: readonly HostGroup[],
  columns: readonly number[],
): Place {
  const { selected } = state;
  const place =
    selected === undefined
      ? firstFinding(shown, columns)
      : {
          row: shown.findIndex(({ hosts }) => hosts[0] === selected.host),
          column: columns.findIndex((index) => model.checks[index]?.name === selected.check),
        };
  return placeInside(place, shown.length, columns.length);
}

const isFinding = (group: HostGroup | undefined, index: number): boolean => group?.cells[index]?.rank === 0;

function firstFinding(shown: readonly HostGroup[], columns: readonly number[]): Place {
  const row = shown.findIndex((group) => columns.some((index) => isFinding(group, index)));
  return { row, column: columns.findIndex((index) => isFinding(shown[row], index)) };
}

function details(
  { model, act }: ShowingCompare,
  group: HostGroup | undefined,
  index: number | undefined,
): TemplateResult {
  const check = index === undefined ? undefined : model.checks[index];
  const cell = index === undefined ? undefined : group?.cells[index];
  return html`<section id="details" class="card" aria-live="polite" aria-label=${l10n.t('Reason')}>
    ${
      check === undefined || cell === undefined
        ? html`<p>${l10n.t('All hosts have the same results.')}</p>`
        : html`<h2>${group?.hosts[0]} · ${check.name}: ${cell.text}</h2>
          ${cell.reasons.length === 0 ? nothing : html`<ul>${cell.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
          ${cell.remedy === undefined ? nothing : html`<p>${l10n.t('Remedy')}: ${cell.remedy}</p>`}
          ${buttonRow(
            cell.rules.map((rule) => ({ id: rule, title: l10n.t('Open Rule {0}', rule) })),
            (rule) => act({ kind: 'rule', rule }),
          )}
          ${check.meaning === '' ? nothing : html`<p class="muted">${check.name}: ${check.meaning}</p>`}`
    }
  </section>`;
}
