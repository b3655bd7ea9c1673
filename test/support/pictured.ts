import type { Pictured } from '../../src/reporters/picture.js'
import { document } from './outcome.js'

/** A box of a picture with nothing known of it but what is given. */
export const pictured = (more: Partial<Pictured> = {}): Pictured => ({
  kind: 'kubelet',
  facts: [],
  instances: { min: 1, max: 1 },
  inView: true,
  at: { doc: document('a.yaml', 'a: 1\n'), start: 0, end: 1 },
  findings: [],
  unknown: 0,
  things: [],
  ...more,
})
