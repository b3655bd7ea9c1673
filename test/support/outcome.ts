import type { Document, Live } from '../../src/model/document.js'
import type { Finding, Outcome } from '../../src/model/finding.js'
import type { Location } from '../../src/model/location.js'
import { Text } from '../../src/model/text.js'
import type { ReportContext } from '../../src/reporters/reporter.js'

/** Hand-made documents and findings for reporters. */
/** An object of a running cluster that is alone of its kind. */
export const LIVE: Live = {
  cluster: 'prod',
  kind: 'Pod',
  namespace: 'kube-system',
  name: 'etcd-a',
  count: 1,
  others: [],
}

export function document(uri: string, source: string, more: Partial<Document> = {}): Document {
  const bom = source.startsWith('\ufeff')
  return { uri, source: bom ? source.slice(1) : source, holes: [], regions: [], ...(bom ? { bom: 1 } : {}), ...more }
}

/** The range of the first occurrence of some words. */
export function at(doc: Document, words: string): Location {
  const start = doc.source.indexOf(words)
  if (start === -1) throw new Error(`${words} is not in ${doc.uri}`)
  return { doc, start, end: start + words.length }
}

/** A child cut out of its parent, one to one. */
export function embedded(parent: Document, words: string, uri: string): Document {
  const { start, end } = at(parent, words)
  return document(uri, words, { parent: { text: Text.linear(parent, start, end), decoded: false } })
}

export function decoded(parent: Document, scalar: string, source: string, path: string): Document {
  const { start, end } = at(parent, scalar)
  return document(`${parent.uri}#${path}`, source, {
    path,
    parent: { text: Text.linear(parent, start, end), decoded: true },
  })
}

export function finding(place: Location, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'kubelet/eviction-hard-missing',
    severity: 'error',
    message: 'missing',
    what: 'no hard eviction threshold for `memory.available`',
    why: 'when memory runs out the kernel picks the victim',
    help: 'set `evictionHard.memory.available`, for example to `5%`',
    page: 'rules-docs/kubelet/eviction-hard-missing.md',
    at: place,
    related: [],
    assuming: [],
    ...more,
  }
}

export const outcome = (findings: readonly Finding[], more: Partial<Outcome> = {}): Outcome => ({
  findings,
  silenced: [],
  notChecked: [],
  versions: [],
  files: 1,
  ...more,
})

export const context = (more: Partial<ReportContext> = {}): ReportContext => ({
  color: false,
  hyperlinks: false,
  width: 120,
  cwd: '/repo',
  version: '0.1.0',
  ruleInfo: () => undefined,
  ...more,
})
