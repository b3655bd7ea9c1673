/** Reading what an apiserver answers: anything may stand anywhere. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const objectAt = (value: unknown, ...route: readonly string[]): Json => {
  let here: unknown = value
  for (const name of route) here = isObject(here) ? here[name] : undefined
  return isObject(here) ? here : {}
}
export const textAt = (value: unknown, ...route: readonly string[]): string => {
  const last = route.at(-1) ?? ''
  const found = objectAt(value, ...route.slice(0, -1))[last]
  return typeof found === 'string' ? found : ''
}
export const listAt = (value: unknown, ...route: readonly string[]): readonly Json[] => {
  const last = route.at(-1) ?? ''
  const found = objectAt(value, ...route.slice(0, -1))[last]
  return Array.isArray(found) ? found.filter(isObject) : []
}

/** Most of an object is of no use here: who wrote which field last is a third of it. */
const DROPPED = [
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
  'ownerReferences',
  'finalizers',
]
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** An object without what nobody asks for; environment variables without values that might be secrets. */
export function stripped(object: Json): Json {
  const { status: _, ...rest } = object
  const metadata = Object.fromEntries(
    Object.entries(objectAt(object, 'metadata')).filter(([name]) => !DROPPED.includes(name)),
  )
  const annotations = Object.fromEntries(
    Object.entries(objectAt(metadata, 'annotations')).filter(([name]) => name !== LAST_APPLIED),
  )
  const { annotations: __, ...others } = metadata
  const kept = Object.keys(annotations).length === 0 ? others : { ...others, annotations }
  return { ...rest, metadata: kept }
}

/** Variables that components read, which hold no secret; all others may. */
const HARMLESS =
  /^(?:ETCD_(?!.*(?:PASSWORD|TOKEN|SECRET|KEY$))\w+|HTTP2_\w+|GO(?:DEBUG|GC|MAXPROCS|MEMLIMIT)|KUBERNETES_SERVICE_\w+)$/

/** Nothing Kubernetes knows is nested deeper; what is would take the stack of whoever walks through it. */
const DEEPEST = 64

/** The same object without what lies deeper than anything Kubernetes knows, and without the values of variables that may be secret. */
export function withoutSecrets(object: Json): Json {
  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (depth > DEEPEST) return undefined
    if (Array.isArray(value)) return value.map(item => walk(item, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        name === 'env' && Array.isArray(inner)
          ? inner.map(item => walk(variable(item), depth + 2))
          : walk(inner, depth + 1),
      ]),
    )
  }
  const walked = walk(object, 0)
  return isObject(walked) ? walked : {}
}

function variable(given: unknown): unknown {
  if (!isObject(given) || typeof given.name !== 'string' || HARMLESS.test(given.name)) return given
  return { name: given.name, valueFrom: {} }
}
