/**
 * Two values, to be read beside each other: longer ones are cut to where they part, at an element of a list if they are lists. `longest` is
 * in UTF-16 units.
 */
export function contrast(left: string, right: string, longest: number): readonly [string, string] {
  if (Math.max(left.length, right.length) <= longest) return [left, right]
  let part = 0
  while (part < left.length && left[part] === right[part]) part++
  const element = left.lastIndexOf(',', part - 1)
  const from = element !== -1 ? element : Math.max(0, part - Math.floor(longest / 3))
  const cut = (text: string): string => {
    const rest = from === 0 ? text : `…${text.slice(from)}`
    return rest.length <= longest ? rest : `${rest.slice(0, longest - 1)}…`
  }
  return [cut(left), cut(right)]
}
