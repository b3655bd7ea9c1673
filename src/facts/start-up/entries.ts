import type { Text } from '../../model/text.js'

/** No map has more entries; the rest is left to the reader of maps. */
const MOST_ENTRIES = 1_000

/** What stands between commas and is not empty. */
export function* entriesOf(value: Text): Generator<Text> {
  let from = 0
  for (let count = 0; count < MOST_ENTRIES && from <= value.length; count++) {
    const comma = value.value.indexOf(',', from)
    const end = comma === -1 ? value.length : comma
    if (end > from) yield value.slice(from, end)
    from = end + 1
  }
}
