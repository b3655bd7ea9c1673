import type { Variable } from '../../model/fragment.js'
import { MASK, Text } from '../../model/text.js'
import { slicer, unknown } from '../syntax/words.js'

/** Longest value an expansion may grow to; what would be longer is unknown (variables that name one another double each time). */
const LIMIT = 65_536

/**
 * Gives `$(NAME)` back to a text of which a reader of templates has masked it: the kubelet is the one who expands it.
 * Other holes stay.
 */
export function unmasked(text: Text): Text {
  if (text.known) return text
  let value = ''
  let offset = 0
  for (const { length, doc, start, linear } of text.pieces) {
    const part = text.value.slice(offset, offset + length)
    value += linear ? restored(part, doc.source.slice(start, start + length)) : part
    offset += length
  }
  return text.withValue(value)
}

function restored(part: string, source: string): string {
  if (!part.includes(MASK)) return part
  let value = ''
  let from = 0
  for (const { index, 0: reference } of source.matchAll(/\$\([A-Za-z_][\w.-]*\)/g)) {
    const end = index + reference.length
    if (!masks(part, index, end)) continue
    value += part.slice(from, index) + reference
    from = end
  }
  return value + part.slice(from)
}

/** True if a..b is masked and no longer hole reaches over it. */
function masks(part: string, a: number, b: number): boolean {
  for (let i = a; i < b; i++) if (part[i] !== MASK) return false
  return part[a - 1] !== MASK && part[b] !== MASK
}

/**
 * Expands `$(NAME)` as the kubelet does (kubernetes/kubernetes third_party/forked/golang/expansion/expand.go): `$$` is
 * a dollar sign. The kubelet leaves a name it does not know as it stands; so do kustomize's and OpenShift's templates
 * until somebody fills them in, hence such a name is unknown here.
 */
export function expand(text: Text, variables: ReadonlyMap<string, Text>): Text {
  if (!text.value.includes('$')) return text
  const cut = slicer(text)
  const parts: Text[] = []
  let from = 0
  let length = 0
  for (const { index, 0: found, 1: name } of text.value.matchAll(/\$\$|\$\(([^()$]*)\)/g)) {
    const end = index + found.length
    const value = name === undefined ? cut(index + 1, end) : (variables.get(name) ?? unknown(cut(index, end)))
    if (index > from) parts.push(cut(from, index))
    if (value.length > 0) parts.push(value)
    length += index - from + value.length
    if (length > LIMIT) return unknown(text)
    from = end
  }
  if (from === 0) return text
  if (from < text.length) parts.push(cut(from, text.length))
  return parts.length === 0 ? text.slice(0, 0) : Text.join(parts)
}

/** A variable of a pod; a shell that expands it unquoted cuts it at blanks. */
export function variable(name: Text, text: Text): Variable {
  const cut = slicer(text)
  const words = [...text.value.matchAll(/\S+/g)].map(({ index, 0: word }) => cut(index, index + word.length))
  return { name: name.value, text, words, at: name.at }
}
