import { css } from 'lit';

/**
 * Styles of every page. Colors and fonts come from the theme; in high contrast the borders do. A page never scrolls
 * sideways: texts wrap, and blocks of code scroll on their own.
 */
export const pageStyles = css`
  :root {
    --border: var(--vscode-contrastBorder, var(--vscode-panel-border, transparent));
    --muted: var(--vscode-descriptionForeground);
    --good: var(--vscode-charts-green, var(--vscode-foreground));
    --bad: var(--vscode-errorForeground);
  }

  body {
    padding: 12px 20px 24px;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    line-height: 1.5;
  }

  main {
    max-width: 120em;
    min-width: 0;
  }

  h1,
  h2 {
    margin: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  h1 {
    font-size: 1.25em;
  }

  h2 {
    margin: 16px 0 6px;
    font-size: 0.9em;
    color: var(--muted);
  }

  p {
    margin: 4px 0;
    overflow-wrap: anywhere;
  }

  code,
  pre {
    font-family: var(--vscode-editor-font-family);
    font-size: var(--vscode-editor-font-size);
  }

  pre {
    margin: 8px 0;
    padding: 8px;
    border: 1px solid var(--border);
    background: var(--vscode-textCodeBlock-background);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .muted {
    color: var(--muted);
  }

  .good {
    color: var(--good);
  }

  .bad {
    color: var(--bad);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 8px;
  }

  .card {
    margin: 12px 0;
    padding: 8px 12px;
    border: 1px solid var(--border);
    border-left: 3px solid var(--vscode-panelTitle-activeBorder, var(--border));
  }

  .card.error {
    border-color: var(--vscode-contrastBorder, var(--vscode-inputValidation-errorBorder));
    border-left-color: var(--bad);
    background: var(--vscode-inputValidation-errorBackground);
    color: var(--vscode-inputValidation-errorForeground, var(--vscode-foreground));
  }
`;
