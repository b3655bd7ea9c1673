import { parseAllDocuments } from 'yaml'
import type { Api } from './api.js'
import type { KubernetesObject } from './objects.js'

const RBAC = '/apis/rbac.authorization.k8s.io/v1'

/** The ClusterRoles of some YAML, made as `kubectl apply` makes them. Their names, in order. @throws Error if one is refused */
export async function applied(yaml: string, admin: Api): Promise<readonly string[]> {
  const roles = parseAllDocuments(yaml).map((document): KubernetesObject => document.toJS())
  await admin.create(roles.map(object => ({ path: `${RBAC}/clusterroles`, object })))
  return roles.map(({ metadata }) => metadata.name)
}

/** As `kubectl create clusterrolebinding`. */
export function bound(role: string, user: string, admin: Api): Promise<void> {
  const object = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `${role}-${user}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  }
  return admin.create([{ path: `${RBAC}/clusterrolebindings`, object }])
}

/** What a GET takes, as `kubectl auth can-i` is asked: `list deployments.apps`, `get configmaps/coredns`, `get nodes/proxy`, `get /version`. */
export function rightFor(path: string): string {
  const [plain = ''] = path.split('?')
  const match =
    /^\/(?:api|apis\/([^/]+))\/v[^/]+\/(?:namespaces\/[^/]+\/)?([^/]+)(?:\/([^/]+))?(?:\/(proxy)\/.*)?$/.exec(plain)
  if (match === null) return `get ${plain}`
  const [, group, resource = '', name, subresource] = match
  const qualified = group === undefined ? resource : `${resource}.${group}`
  if (subresource !== undefined) return `get ${qualified}/${subresource}`
  return name === undefined ? `list ${qualified}` : `get ${qualified}/${name}`
}
