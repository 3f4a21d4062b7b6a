import { css, html, nothing, type TemplateResult } from 'lit';
import type { DataCell, DataLine, DataTable } from '../../result/result-model.ts';

/**
 * A table with a caption, headings of columns and, in its first column, of rows. On a narrow page each row is a block with
 * one labeled value below the other; the roles keep the semantics that this layout would remove.
 */
export function dataTable(
  { caption, columns, rows, empty }: DataTable,
  press: (button: string) => void,
): TemplateResult {
  return rows.length === 0
    ? html`<h2>${caption}</h2>
        <p class="muted">${empty}</p>`
    : html`<div class="data-scroll">
        <table class="data" role="table">
          <caption>${caption}</caption>
          <thead role="rowgroup">
            <tr role="row">${columns.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr>
          </thead>
          <tbody role="rowgroup">
            ${rows.map(
              ([name = [], ...cells]) =>
                html`<tr role="row">
                  <th role="rowheader" scope="row">${linesOf(name, press)}</th>
                  ${cells.map((cell, index) => dataCell(columns[index + 1] ?? '', cell, press))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
}

const dataCell = (title: string, cell: DataCell, press: (button: string) => void): TemplateResult =>
  html`<td role="cell" class=${cell.length === 0 ? 'empty' : nothing} data-title=${title}>
    <div>${linesOf(cell, press)}</div>
  </td>`;

const linesOf = (cell: DataCell, press: (button: string) => void): readonly TemplateResult[] =>
  cell.map((line) => html`<div>${lineOf(line, press)}</div>`);

function lineOf({ text, note, isCode, button }: DataLine, press: (button: string) => void): TemplateResult {
  if (button !== undefined) {
    return html`<button class="link" @click=${() => press(button)}>${text}</button>`;
  }
  const value = isCode === true ? html`<code>${text}</code>` : html`<span>${text}</span>`;
  return note === undefined ? value : html`${value} <span class="muted">${note}</span>`;
}

/** Styles of {@link dataTable}. */
export const dataTableStyles = css`
  /* Values that are too long scroll on their own, so that the page never does. */
  .data-scroll {
    overflow-x: auto;
    margin: 16px 0 6px;
  }

  table.data {
    width: 100%;
    border-collapse: collapse;
  }

  .data caption {
    margin-bottom: 2px;
    text-align: left;
    font-size: 0.9em;
    font-weight: 600;
    color: var(--muted);
  }

  .data th,
  .data td {
    padding: 4px 12px 4px 0;
    border-bottom: 1px solid var(--border);
    text-align: left;
    vertical-align: top;
    font-weight: normal;
  }

  .data code {
    padding: 0;
  }

  .data thead th {
    color: var(--muted);
    white-space: nowrap;
  }

  .data tbody th > div > :first-child {
    font-weight: 600;
  }

  button.link {
    padding: 0;
    border: none;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    text-align: left;
    text-decoration: underline;
    cursor: pointer;
  }

  button.link:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }

  @media (max-width: 600px) {
    table.data,
    .data caption,
    .data tbody,
    .data tbody tr,
    .data tbody th {
      display: block;
    }

    .data thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .data tbody tr {
      padding: 4px 0;
      border-bottom: 1px solid var(--border);
    }

    .data tbody th,
    .data td {
      padding: 0;
      border: none;
      overflow-wrap: anywhere;
    }

    .data td {
      display: grid;
      grid-template-columns: 6em minmax(0, 1fr);
      gap: 8px;
    }

    .data td.empty {
      display: none;
    }

    .data td::before {
      content: attr(data-title);
      color: var(--muted);
    }
  }
`;
