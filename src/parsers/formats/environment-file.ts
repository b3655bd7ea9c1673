import type { Document } from '../../model/document.js'
import type { EnvFragment, Variable } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { type Format, parsed } from '../format.js'
import { distinct, variableHint } from '../release.js'
import { isEnvironment } from '../sniff.js'
import { environmentRemarks, readEnvironment } from '../syntax/environment.js'
import { belonging } from './belonging.js'

const SUFFIX = String.raw`(?:\.(?:j2|jinja2?|tmpl|tpl|tftpl|erb|template|in))?$`
const COMPONENT =
  '(?:kubelet|etcd\\d?|etcd-member|kube-apiserver|kube-controller-manager|kube-scheduler|kube-proxy|kubeadm)'

/** Where packages and installers keep the environment of a component. */
const FILES = [
  new RegExp(String.raw`(?:^|/)(?:${COMPONENT}|kubeadm-flags|kubernetes)\.env${SUFFIX}`),
  new RegExp(`(?:^|/)(?:default|sysconfig)/${COMPONENT}${SUFFIX}`),
  // Salt keeps the template of /etc/default/kubelet as kubelet/default.
  new RegExp(`(?:^|/)${COMPONENT}/(?:default|sysconfig|environment)${SUFFIX}`),
  // Packages of RHEL up to 1.9.
  new RegExp(`(?:^|/)etc/kubernetes/(?:config|apiserver|controller-manager|scheduler|kubelet|proxy)${SUFFIX}`),
]
/** Other names that still say whose variables they are: `etcd-1.env`, `etc/etcd/member`. */
const OF_COMPONENT = new RegExp(`(?:^|/)etc/etcd/[^/]+$|(?:^|[/_.-])${COMPONENT}[^/]*$`)
/** Of the server: clients and backups of an etcd have variables named after it, too. */
const OF_ETCD =
  /^ETCD_(?:NAME|DATA_DIR|WAL_DIR|CONFIG_FILE|HEARTBEAT_|ELECTION_|SNAPSHOT_COUNT|QUOTA_|LISTEN_|INITIAL_|ADVERTISE_|AUTO_|MAX_|PEER_|CLIENT_CERT_AUTH|EXPERIMENTAL_)/
const RPM_ETCD = new RegExp(String.raw`(?:^|/)etcd\.conf${SUFFIX}`)

export const environmentFile: Format = {
  name: 'environment-file',
  remarks: environmentRemarks,
  detect(doc) {
    if (doc.hint?.format !== undefined) return doc.hint.format === 'environment-file'
    const path = doc.path ?? doc.uri
    // No assignment, no environment; that spares most documents the patterns below.
    if (!doc.source.includes('=')) return false
    if (/^\[Service\]/m.test(doc.source)) return false
    if (FILES.some(file => file.test(path))) return looksLikeAssignments(doc)
    if (RPM_ETCD.test(path)) return /^ETCD_[A-Z_]+=/m.test(doc.source)
    // On a host anything may be named by EnvironmentFile=; only there is a path of its own evidence enough.
    return (isOnHost(doc) && looksLikeAssignments(doc)) || isEnvironment(path, doc.source)
  },
  read(doc) {
    const { variables, open } = readEnvironment(doc)
    const loose = isLoose(doc, variables)
    // Whose version a file states that may belong to anything is not known.
    const versions = loose ? [] : distinct(variables.map(({ name, text }) => variableHint(name, text)))
    const at = variables[0]?.at ?? Text.linear(doc, 0, 0).at
    const fragment: EnvFragment = {
      kind: 'env',
      ...belonging(doc, at, { versions }),
      variables,
      open,
      ...(loose ? { loose } : {}),
    }
    return parsed([fragment])
  },
}

const isOnHost = ({ host, path }: Document): boolean =>
  host !== undefined && path !== undefined && /(?:\.env|\/environment)$/.test(path)

/** Nothing but a reference to it tells what it is for. */
function isLoose(doc: Document, variables: readonly Variable[]): boolean {
  const path = doc.path ?? doc.uri
  if (isOnHost(doc) || RPM_ETCD.test(path) || FILES.some(file => file.test(path))) return false
  if (!OF_COMPONENT.test(path)) return true
  const etcd = variables.filter(({ name }) => name.startsWith('ETCD_'))
  return etcd.length > 0 && !etcd.some(({ name }) => OF_ETCD.test(name))
}

const looksLikeAssignments = (doc: Document): boolean =>
  /^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*[ \t]*=/m.test(doc.source) && !doc.source.startsWith('#!')
