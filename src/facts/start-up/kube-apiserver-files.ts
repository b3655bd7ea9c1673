import type { Resource } from '../../model/component.js'
import { known, type Read } from '../../model/rule.js'
import type { ListItem } from '../../model/setting.js'
import { isUpstreamImage } from '../registries.js'
import { filled } from './absence.js'
import { rows } from './checks.js'

/** Flags that name a file without which nothing starts. */
const FILES = [
  'admission-control-config-file',
  'audit-policy-file',
  'audit-webhook-config-file',
  'authentication-config',
  'authentication-token-webhook-config-file',
  'authorization-config',
  'authorization-policy-file',
  'authorization-webhook-config-file',
  'client-ca-file',
  'egress-selector-config-file',
  'encryption-provider-config',
  'etcd-cafile',
  'etcd-certfile',
  'etcd-keyfile',
  'oidc-ca-file',
  'requestheader-client-ca-file',
  'service-account-key-file',
  'service-account-signing-key-file',
  'tls-cert-file',
  'tls-private-key-file',
  'token-auth-file',
  'tracing-config-file',
] as const

/** What the image itself has, or the node puts there. */
const PRESENT = /^\/(?:dev|proc|sys|usr|etc\/ssl|(?:var\/)?run\/secrets)\//

/** Where volumes are mounted; undefined where none is, as in an example that leaves them out. */
function* mountPaths(pod: Resource): Generator<Read, readonly string[] | undefined, unknown> {
  const paths: string[] = []
  for (const mount of (yield* known(pod.items('volumeMounts'))).value ?? []) {
    const path = (yield* known(mount.get('mountPath'))).value
    if (path !== undefined) paths.push(path.replace(/(?<!\/)\/+$/, ''))
  }
  return paths.length === 0 ? undefined : paths
}

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.map((item: ListItem) => item.value) : []
}

/** Files of an apiserver that runs in a pod. */
export const MOUNTS = rows('kube-apiserver', [
  {
    id: 'file-not-mounted',
    settings: ['--client-ca-file', ...FILES.map(flag => `--${flag}`).filter(flag => flag !== '--client-ca-file')],
    versions: '>=1.10',
    reason: '`{path}` lies below no volumeMount of the container',
    remedy: 'mount the folder of `{path}` with a hostPath volume',
    source: 'cmd/kube-apiserver/app/server.go',
    *check(apiserver) {
      const { runsIn: pod } = apiserver
      if (pod?.kind !== 'pod') return
      const image = (yield* known(pod.get('image'))).value
      // another image may hold the file
      if (image === undefined || !isUpstreamImage(image)) return
      const mounts = yield* mountPaths(pod)
      if (mounts === undefined) return
      for (const flag of FILES) {
        const file = yield* filled(apiserver, flag)
        for (const path of textsOf(file?.value)) {
          if (file === undefined || !path.startsWith('/') || PRESENT.test(path)) continue
          if (!mounts.some(mount => path === mount || path.startsWith(`${mount}/`)))
            yield { at: file, values: { path } }
        }
      }
    },
  },
])
