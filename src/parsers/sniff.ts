import type { Document } from '../model/document.js'
import { isKubeletFile } from '../model/kubelet-file.js'

/** Endings of template files around the real one: `kubelet.service.j2`. */
const TEMPLATE = /\.(j2|jinja2?|tmpl|tpl|tftpl|erb|gotmpl|template)$/

/** Words without which no format of that syntax finds anything; checked on the raw bytes before anything is decoded. */
const COMPONENTS = 'kubelet|Kubelet|kube-|kubeadm|KUBE|etcd|ETCD_|hyperkube|cluster-autoscaler|kubernetes'
const WORDS = new RegExp(`${COMPONENTS}|#cloud-config|Content-Type: multipart`)
const YAML = new RegExp(
  `${COMPONENTS}|Kubeadm|KubeProxyConfiguration|KubeSchedulerConfiguration|kops|kind\\.(?:x-k8s|sigs)|#cloud-config|coreos|AWS::|AWSCluster|PrometheusRule|alert:|ServiceMonitor|PodMonitor|(?:Docker|Dev)(?:Cluster|Machine)|cluster_autoscaler|autoDiscovery|autoscalingGroups|current-context|apiserver\\.(?:config\\.)?k8s\\.io|audit\\.k8s\\.io|EncryptionConfig|kustomize\\.toolkit`,
)
const HCL = new RegExp(
  `${COMPONENTS}|aws_(?:elb|alb|lb|ebs_volume|instance|launch|autoscaling|eks|volume)|google_compute_disk|azurerm_managed_disk|user_data|helm_release|template_`,
)

/** kubeadm's patches, values of the autoscaler's chart, kustomizations, etcd's file: keys, and maybe nothing that says of what. */
const NAMED =
  /patch[^/]*\/(?:kubeletconfiguration|etcd|kube-(?:apiserver|controller-manager|scheduler))[^/]*$|cluster-autoscaler(?:\/[^/]*|[^/]*)$|(?:^|\/)kustomization[^/]*$|(?:^|\/)etcd\.conf\.ya?ml[^/]*$/i

const NAMES =
  /(^|\/)(kubelet|etcd|apiserver|controller-manager|scheduler|config|user[-_]?data[^/]*|cloud[-_]?(config|init)[^/]*)$/i

/** A drop-in is part of its unit whatever words it holds; which units run a component is not to be seen from here. */
const DROP_IN = /\.service\.d\/[^/]+\.conf$/

/** Where units keep the files that their EnvironmentFile= names; many have no ending at all. */
const ENVIRONMENT = /(?:^|\/)(?:[^/]*\.env|(?:etc\/(?:default|etcd)|sysconfig)\/[^/]+|[^/.]+)$/

type Syntax = 'yaml' | 'hcl' | 'words'

function syntaxOf(path: string): Syntax | undefined {
  const name = path.replace(TEMPLATE, '')
  const dot = name.lastIndexOf('.')
  const ending = dot > name.lastIndexOf('/') ? name.slice(dot + 1).toLowerCase() : ''
  switch (ending) {
    case 'yaml':
    case 'yml':
    case 'json':
    case 'manifest':
      return 'yaml'
    case 'tf':
    case 'hcl':
      return 'hcl'
    case 'service':
    case 'conf':
    case 'env':
    case 'sh':
    case 'bash':
    case 'cfg':
    case 'mime':
    case 'txt':
    case 'cloudinit':
    case 'userdata':
      return 'words'
    case '':
      return 'words'
    default:
      return name !== path || NAMES.test(name) || ENVIRONMENT.test(name) ? 'words' : undefined
  }
}

/** Whether a file may hold anything klint reads: by its name, before a byte of it is read. */
export const mayHold = (path: string): boolean => syntaxOf(path) !== undefined

/** The byte check: `text` is the file as latin1, or a part of it. */
export function mayMatter(path: string, text: string): boolean {
  switch (syntaxOf(path)) {
    case 'hcl':
      return HCL.test(text)
    case 'yaml':
      return YAML.test(text) || NAMED.test(path) || isKubeletFile(path)
    default:
      return WORDS.test(text) || YAML.test(text) || isDropIn(path) || isKubeletFile(path) || isEnvironment(path, text)
  }
}

const isDropIn = (path: string): boolean => DROP_IN.test(path.replace(TEMPLATE, ''))

/** Whether a file may be one of variables for a unit, of whatever program: by its name, and by holding nothing else. */
export const isEnvironment = (path: string, text: string): boolean =>
  ENVIRONMENT.test(path.replace(TEMPLATE, '')) && onlyAssigns(text)

/** How many characters and lines are looked at. */
const HEAD = 4096
const LINES = 50

/** Every line is blank, a comment, a statement of a template or an assignment without blanks around its sign; one assigns. */
function onlyAssigns(text: string): boolean {
  const head = text.slice(0, HEAD)
  if (/^#!/m.test(head)) return false
  const lines = head.split('\n', LINES)
  // The last one may be cut in two.
  if (text.length > HEAD && lines.length > 1 && lines.length < LINES) lines.pop()
  let assigns = false
  let goesOn = false
  for (const line of lines) {
    const continued = goesOn
    goesOn = /\\\r?$/.test(line)
    if (continued || /^\s*(?:$|[#;]|\{[{%#]|<%)/.test(line)) continue
    if (!/^\s*(?:export\s+)?[A-Za-z_]\w*=/.test(line)) return false
    assigns = true
  }
  return assigns
}

/**
 * `---`, `{` or a key, below lines that are empty or hold a comment, of a template language too. A line matches in one way only:
 * with two, forty empty lines would take hours.
 */
const BEGINS =
  /^(?:[ \t\r]*(?:#[^\n]*|\{#[^\n]*#\}[ \t\r]*|\{\{[-~]?[ ]?\/\*[^\n]*\*\/[ ]?[-~]?\}\}[ \t\r]*)?\n)*(?:---|[ \t]*\{(?![{%#])|(?:apiVersion|kind|apiServer|extraArgs)[ \t]*:)/

/** YAML or JSON, by name or by how it begins. */
export function looksLikeYaml(doc: Document): boolean {
  if (doc.hint?.format !== undefined) return doc.hint.format === 'yaml'
  const path = (doc.path ?? doc.uri).replace(TEMPLATE, '')
  if (/\.(ya?ml|json|manifest)$/i.test(path)) return true
  if (/\.(tf|hcl|sh|service)$/i.test(path)) return false
  const head = doc.source.slice(0, 4096)
  return BEGINS.test(head) || (isKubeletFile(path) && holdsKeys(head))
}

/** Nothing at all, comments, a key or a template first: what lies where a kubelet looks and says nothing of itself. */
function holdsKeys(head: string): boolean {
  const first = head.split('\n', LINES).find(line => !/^\s*(?:#|$)/.test(line))
  return first === undefined || /^(?:[A-Za-z]\w*[ \t]*:|\s*(?:\{\{|\{%|<%|\$\{))/.test(first)
}
