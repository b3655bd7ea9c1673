import type { Document } from '../model/document.js'
import { type Fragment, POLICY_FLAGS, type PolicyFlag, type PolicyFragment } from '../model/fragment.js'
import { type Built, type Process, seen } from './built.js'
import type { Part } from './parts.js'
import { pathFlag } from './path-flag.js'
import { AMBIGUOUS, ambiguous, type Hit, push, type Reference } from './reference.js'

/** Documents that flags of an apiserver name, by flag; those of flags that are not set are left out. */
export type Documents = ReadonlyMap<PolicyFlag, Part<PolicyFragment>>

/** A flag that names a document, and what of it is known before anything is followed. */
interface Named {
  readonly flag: PolicyFlag
  readonly part: Part<never>
  readonly reference?: Reference
  /** The only such document of the file that starts the process: what somebody writes below a pod is meant for it. */
  readonly beside?: PolicyFragment
}

/** Policies by the document they stand in. */
export function policiesIn(fragments: readonly Fragment[]): ReadonlyMap<Document, readonly PolicyFragment[]> {
  const found = new Map<Document, PolicyFragment[]>()
  for (const fragment of fragments) if (isPolicy(fragment)) push(found, fragment.doc, fragment)
  return found
}

export function policyReferences(process: Process, policies: ReturnType<typeof policiesIn>): Named[] {
  if (process.kind !== 'kube-apiserver') return []
  return POLICY_FLAGS.flatMap((flag): Named[] => {
    const { path, part } = pathFlag(process, flag)
    if (part.state === 'absent') return []
    if (path === undefined) return [{ flag, part }]
    const { owner } = process
    const own = (policies.get(owner.doc) ?? []).filter(one => one.of === flag)
    const [beside] = own.length === 1 ? own : []
    const reference: Reference = { from: owner, path, role: flag, wants: `policy ${flag}` }
    return [{ flag, part, reference, ...(beside === undefined ? {} : { beside }) }]
  })
}

const isPolicy = (fragment: Fragment): fragment is PolicyFragment => fragment.kind === 'policy'

export function documentsOf(named: readonly Named[], follow: (reference: Reference) => Hit): Documents {
  return new Map(
    named.map(({ flag, part, reference, beside }) => {
      const hit = reference === undefined ? undefined : follow(reference)
      const found = hit?.fragments.find(isPolicy) ?? beside
      if (found !== undefined) return [flag, seen(found, found.at)]
      const isTwice = part.state === 'dangling' && hit?.how === AMBIGUOUS
      return [flag, isTwice ? { ...part, because: ambiguous(part.what) } : part]
    }),
  )
}

/** What a component loads; it says nothing of which cluster that belongs to, so it is no part of what it is made of. */
export const policiesOf = ({ variants }: Built): PolicyFragment[] =>
  variants.flatMap(({ documents }) =>
    [...(documents?.values() ?? [])].flatMap(part => (part.state === 'seen' ? [part.value] : [])),
  )
