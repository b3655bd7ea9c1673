import {
  type ConfigurationApi,
  configurationApi,
  kindNow,
  newestApi,
  type Reader,
} from '../../facts/configuration-apis.js'
import { isSeenRunning } from '../../facts/running.js'
import { isVendorBuild } from '../../facts/vendors.js'
import type { Cluster, Component, TypedDocument } from '../../model/component.js'
import { outermost } from '../../model/document.js'
import { OWN_RELEASES, POLICY_FLAGS, type PolicyFlag } from '../../model/fragment.js'
import { largest, smallest } from '../../model/lists.js'
import { type Apart, defineRule, known, type Read, type Report } from '../../model/rule.js'
import { lookup, stringAt, type Tree, textAt } from '../../model/tree.js'
import { formatMinor, minorOf } from '../../model/version.js'

type Message = 'removed' | 'renamed' | 'tooNew' | 'kubeadm'

type Saying = Generator<Read | Report<Message> | Apart<Message>, void, unknown>

/** A typed document and the minor of whoever reads it. */
interface Asked extends TypedDocument {
  readonly minor: number
  /** That minor is what another file says, which may be about another cluster. */
  readonly isGuess?: boolean
}

const why = 'the component cannot decode its configuration and exits at start'

export default defineRule({
  id: 'upgrade/removed-config-kind',
  summary: 'a configuration document is of an API version that its reader does not know',
  checks: 'cluster',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '>=1.12',
  evidence: [
    'https://github.com/kubernetes/kubernetes/pull/101129',
    'https://github.com/kubernetes/kubernetes/pull/114540',
    'https://github.com/kubernetes/kubernetes/issues/117649',
    'https://github.com/kubernetes/kubernetes/issues/105202',
    'https://github.com/kelseyhightower/kubernetes-the-hard-way/issues/687',
    'https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/util/config/common.go',
  ],
  messages: {
    removed: {
      what: '`{apiVersion}` of {kind} was removed in {reader} {removed}',
      why,
      help: 'write it as {now} of `{replacement}`',
      effect: 'stops',
    },
    renamed: {
      what: '`{apiVersion}` of {kind} was removed in {reader} {removed}',
      why,
      help: 'set `apiVersion: {replacement}`; nothing else changes',
      effect: 'stops',
    },
    tooNew: {
      what: '`{apiVersion}` of {kind} exists only from {reader} {introduced}',
      why,
      help: 'use `{replacement}` until {introduced}',
      effect: 'stops',
    },
    kubeadm: {
      what: '`{apiVersion}` of {kind} was removed in kubeadm {removed}',
      why: 'kubeadm refuses the file, so no node is upgraded or joined with it',
      help: 'run `kubeadm config migrate` of a kubeadm before {removed}, which writes `{replacement}`',
      effect: 'stops',
    },
  },

  *check(cluster) {
    for (const asked of documentsIn(cluster)) yield { apart: judged(asked) }
    for (const apiserver of cluster.of('kube-apiserver')) {
      if (isVendorBuild(apiserver) || isSeenRunning(apiserver)) continue
      for (const flag of POLICY_FLAGS) yield { apart: ofPolicy(apiserver, flag) }
    }
  },
})

function* documentsIn(cluster: Cluster): Generator<Asked> {
  for (const component of cluster.components) {
    if (isVendorBuild(component) || isSeenRunning(component)) continue
    for (const { tree, layer } of component.files) {
      const document = layer === 'file' ? typed(component, tree) : undefined
      if (document !== undefined) yield document
    }
  }
  const read = cluster.components.filter(({ kind }) => !OWN_RELEASES.includes(kind))
  for (const document of cluster.documents) {
    const kubeadm = kubeadmOf(document, read)
    if (kubeadm !== undefined) yield { ...document, ...kubeadm }
  }
}

/**
 * kubeadm is of the version it installs: the newest of what the document's own file describes. A file that describes nothing is for
 * the oldest of the cluster, which may be several clusters whose files nobody told apart.
 */
function kubeadmOf(
  { apiVersion }: TypedDocument,
  components: readonly Component[],
): Pick<Asked, 'minor' | 'isGuess'> | undefined {
  const file = outermost(apiVersion.at.doc)
  const own = components.filter(({ anchor }) => outermost(anchor.doc) === file)
  const all = own.length > 0 ? own : components
  if (all.length === 0) return undefined
  const minors = all.map(({ version }) => minorOf(version))
  const isGuess = all.every(({ range: { at } }) => at !== undefined && outermost(at.doc) !== file)
  return { minor: own.length > 0 ? largest(minors) : smallest(minors), isGuess }
}

function typed({ kind: reader, version }: Component, tree: Tree): Asked | undefined {
  const kind = stringAt(tree, 'kind')
  const apiVersion = textAt(tree, 'apiVersion')
  if (kind === undefined || apiVersion?.known !== true) return undefined
  return { reader, kind, apiVersion, minor: minorOf(version) }
}

/** What a flag of the apiserver names, and what stands in it for a plugin. */
function* ofPolicy(apiserver: Component<'kube-apiserver'>, flag: PolicyFlag): Saying {
  const { value } = yield* known(apiserver.document(flag))
  if (value === undefined) return
  const plugins = lookup(value, 'plugins')
  const items = plugins.state === 'found' && plugins.value.kind === 'list' ? plugins.value.items : []
  const inner = items.flatMap(({ value }) => {
    const configuration = lookup(value, 'configuration')
    return configuration.state === 'found' ? [configuration.value] : []
  })
  for (const tree of [value, ...inner]) {
    const document = typed(apiserver, tree)
    if (document !== undefined) yield { apart: judged(document) }
  }
}

function* judged({ reader, kind, apiVersion, minor, isGuess }: Asked): Saying {
  const api = configurationApi(reader, kind, apiVersion.value)
  if (api === undefined) return
  const values = { kind, apiVersion: api.apiVersion, reader }
  if (minor < api.introduced) {
    const known = newestApi(reader, kind, minor)
    // a template of the version and an old cluster beside it: the file is for whoever knows its format
    if (known === undefined || isGuess === true) return
    const introduced = formatMinor(api.introduced)
    yield { message: 'tooNew', at: apiVersion, values: { ...values, introduced, replacement: known.apiVersion } }
    return
  }
  const { removed } = api
  // the last minor that reads it warns
  if (removed === undefined || minor < removed - 1) return
  const replacement = newestApi(reader, kind, Math.max(minor, removed))
  if (replacement === undefined) return
  yield {
    message: messageOf(reader, api),
    at: apiVersion,
    ...(minor < removed ? { severity: 'warning', bites: removed } : {}),
    values: { ...values, removed: formatMinor(removed), replacement: replacement.apiVersion, now: kindNow(kind) },
  }
}

function messageOf(reader: Reader, { isRenamed }: ConfigurationApi): Message {
  if (reader === 'kubeadm') return 'kubeadm'
  return isRenamed ? 'renamed' : 'removed'
}
