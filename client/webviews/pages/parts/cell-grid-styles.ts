import { css } from 'lit';

/** Styles of a table with selectable cells, and of the details below it. */
export const cellGridStyles = css`
  .grid {
    max-height: max(12em, 60vh);
    margin: 12px 0;
    overflow: auto;
    scroll-padding: 3em 1em 1em min(17em, 42vw);
    border: 1px solid var(--border);
  }

  .grid table {
    border-collapse: separate;
    border-spacing: 0;
    min-width: 100%;
  }

  .grid th,
  .grid td {
    padding: 0;
    border-bottom: 1px solid var(--border);
    text-align: left;
    vertical-align: top;
    font-weight: normal;
  }

  .grid thead th,
  .grid th[scope='row'] {
    position: sticky;
    background: var(--vscode-editor-background);
  }

  .grid thead th {
    top: 0;
    z-index: 1;
    padding: 4px 8px;
    color: var(--muted);
    white-space: nowrap;
  }

  .grid thead th:first-child,
  .grid th[scope='row'] {
    left: 0;
    min-width: min(14em, 36vw);
    max-width: min(16em, 40vw);
    border-right: 1px solid var(--border);
  }

  .grid thead th:first-child {
    z-index: 2;
  }

  .grid th[scope='row'] {
    padding: 5px 8px;
    overflow-wrap: anywhere;
  }

  .grid tfoot td {
    min-width: 12em;
    padding: 4px 8px;
    border-bottom: none;
  }

  .grid tbody tr:hover > * {
    background: linear-gradient(var(--vscode-list-hoverBackground), var(--vscode-list-hoverBackground)),
      var(--vscode-editor-background);
  }

  button.cell,
  button.sort,
  button.link {
    padding: 0;
    border: none;
    background: none;
    color: inherit;
    font: inherit;
    text-align: left;
    cursor: pointer;
  }

  button.link {
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
    overflow-wrap: anywhere;
  }

  button.cell {
    width: 100%;
    padding: 4px 8px;
    border: 1px solid transparent;
    white-space: nowrap;
  }

  button.cell.good > span {
    color: var(--good);
  }

  button.cell.bad {
    color: var(--bad);
    font-weight: 600;
  }

  button.cell.muted {
    color: var(--muted);
  }

  button.cell[aria-pressed='true'] {
    background: var(--vscode-list-inactiveSelectionBackground);
    border-color: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
  }

  .grid:focus-visible,
  button.cell:focus-visible,
  button.sort:focus-visible,
  button.link:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }

  #details {
    overflow-wrap: anywhere;
  }

  #details h2 {
    margin-top: 0;
    font-size: 1em;
    color: inherit;
  }

  #details ul {
    margin: 4px 0;
    padding-left: 20px;
  }
`;
