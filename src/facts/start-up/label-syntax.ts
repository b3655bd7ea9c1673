/** Syntax of labels (k8s.io/apimachinery/pkg/util/validation/validation.go). */
const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/

/** IsQualifiedName: a name, with the domain of its owner in front or without. */
export function isLabelKey(key: string): boolean {
  const parts = key.split('/')
  if (parts.length > 2) return false
  const [name = '', domain] = parts.reverse()
  return name.length <= 63 && NAME.test(name) && (domain === undefined || isSubdomain(domain))
}

const isSubdomain = (text: string): boolean => text.length <= 253 && SUBDOMAIN.test(text)

/** IsValidLabelValue. */
export const isLabelValue = (value: string): boolean => value === '' || (value.length <= 63 && NAME.test(value))
