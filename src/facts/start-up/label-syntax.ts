/* Names and values of labels and taints (apimachinery pkg/util/validation, IsQualifiedName and IsValidLabelValue). */

const WORD = /^[A-Za-z\d](?:[-\w.]{0,61}[A-Za-z\d])?$/
const DOMAIN = /^[a-z\d](?:[-a-z\d]*[a-z\d])?(?:\.[a-z\d](?:[-a-z\d]*[a-z\d])?)*$/

/** `name` or `prefix/name`, the prefix a lower-case domain. */
export function isQualifiedName(text: string): boolean {
  const parts = text.split('/')
  const [name = '', prefix] = parts.reverse()
  if (parts.length > 2 || !WORD.test(name)) return false
  return prefix === undefined || (prefix.length <= 253 && DOMAIN.test(prefix))
}

export const isLabelValue = (text: string): boolean => text === '' || WORD.test(text)
