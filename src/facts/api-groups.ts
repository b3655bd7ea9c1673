import { compareVersions, parseVersion, type Version } from '../model/version.js'

/**
 * API groups that kube-apiserver registers, and in which minors each of their versions: served or not, `--runtime-config` may name them.
 * From the install packages below pkg/apis of kubernetes/kubernetes 1.6 to 1.37, k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator; `1.7-1.13` names both ends,
 * `1.16-` has no end yet, and what begins with a dash is as old as the table.
 */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['', 'v1 1.9-'],
  ['admission.k8s.io', 'v1 -; v1alpha1 -; v1beta1 -'],
  ['admissionregistration.k8s.io', 'v1 1.16-; v1alpha1 1.7-1.13,1.26-; v1beta1 1.9-'],
  ['apiextensions.k8s.io', 'v1 1.16-; v1beta1 1.7-'],
  ['apiregistration.k8s.io', 'v1 1.10-; v1beta1 1.7-'],
  ['apps', 'v1 1.9-; v1beta1 -; v1beta2 1.8-'],
  ['auditregistration.k8s.io', 'v1alpha1 1.13-1.18'],
  ['authentication.k8s.io', 'v1 -; v1alpha1 1.26-; v1beta1 -'],
  ['authorization.k8s.io', 'v1 -; v1beta1 -'],
  ['autoscaling', 'v1 -; v2 1.23-; v2alpha1 -1.7; v2beta1 1.8-1.35; v2beta2 1.12-1.35'],
  ['batch', 'v1 -; v1beta1 1.8-; v2alpha1 -1.20'],
  ['certificates.k8s.io', 'v1 1.19-; v1alpha1 1.27-; v1beta1 -'],
  ['componentconfig', 'v1alpha1 -1.17'],
  ['coordination.k8s.io', 'v1 1.14-; v1alpha1 1.31-1.31; v1alpha2 1.32-; v1beta1 1.12-'],
  ['discovery.k8s.io', 'v1 1.21-; v1alpha1 1.16-1.20; v1beta1 1.17-'],
  ['events.k8s.io', 'v1 1.19-; v1beta1 1.9-'],
  ['extensions', 'v1beta1 -'],
  ['flowcontrol.apiserver.k8s.io', 'v1 1.29-; v1alpha1 1.17-1.28; v1beta1 1.20-; v1beta2 1.23-; v1beta3 1.26-'],
  ['imagepolicy.k8s.io', 'v1alpha1 -'],
  ['internal.apiserver.k8s.io', 'v1alpha1 1.20-'],
  ['lifecycle.k8s.io', 'v1alpha1 1.37-'],
  ['networking.k8s.io', 'v1 1.7-; v1alpha1 1.25-1.33; v1beta1 1.14-'],
  ['node.k8s.io', 'v1 1.20-; v1alpha1 1.14-; v1beta1 1.14-'],
  ['policy', 'v1 1.21-; v1beta1 -'],
  ['rbac.authorization.k8s.io', 'v1 1.8-; v1alpha1 -; v1beta1 -'],
  ['resource.k8s.io', 'v1 1.34-; v1alpha1 1.26-1.26; v1alpha2 1.27-1.30; v1alpha3 1.31-; v1beta1 1.32-; v1beta2 1.33-'],
  ['scheduling.k8s.io', 'v1 1.14-; v1alpha1 1.8-1.35; v1alpha2 1.36-1.36; v1alpha3 1.37-; v1beta1 1.11-'],
  ['settings.k8s.io', 'v1alpha1 -1.19'],
  ['storage.k8s.io', 'v1 -; v1alpha1 1.9-; v1beta1 -'],
  ['storagemigration.k8s.io', 'v1 1.37-; v1alpha1 1.30-1.34; v1beta1 1.35-'],
])

/** Whether a version of a group is registered; `no group` where nothing of the group is, at that version of the apiserver. */
export function isRegistered(group: string, version: string, at: Version): 'yes' | 'no' | 'no group' {
  const versions = (GROUPS.get(group) ?? '').split('; ').filter(Boolean)
  const here = versions.filter(line => isWithin(line, at)).map(line => line.split(' ', 1)[0])
  if (here.length === 0) return 'no group'
  return here.includes(version) ? 'yes' : 'no'
}

/** `v1alpha1 1.7-1.13,1.26-` */
function isWithin(line: string, at: Version): boolean {
  const [, spans = ''] = line.split(' ')
  return spans.split(',').some(span => {
    const [first = '', last = ''] = span.split('-')
    const [from, to] = [parseVersion(first)?.min, parseVersion(last)?.max]
    return (from === undefined || compareVersions(at, from) >= 0) && (to === undefined || compareVersions(at, to) <= 0)
  })
}
