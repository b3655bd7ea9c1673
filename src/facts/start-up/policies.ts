import type { Component } from '../../model/component.js'
import type { PolicyFlag } from '../../model/fragment.js'
import { known, type Placed, type Read } from '../../model/rule.js'
import type { KnownSetting } from '../../model/setting.js'
import type { Tree } from '../../model/tree.js'
import type { Broken } from './validation.js'

/** A document that is read, and the flag that says so. */
export interface Policy {
  readonly tree: Tree
  readonly by: KnownSetting<unknown>
}

/** The document a flag names; undefined if it names none. One that is not in view ends the check. */
export function* policyOf(
  apiserver: Component<'kube-apiserver'>,
  flag: PolicyFlag,
): Generator<Read, Policy | undefined, unknown> {
  const found = yield* known(apiserver.document(flag))
  return found.value === undefined ? undefined : { tree: found.value, by: found }
}

/** Something in the document that the apiserver refuses: what stops it is spelt as the flag that names the document. */
export const within = ({ by }: Policy, at: Placed, values: NonNullable<Broken['values']>): Broken => ({
  at,
  values: { ...(by.by === undefined ? {} : { spelling: by.by.spelling }), ...values },
  related: [{ at: by, label: 'read because of this' }],
})
