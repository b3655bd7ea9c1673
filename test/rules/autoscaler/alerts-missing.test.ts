import rule from '../../../src/rules/autoscaler/alerts-missing.js'
import { autoscaler } from '../../support/autoscaler.js'
import { ruleTest, text } from '../../support/rule-test.js'

const alert = (expression: string) => text`
  apiVersion: monitoring.coreos.com/v1
  kind: PrometheusRule
  metadata:
    name: nodes
  spec:
    groups:
      - name: nodes
        rules:
          - alert: Nodes
            expr: ${expression}
`
const monitor = (name: string, selector: string) => text`
  apiVersion: monitoring.coreos.com/v1
  kind: PodMonitor
  metadata:
    name: ${name}
  spec:
    selector: ${selector}
`
const scraped = autoscaler('v1.34.2').replace(
  '      labels:',
  '      annotations:\n        prometheus.io/scrape: "true"\n      labels:',
)

ruleTest(rule, {
  silent: {
    'no alerts are in view': { 'autoscaler.yaml': autoscaler('v1.34.2'), preset: 'talk' },
    'an alert looks at unneeded nodes': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'alerts.yaml': alert('cluster_autoscaler_unneeded_nodes_count > 10'),
      preset: 'talk',
    },
    'an alert looks at what a recording rule makes of it': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'alerts.yaml': alert('cluster:unneeded_nodes:max > 10'),
      preset: 'talk',
    },
    'the strict have their alerts elsewhere': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'alerts.yaml': alert('up == 0'),
      preset: 'strict',
    },
    'alerts are not looked for': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'alerts.yaml': alert('up == 0'),
      preset: 'talk',
      options: { checkAlerts: false },
    },
    'the status is written': { 'autoscaler.yaml': autoscaler('v1.34.2', '--write-status-configmap=true') },
    'a monitor for the autoscaler': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'monitor.yaml': monitor('autoscaler', '{ matchLabels: { app: cluster-autoscaler } }'),
      preset: 'talk',
    },
    'a monitor for everything': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'monitor.yaml': monitor('all', '{}'),
      preset: 'talk',
    },
    'a monitor that selects by a label of its own': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'monitor.yaml': monitor('metrics', '{ matchLabels: { example.com/scrape: "yes" } }'),
      preset: 'talk',
    },
    'the pod asks to be scraped': {
      'autoscaler.yaml': scraped,
      'monitor.yaml': monitor('dns', '{ matchLabels: { k8s-app: coredns } }'),
      preset: 'talk',
    },
  },
  cannotTell: {
    'alerts come from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'alerts.yaml': alert('"{{ .expression }}"'),
      preset: 'talk',
    },
    'the switch comes from a template': {
      'autoscaler.yaml': autoscaler('v1.34.2', '"--write-status-configmap={{ .status }}"'),
    },
  },
  reports: {
    'the status is not written': {
      'autoscaler.yaml': autoscaler('v1.34.2', '--write-status-configmap=false'),
      expect: text`
        autoscaler.yaml
                      - --write-status-configmap=false
                        ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ statusOff (info)
      `,
    },
    'alerts about other things': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'alerts.yaml': alert('cluster_autoscaler_unschedulable_pods_count > 0'),
      preset: 'talk',
      expect: text`
        autoscaler.yaml
                  - name: cluster-autoscaler
                          ~~~~~~~~~~~~~~~~~~ noAlert (warning)
      `,
    },
    'alerts about other things, asked for by the strict': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'alerts.yaml': alert('up == 0'),
      options: { checkAlerts: true },
      expect: text`
        autoscaler.yaml
                  - name: cluster-autoscaler
                          ~~~~~~~~~~~~~~~~~~ noAlert (info)
      `,
    },
    'monitors of other things': {
      'autoscaler.yaml': autoscaler('v1.34.2'),
      'monitor.yaml': monitor('dns', '{ matchLabels: { k8s-app: coredns } }'),
      preset: 'talk',
      expect: text`
        autoscaler.yaml
                  - name: cluster-autoscaler
                          ~~~~~~~~~~~~~~~~~~ notScraped (warning)
      `,
    },
  },
})
