/** What a row of any of our trees shows. */
export interface TreeRow {
  /** The same for the same thing at each refresh, so that the tree keeps its selection and what is unfolded. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Name of an icon of the editor. */
  readonly icon: string;
  /** Theme colour of the icon, where it is not the usual one. */
  readonly color?: string | undefined;
}
