import { css, unsafeCSS } from 'lit';

/** A page that has room for the toolbar next to the picture. */
export const wide = '(min-width: 480px)';

/** Styles of the map. */
export const mapStyles = css`
  .tools {
    margin: 10px 0;
  }

  .tools > summary {
    cursor: pointer;
    color: var(--muted);
  }

  @media ${unsafeCSS(wide)} {
    .tools > summary {
      display: none;
    }
  }

  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }

  .tools .buttons {
    margin-top: 0;
  }

  .tools input,
  .tools select {
    padding: 3px 6px;
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--border)));
    border-radius: 2px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    font: inherit;
  }

  .tools input {
    width: 16em;
    max-width: 100%;
    box-sizing: border-box;
  }

  .tools select {
    background: var(--vscode-dropdown-background);
    color: var(--vscode-dropdown-foreground);
    max-width: 100%;
  }

  .tools :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }

  .map {
    overflow: auto;
    max-height: calc(100vh - 150px);
    min-height: 160px;
    border: 1px solid var(--border);
  }

  .map svg {
    display: block;
  }

  .map text {
    fill: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: 12px;
  }

  .map .title {
    font-weight: 600;
  }

  .map .line,
  .map .label {
    fill: var(--muted);
  }

  .map .label {
    font-size: 11px;
  }

  .map .back {
    fill: var(--vscode-editor-background);
  }

  .map .mark {
    fill: var(--bad);
  }

  .node {
    cursor: pointer;
    outline: none;
  }

  .node rect {
    fill: var(--vscode-editorWidget-background);
    stroke: var(--vscode-contrastBorder, var(--muted));
  }

  .node.namespace rect,
  .node.group rect {
    fill: var(--vscode-editor-background);
    stroke: var(--vscode-contrastBorder, var(--vscode-charts-blue));
  }

  .node.group rect {
    stroke-width: 3px;
  }

  .node.marked rect {
    stroke: var(--bad);
  }

  .node.planned rect {
    stroke: var(--vscode-charts-blue);
    stroke-dasharray: 5 4;
  }

  .node.leftover rect {
    stroke: var(--vscode-charts-yellow, var(--vscode-foreground));
    stroke-dasharray: 5 4;
  }

  .node.selected rect {
    fill: var(--vscode-list-inactiveSelectionBackground, var(--vscode-editor-background));
    stroke-width: 2px;
  }

  .node:focus-visible rect {
    stroke: var(--vscode-focusBorder);
    stroke-width: 3px;
  }

  .edge {
    fill: none;
    stroke: var(--muted);
    stroke-width: 1.5px;
  }

  .edge.route {
    stroke: var(--vscode-charts-green, var(--vscode-foreground));
    stroke-width: 1px;
  }

  .arrow {
    fill: var(--vscode-charts-green, var(--vscode-foreground));
  }

  .edge.planned {
    stroke: var(--vscode-charts-blue);
    stroke-dasharray: 5 4;
  }

  .edge.leftover {
    stroke: var(--vscode-charts-yellow, var(--vscode-foreground));
    stroke-dasharray: 5 4;
  }

  .edge.near {
    stroke-width: 3px;
  }

  #details ul {
    margin: 0;
    padding-left: 16px;
    max-height: 20em;
    overflow: auto;
  }
`;
