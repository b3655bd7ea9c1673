import type { Document } from '../../model/document.js'
import type { EnvFragment } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { type Format, parsed } from '../format.js'
import { distinct, variableHint } from '../release.js'
import { readEnvironment } from '../syntax/environment.js'
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
const RPM_ETCD = new RegExp(String.raw`(?:^|/)etcd\.conf${SUFFIX}`)

export const environmentFile: Format = {
  name: 'environment-file',
  detect(doc) {
    if (doc.hint?.format !== undefined) return doc.hint.format === 'environment-file'
    const path = doc.path ?? doc.uri
    // No assignment, no environment; that spares most documents the patterns below.
    if (!doc.source.includes('=')) return false
    if (/^\[Service\]/m.test(doc.source)) return false
    if (FILES.some(file => file.test(path))) return looksLikeAssignments(doc)
    if (RPM_ETCD.test(path)) return /^ETCD_[A-Z_]+=/m.test(doc.source)
    // On a host anything may be named by EnvironmentFile=; only there is a path of its own evidence enough.
    return (
      doc.host !== undefined &&
      doc.path !== undefined &&
      /(?:\.env|\/environment)$/.test(doc.path) &&
      looksLikeAssignments(doc)
    )
  },
  read(doc) {
    const { variables, open } = readEnvironment(doc)
    const versions = distinct(variables.map(({ name, text }) => variableHint(name, text)))
    const at = variables[0]?.at ?? Text.linear(doc, 0, 0).at
    const fragment: EnvFragment = { kind: 'env', ...belonging(doc, at, { versions }), variables, open }
    return parsed([fragment])
  },
}

const looksLikeAssignments = (doc: Document): boolean =>
  /^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*[ \t]*=/m.test(doc.source) && !doc.source.startsWith('#!')
