import { isSeenRunning } from '../../facts/running.js'
import { written } from '../../facts/start-up/checks.js'
import { isVendorBuild } from '../../facts/vendors.js'
import { defineRule } from '../../model/rule.js'
import { before } from '../../model/version.js'

export default defineRule({
  id: 'apiserver/storage-backend-etcd2',
  summary: 'the apiserver is told to use the etcd v2 store',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.6.md',
    'https://github.com/kubernetes/kubernetes/issues/69527',
    'https://github.com/kubernetes/kubernetes/blob/release-1.13/staging/src/k8s.io/apiserver/pkg/server/options/etcd.go',
  ],
  messages: {
    store: {
      what: '`{spelling}` uses the etcd v2 store',
      why: '1.13 and later exit, and dropping the flag without a migration makes the cluster look empty',
      help: 'migrate the data to etcd v3 with 1.12 or older, then remove the flag',
    },
    stops: {
      what: '`{spelling}` stops kube-apiserver {version}: only etcd3 is known',
      why: 'the apiserver exits at start, and dropping the flag without a migration makes the cluster look empty',
      help: 'migrate the data to etcd v3 with 1.12 or older if it still lies in v2, then remove the flag',
      effect: 'stops',
    },
  },

  *check(apiserver) {
    const backend = yield* written(apiserver, 'storage-backend')
    if (backend === undefined || backend.value === '' || backend.value === 'etcd3') return
    if (before(apiserver.version, '1.13')) {
      if (backend.value === 'etcd2') yield { message: 'store', at: backend }
    } else if (!isSeenRunning(apiserver) && !isVendorBuild(apiserver)) yield { message: 'stops', at: backend }
  },
})
