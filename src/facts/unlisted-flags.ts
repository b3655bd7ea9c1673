import type { ComponentKind } from '../model/fragment.js'

/*
 * Flags that the tables, made from what a Linux build registers, do not hold at every version: nobody may call them unknown.
 */

/** klog, component-base/logs/api/v1 and component-base/config/options, at every component but etcd. */
const SHARED =
  /^(?:v|vmodule|help|version|logtostderr|alsologtostderr(?:threshold)?|stderrthreshold|log-(?:dir|file|file-max-size|flush-frequency|backtrace-at)|add-dir-header|skip-(?:log-)?headers|one-output|logging-format|log-(?:json|text)-.*|feature-gates|leader-elect(?:-.*)?)$/

const OWN: Readonly<Partial<Record<ComponentKind, readonly string[]>>> = {
  // Windows: cmd/kubelet/app/options/osflags_windows.go, cmd/kube-proxy/app/init_windows.go
  kubelet: ['windows-service', 'windows-priorityclass'],
  'kube-proxy': [
    'windows-service',
    'windows-priorityclass',
    'source-vip',
    'network-name',
    'enable-dsr',
    'root-hnsendpoint-name',
    'forward-healthcheck-vip',
  ],
  // Gone before 1.2, where the tables begin: cmd/kube-apiserver/app/server.go of 1.0 and 1.1
  'kube-apiserver': ['api-burst', 'api-rate', 'cluster-name', 'etcd-config', 'old-etcd-prefix'],
  // etcd-io/website content/en/docs/v3.6/upgrades/upgrade_3_6.md names it, the last patches of 3.5 and 3.6 do not register it.
  etcd: ['experimental-max-learners'],
}

export const isUnlistedFlag = (component: ComponentKind, name: string): boolean =>
  (component !== 'etcd' && SHARED.test(name)) || OWN[component]?.includes(name) === true
