import type { Component, Resource } from '../../model/component.js'
import { defineRule, known, type Read } from '../../model/rule.js'

/** Metrics that show a wrong scale-in before it happens, and what recording rules over them are called. */
const TELLING = /unneeded_nodes|safe_to_autoscale/
const SELECTORS = ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'k8s-app', 'app', 'name', 'component']

export default defineRule({
  id: 'autoscaler/alerts-missing',
  summary: 'nobody is told when the autoscaler is about to remove many nodes',
  checks: 'cluster-autoscaler',
  severity: 'info',
  presetSeverity: { talk: 'warning' },
  preset: ['talk', 'strict'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/proposals/metrics.md',
  ],
  messages: {
    statusOff: {
      what: '`{spelling}` hides what the autoscaler is about to do',
      why: "the talk's outage was visible as a rising count of unneeded nodes before the first one was deleted",
      help: 'delete it: the status is written to a ConfigMap by default',
    },
    noAlert: {
      what: 'no alert looks at the unneeded nodes of the autoscaler',
      why: "the talk's outage was visible as a rising count of unneeded nodes before the first one was deleted",
      help: 'alert on `cluster_autoscaler_unneeded_nodes_count` above 20% of the nodes and on `cluster_autoscaler_cluster_safe_to_autoscale == 0`',
    },
    notScraped: {
      what: 'the metrics of the autoscaler are not scraped',
      why: "the talk's outage was visible as a rising count of unneeded nodes before the first one was deleted",
      help: 'add a PodMonitor for the autoscaler, and alert on `cluster_autoscaler_unneeded_nodes_count` above 20% of the nodes',
    },
  },
  options: {
    checkAlerts: {
      type: 'boolean',
      default: undefined,
      why: 'look for alert rules and monitors in view; without a value in the presets talk and recommended, not in strict',
    },
  },

  *check(autoscaler, { cluster, options, strict }) {
    if (autoscaler.development) return
    const status = yield* known(autoscaler.get('write-status-configmap'))
    if (status.value === false && status.by !== undefined) yield { message: 'statusOff', at: status }
    if (!(options.checkAlerts ?? !strict)) return
    if (yield* isUnscraped(autoscaler, cluster.resourcesOf('monitor')))
      yield { message: 'notScraped', at: autoscaler, related: here(cluster.resourcesOf('monitor'), 'watches others') }
    else if (yield* hasNoAlert(cluster.resourcesOf('alert-rules')))
      yield { message: 'noAlert', at: autoscaler, related: here(cluster.resourcesOf('alert-rules'), 'alerts here') }
  },
})

const here = (resources: readonly Resource[], label: string) =>
  resources.slice(0, 3).map(({ anchor }) => ({ at: anchor, label }))

/** Alerts are in view and none of them looks. */
function* hasNoAlert(rules: readonly Resource[]): Generator<Read, boolean, unknown> {
  for (const rule of rules) {
    const { value = [] } = yield* known(rule.items('expressions'))
    for (const item of value) {
      const expression = yield* known(item.get(''))
      if (TELLING.test(expression.value ?? '')) return false
    }
  }
  return rules.length > 0
}

/** Monitors are in view, all of them for something else, and the pod does not ask to be scraped. */
function* isUnscraped(autoscaler: Component, monitors: readonly Resource[]): Generator<Read, boolean, unknown> {
  const pod = autoscaler.runsIn
  if (monitors.length === 0 || pod === undefined) return false
  const scrape = yield* known(pod.get('annotations.prometheus.io/scrape'))
  if (scrape.value === 'true') return false
  for (const monitor of monitors) if (!(yield* isOfOthers(monitor, pod))) return false
  return true
}

/** A label it selects has another value than the pod's: then it cannot be meant for the autoscaler. */
function* isOfOthers(monitor: Resource, pod: Resource): Generator<Read, boolean, unknown> {
  if (monitor.name === undefined || monitor.name.includes('autoscaler')) return false
  for (const label of SELECTORS) {
    const wanted = yield* known(monitor.get(`selector.matchLabels.${label}`))
    if (wanted.value === undefined || wanted.value.includes('autoscaler')) continue
    const own = yield* known(pod.get(`labels.${label}`))
    if (own.value !== wanted.value) return true
  }
  return false
}
