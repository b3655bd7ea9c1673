import type { Component } from '../../model/component.js'
import { nearest } from '../../model/nearest.js'
import { known, type Read } from '../../model/rule.js'
import { minorOf, type Version } from '../../model/version.js'
import { items } from './checks.js'
import type { Checking } from './validation.js'

/**
 * Names that `--controllers` takes, those of clouds and of gates among them: first and last minor that do, and the names. Read from the
 * last patch of every minor from 1.9 to 1.37: cmd/kube-controller-manager/app/controllermanager.go, names/controller_names.go, and the
 * aliases of the descriptors in app.
 */
const NAMES = `
109-109 node
109-136 route service
114-136 cloud-node-lifecycle
128-136 cloud-node-lifecycle-controller node-route-controller service-lb-controller
109- attachdetach bootstrapsigner clusterrole-aggregation cronjob csrapproving csrcleaner csrsigning daemonset deployment disruption endpoint garbagecollector horizontalpodautoscaling job namespace persistentvolume-binder persistentvolume-expander podgc pv-protection pvc-protection replicaset replicationcontroller resourcequota serviceaccount serviceaccount-token statefulset tokencleaner ttl
110- nodeipam nodelifecycle
112- ttl-after-finished
113- root-ca-cert-publisher
116- endpointslice
119- endpointslicemirroring ephemeral-volume
120- storage-version-gc
126- resource-claim-controller
128- bootstrap-signer-controller certificatesigningrequest-approving-controller certificatesigningrequest-cleaner-controller certificatesigningrequest-signing-controller clusterrole-aggregation-controller cronjob-controller daemonset-controller deployment-controller disruption-controller endpoints-controller endpointslice-controller endpointslice-mirroring-controller ephemeral-volume-controller garbage-collector-controller horizontal-pod-autoscaler-controller job-controller legacy-service-account-token-cleaner legacy-serviceaccount-token-cleaner-controller namespace-controller node-ipam-controller node-lifecycle-controller persistentvolume-attach-detach-controller persistentvolume-binder-controller persistentvolume-expander-controller persistentvolume-protection-controller persistentvolumeclaim-protection-controller pod-garbage-collector-controller replicaset-controller replicationcontroller-controller resourceclaim-controller resourcequota-controller root-ca-certificate-publisher-controller serviceaccount-controller serviceaccount-token-controller statefulset-controller storageversion-garbage-collector-controller token-cleaner-controller ttl-after-finished-controller ttl-controller validatingadmissionpolicy-status-controller
129- service-cidr-controller taint-eviction-controller
130- storage-version-migrator-controller svm
132- kube-apiserver-serving-clustertrustbundle-publisher-controller selinux-warning-controller volumeattributesclass-protection-controller
133- device-taint-eviction-controller
134- podcertificaterequest-cleaner-controller
136- podgroup-protection-controller resourcepoolstatusrequest-controller
`

/** The minors that were read. */
const [FIRST, LAST] = [109, 137]

let lives: ReadonlyMap<string, { readonly first: number; readonly last: number }> | undefined

function readNames(): ReadonlyMap<string, { readonly first: number; readonly last: number }> {
  lives ??= new Map(
    NAMES.trim()
      .split('\n')
      .flatMap(line => {
        const [minors = '', ...names] = line.split(' ')
        const [first, last] = minors.split('-')
        return names.map(name => [name, { first: Number(first), last: last === '' ? LAST : Number(last) }] as const)
      }),
  )
  return lives
}

/** Names of a version; undefined where nobody looked. */
export function controllerNames(version: Version): ReadonlySet<string> | undefined {
  const minor = minorOf(version)
  if (minor < FIRST || minor > LAST) return undefined
  return new Set(
    [...readNames()].filter(([, { first, last }]) => minor >= first && minor <= last).map(([name]) => name),
  )
}

/** Items of `--controllers` that name no controller of the version; `*` and a minus in front of a name are fine. */
export function* unknownControllers(component: Component<'kube-controller-manager'>): Checking {
  const names = controllerNames(component.version)
  if (names === undefined) return
  for (const item of yield* items(component, 'controllers')) {
    const name = item.value.replace(/^-/, '')
    // a list is read as CSV, in which quotes have a meaning
    if (name === '' || name === '*' || name.includes('"') || names.has(name)) continue
    const meant = nearest(name, names)
    yield {
      at: item,
      values: { spelling: item.value, cure: meant === undefined ? 'remove it' : `write \`${meant}\`` },
    }
  }
}

/**
 * Whether a controller that is on by default runs, whichever of its names the list uses (k8s.io/controller-manager/app/helper.go,
 * IsControllerEnabled): the first item that names it decides.
 */
export function* isEnabled(
  component: Component<'kube-controller-manager'>,
  names: readonly string[],
): Generator<Read, boolean, unknown> {
  const { value = [] } = yield* known(component.get('controllers'))
  for (const { value: item } of value) {
    if (names.includes(item)) return true
    if (names.includes(item.replace(/^-/, ''))) return false
  }
  return value.some(({ value: item }) => item === '*')
}
