import { type Permission, READS, type Read } from './reads.js'

/** The requests of a run and what each takes and tells, for people. */
export const requestsText = (reads: readonly Read[], words: (permission: Permission) => string): string =>
  reads
    .map(({ path, query, permission, tells, conditional }) => {
      const question = query === undefined ? '' : `?${decodeURIComponent(query)}`
      return `GET ${path}${question}\n    ${words(permission)}: ${tells}${conditional === undefined ? '' : ` (${conditional})`}\n`
    })
    .join('')

interface Rule {
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
  readonly verbs: readonly string[]
}

/** Rules of a ClusterRole for some reads: names only where they are known, so that no more is granted than is read. */
export function rulesFor(reads: readonly Read[]): readonly Rule[] {
  const named = new Map<string, { group: string; resource: string; names: Set<string> }>()
  const listed = new Map<string, Set<string>>()
  const plain: Rule[] = []
  const urls = new Set<string>()
  for (const { permission } of reads) {
    if ('url' in permission) {
      urls.add(permission.url)
      continue
    }
    const { verb, group, resource, names } = permission
    if (names !== undefined) {
      const key = `${group}/${resource}`
      const known = named.get(key) ?? { group, resource, names: new Set() }
      named.set(key, known)
      for (const name of names) known.names.add(name)
    } else if (verb === 'list') listed.set(group, (listed.get(group) ?? new Set()).add(resource))
    else plain.push({ apiGroups: [group], resources: [resource], verbs: [verb] })
  }
  return [
    ...[...listed].map(
      ([group, resources]): Rule => ({ apiGroups: [group], resources: [...resources], verbs: ['get', 'list'] }),
    ),
    ...[...named.values()].map(
      ({ group, resource, names }): Rule => ({
        apiGroups: [group],
        resources: [resource],
        resourceNames: [...names],
        verbs: ['get'],
      }),
    ),
    ...plain,
    ...(urls.size === 0 ? [] : [{ nonResourceURLs: [...urls], verbs: ['get'] }]),
  ]
}

/** Everything but what goes through to kubelets. */
export const BASE: readonly Read[] = READS.filter(
  ({ permission }) => !('resource' in permission && permission.resource === 'nodes/proxy'),
)
export const KUBELET: readonly Read[] = READS.filter(read => !BASE.includes(read))

/** The two ClusterRoles as YAML for `kubectl apply`. */
export function rolesText(): string {
  return `# What \`klint cluster\` reads, and \`klint cluster --record\` beside it. Bind it to whoever runs klint:
#   kubectl create clusterrolebinding klint --clusterrole=klint --user=NAME
${role('klint', BASE)}---
# Whoever may get nodes/proxy may do through the kubelet what it does: run commands in every pod, read every Secret a pod mounts.
# Without it klint does not know what kubelets run with; see also --no-node-proxy.
#   kubectl create clusterrolebinding klint-kubelet --clusterrole=klint-kubelet --user=NAME
${role('klint-kubelet', KUBELET)}`
}

function role(name: string, reads: readonly Read[]): string {
  const rules = rulesFor(reads).map(rule =>
    Object.entries(rule)
      .map(
        ([key, values], i) =>
          `${i === 0 ? '  - ' : '    '}${key}: [${values.map((value: string) => JSON.stringify(value)).join(', ')}]\n`,
      )
      .join(''),
  )
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ${name}\nrules:\n${rules.join('')}`
}
