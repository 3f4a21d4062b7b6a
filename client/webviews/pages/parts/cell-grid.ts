import { html, nothing, type TemplateResult } from 'lit';
import { type Place, placeOfKey } from './grid-keys.ts';

/** The heading of a column. `press` sorts by it, `order` is how it is sorted now. */
export interface GridColumn {
  readonly title: string;
  readonly order?: 'ascending' | 'descending' | undefined;
  readonly press?: (() => void) | undefined;
}

/** A cell: a mark, so that colors alone say nothing, and a few words. */
interface GridCell {
  readonly mark: string;
  readonly text: string;
  /** Class of its color. */
  readonly tone: string;
}

/** A table whose cells can be selected. */
export interface CellGrid {
  readonly label: string;
  /** The heading of each column, the sticky first one included. */
  readonly columns: readonly GridColumn[];
  readonly rows: readonly { readonly head: TemplateResult; readonly cells: readonly GridCell[] }[];
  readonly foot?: TemplateResult | undefined;
  readonly selected: Place;
  readonly select: (place: Place) => void;
}

/**
 * A table in a separate container, which scrolls in both directions under the headings. One cell is in the tab order;
 * the arrow keys, Home and End lead to the others and select them. The details of the selected cell have the id "details".
 */
export function cellGrid({ label, columns, rows, foot, selected, select }: CellGrid): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const isCell = event.target instanceof Element && event.target.classList.contains('cell');
    const next = isCell ? placeOfKey(event.key, selected, rows.length, columns.length - 1) : undefined;
    if (next !== undefined) {
      event.preventDefault();
      select(next);
      document.getElementById(cellId(next))?.focus();
    }
  };
  return html`<div class="grid" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          ${columns.map(heading)}
        </tr>
      </thead>
      <tbody @keydown=${onKey}>
        ${rows.map(
          ({ head, cells }, row) =>
            html`<tr>
              <th scope="row">${head}</th>
              ${cells.map((cell, column) => cellButton(cell, { row, column }, selected, () => select({ row, column })))}
            </tr>`,
        )}
      </tbody>
      ${foot === undefined ? nothing : html`<tfoot>${foot}</tfoot>`}
    </table>
  </div>`;
}

const cellId = ({ row, column }: Place): string => `cell-${row}-${column}`;

const arrows = { ascending: '▲', descending: '▼' } as const;

function heading({ title, order, press }: GridColumn): TemplateResult {
  return html`<th scope="col" aria-sort=${order ?? (press === undefined ? nothing : 'none')}>
    ${
      press === undefined
        ? title
        : html`<button class="sort" @click=${press}>
          ${title} <span aria-hidden="true">${order === undefined ? '' : arrows[order]}</span>
        </button>`
    }
  </th>`;
}

function cellButton({ mark, text, tone }: GridCell, place: Place, selected: Place, select: () => void): TemplateResult {
  const isSelected = place.row === selected.row && place.column === selected.column;
  return html`<td>
    <button
      id=${cellId(place)}
      class="cell ${tone}"
      tabindex=${isSelected ? 0 : -1}
      aria-pressed=${isSelected}
      aria-controls="details"
      @click=${select}
    ><span aria-hidden="true">${mark}</span> ${text}</button>
  </td>`;
}
