import type { PolicyFlag } from '../../model/fragment.js'
import { parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'
import { anchorOf, apiVersionOf, groupOf, kindOf } from './object.js'

const KINDS: Readonly<Record<string, PolicyFlag>> = {
  EncryptionConfiguration: 'encryption-provider-config',
  AdmissionConfiguration: 'admission-control-config-file',
  AuthenticationConfiguration: 'authentication-config',
  AuthorizationConfiguration: 'authorization-config',
}

/** `apiserver.k8s.io` is the group of the first alpha versions (k8s.io/apiserver/pkg/apis/apiserver). */
const GROUPS: readonly (string | undefined)[] = ['apiserver.config.k8s.io', 'apiserver.k8s.io']

/** What `--encryption-provider-config`, `--audit-policy-file` and their kin name. */
export const apiserverPolicy: TreeFormat = {
  name: 'apiserver-policy',
  wants: tree => flagOf(kindOf(tree), groupOf(tree)) !== undefined || isLegacy(kindOf(tree), apiVersionOf(tree)),
  read(tree, { doc }) {
    const of = flagOf(kindOf(tree), groupOf(tree)) ?? 'encryption-provider-config'
    return parsed([{ kind: 'policy', ...belonging(doc, anchorOf(tree)), of, tree }])
  },
}

function flagOf(kind: string | undefined, group: string | undefined): PolicyFlag | undefined {
  if (kind === undefined) return undefined
  if (kind === 'Policy' && group === 'audit.k8s.io') return 'audit-policy-file'
  return GROUPS.includes(group) && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
}

/** Kind and version before 1.13 (k8s.io/apiserver/pkg/server/options/encryptionconfig, 1.12). */
const isLegacy = (kind: string | undefined, apiVersion: string | undefined): boolean =>
  kind === 'EncryptionConfig' && apiVersion === 'v1'
