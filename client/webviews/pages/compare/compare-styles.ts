import { css } from 'lit';
import { cellGridStyles } from '../parts/cell-grid-styles.ts';

/** Styles of the comparison. */
export const compareStyles = css`
  ${cellGridStyles}

  .grid ul {
    max-height: 20em;
    margin: 4px 0 0;
    padding-left: 16px;
    overflow: auto;
  }

  label {
    cursor: pointer;
  }
`;
