import type { Read } from '../../model/rule.js'
import type { Text } from '../../model/text.js'
import type { Tree } from '../../model/tree.js'
import { atLeast } from '../../model/version.js'
import { rows } from './checks.js'
import { type Policy, policyOf, within } from './policies.js'
import { readItems, readText, readTree } from './trees.js'
import type { Checking } from './validation.js'

const VALIDATION = 'staging/src/k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go'

/** What an authenticator of `--authentication-config` has to say of the tokens it takes. */
export const AUTHENTICATORS = rows('kube-apiserver', [
  {
    id: 'authentication-audiences',
    settings: ['--authentication-config'],
    versions: '>=1.29',
    reason: '{problem}',
    remedy:
      'name under `audiences` whom the tokens are for, each once; more than one need `audienceMatchPolicy: MatchAny`',
    source: VALIDATION,
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, 'authentication-config')
      if (policy === undefined) return
      for (const jwt of yield* readItems(policy.tree, 'jwt')) yield { apart: look(policy, jwt) }
      function* look(of: Policy, jwt: Tree): Checking {
        const names: Text[] = []
        const audiences = yield* readItems(jwt, 'issuer', 'audiences')
        if (audiences.length === 0)
          yield within(of, (yield* innermost(jwt, 'issuer', 'audiences')) ?? jwt, {
            problem: 'an authenticator has no audiences',
          })
        for (const audience of audiences) {
          const name = yield* readText(audience)
          if (name === undefined || name.value === '') {
            yield within(of, name ?? audience, { problem: 'an audience is empty' })
            return
          }
          if (names.some(({ value }) => value === name.value)) {
            yield within(of, name, { problem: `the audience \`${name.value}\` stands there twice` })
            return
          }
          names.push(name)
        }
        const [, second] = names
        // up to 1.29 one is all that may stand there
        if (second === undefined || !atLeast(apiserver.version, '1.30')) return
        const match = yield* readText(jwt, 'issuer', 'audienceMatchPolicy')
        if (match?.value !== 'MatchAny')
          yield within(of, match ?? second, { problem: 'several audiences need `audienceMatchPolicy: MatchAny`' })
      }
    },
  },
  {
    id: 'authentication-claims',
    settings: ['--authentication-config'],
    versions: '>=1.29',
    reason: '{problem}',
    remedy: 'write for example `claimMappings: {username: {claim: sub, prefix: "oidc:"}}`',
    source: VALIDATION,
    *check(apiserver) {
      const policy = yield* policyOf(apiserver, 'authentication-config')
      if (policy === undefined) return
      for (const jwt of yield* readItems(policy.tree, 'jwt'))
        for (const name of ['username', 'groups'] as const) yield { apart: look(policy, jwt, name) }
      function* look(of: Policy, jwt: Tree, name: 'username' | 'groups'): Checking {
        const route = ['claimMappings', name] as const
        const claim = yield* readText(jwt, ...route, 'claim')
        const expression = yield* readText(jwt, ...route, 'expression')
        const [hasClaim, hasExpression] = [isFilled(claim), isFilled(expression)]
        const place = claim ?? expression ?? (yield* innermost(jwt, ...route)) ?? jwt
        if (hasClaim && hasExpression) yield within(of, place, { problem: `\`${name}\` has a claim and an expression` })
        else if (!hasClaim && !hasExpression) {
          if (name === 'username') yield within(of, place, { problem: 'no claim is the name of the user' })
        } else if (hasClaim && !(yield* hasPrefix(jwt, ...route)))
          yield within(of, place, { problem: `the claim of \`${name}\` has no prefix, which may be empty` })
      }
    },
  },
])

const isFilled = (text: Text | undefined): boolean => text !== undefined && text.value !== ''

function* hasPrefix(jwt: Tree, ...route: readonly string[]): Generator<Read, boolean, unknown> {
  const prefix = yield* readTree(jwt, ...route, 'prefix')
  return prefix !== undefined && !(prefix.kind === 'scalar' && prefix.empty)
}

/** The part of a route that is there. */
function* innermost(tree: Tree, ...route: readonly string[]): Generator<Read, Tree | undefined, unknown> {
  for (let length = route.length; length > 0; length--) {
    const found = yield* readTree(tree, ...route.slice(0, length))
    if (found !== undefined) return found
  }
  return undefined
}
