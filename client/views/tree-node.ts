/** The content of a row of any tree. */
export interface TreeRow {
  /** Stable across refreshes, so that the tree keeps its selection and expanded rows. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Name of a codicon. */
  readonly icon: string;
  /** Theme color of the icon, if not the default. */
  readonly color?: string | undefined;
}
