/**
 * What one page shows at most: a mail attachment has to open on a phone. Whatever is left out is counted where it would stand, and
 * every format for machines has all of it.
 */
export const MOST = {
  /** Findings with their lines; the most severe first. */
  findings: 2000,
  silenced: 1000,
  /** Rows of the tables of what runs. */
  settings: 12_000,
  /** Clusters that are drawn. */
  pictures: 150,
  /** Boxes of one kind in a tier. */
  boxes: 12,
  /** Lines of a list that says what is not known or not checked. */
  listed: 200,
  /** Places that one finding is related to. */
  related: 10,
} as const
