import { css } from 'lit';

/** Styles of the inspector. */
export const operationStyles = css`
  .chain .row {
    display: grid;
    grid-template-columns: minmax(6em, 14em) minmax(3em, 1fr) 6em 1.5em;
    gap: 8px;
    align-items: center;
    padding: 3px 6px;
    border: 1px solid transparent;
    cursor: pointer;
  }

  .chain .row:hover {
    background: var(--vscode-list-hoverBackground);
  }

  .chain .row[aria-selected='true'] {
    background: var(--vscode-list-inactiveSelectionBackground);
    color: var(--vscode-list-inactiveSelectionForeground, inherit);
    border-color: var(--vscode-contrastActiveBorder, transparent);
  }

  .chain .row:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }

  .row .name {
    padding-left: calc(var(--level) * 14px);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .row > * {
    min-width: 0;
  }

  .row .duration {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }

  .row .mark {
    text-align: center;
  }

  .row.unreached .name {
    color: var(--muted);
  }

  svg.bar {
    width: 100%;
    height: 10px;
    overflow: visible;
  }

  svg.bar rect {
    fill: var(--vscode-charts-blue);
    stroke: var(--vscode-contrastBorder, none);
  }

  .row:not([aria-level='1']) svg.bar rect {
    fill: var(--muted);
  }

  .row.failed svg.bar rect,
  .row.unknown svg.bar rect {
    fill: var(--vscode-charts-red);
  }

  details.folded {
    margin: 12px 0;
  }

  summary {
    color: var(--muted);
    cursor: pointer;
  }

  /* Many tabs scroll on their own, so that the page never does. */
  vscode-tabs {
    overflow-x: auto;
    margin-top: 8px;
    padding: 1px;
  }

  vscode-tab-header[active] {
    box-shadow: inset 0 -2px var(--vscode-focusBorder);
  }

  .card code {
    color: inherit;
    background: none;
    white-space: pre-wrap;
  }

  .card .what {
    font-weight: 600;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
  }

  td,
  th {
    padding: 1px 6px;
    text-align: left;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  table.pairs th {
    width: 16em;
    font-weight: normal;
    color: var(--muted);
  }

  table.diff {
    margin: 8px 0;
    border: 1px solid var(--border);
    background: var(--vscode-textCodeBlock-background);
  }

  .diff .sign {
    width: 1em;
  }

  .diff .by {
    width: 1%;
    min-width: 5em;
    white-space: nowrap;
    color: var(--muted);
  }

  .diff .added {
    background: var(--vscode-diffEditor-insertedLineBackground);
  }

  .diff .removed {
    background: var(--vscode-diffEditor-removedLineBackground);
  }
`;
