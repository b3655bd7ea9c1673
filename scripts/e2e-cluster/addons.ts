import type { Json, Objects } from './objects.js'
import type { Plan } from './plan.js'
import { SECRETS } from './secrets.js'

export function addons({ version, autoscaler }: Plan): Objects {
  const template = (app: string, container: Json, more: Readonly<Record<string, Json>> = {}): Json => ({
    metadata: { labels: { 'k8s-app': app } },
    spec: { serviceAccountName: app, priorityClassName: 'system-cluster-critical', ...more, containers: [container] },
  })
  const workload = (kind: 'Deployment' | 'DaemonSet', app: string, spec: Json & object): Objects[number] => ({
    path: `/apis/apps/v1/namespaces/kube-system/${kind.toLowerCase()}s`,
    object: {
      apiVersion: 'apps/v1',
      kind,
      metadata: {
        name: app,
        namespace: 'kube-system',
        labels: { 'k8s-app': app },
        // as `kubectl apply` leaves it
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ apiVersion: 'apps/v1', kind, spec }),
        },
      },
      spec: { selector: { matchLabels: { 'k8s-app': app } }, ...spec },
    },
  })
  return [
    workload('Deployment', 'cluster-autoscaler', {
      replicas: 1,
      template: template('cluster-autoscaler', {
        name: 'cluster-autoscaler',
        image: `registry.k8s.io/autoscaling/cluster-autoscaler:v${autoscaler.version}`,
        env: [{ name: 'AWS_SECRET_ACCESS_KEY', value: SECRETS.variable }],
        command: ['./cluster-autoscaler', '--v=4', '--cloud-provider=aws', ...autoscaler.flags],
        resources: { requests: { cpu: '100m', memory: '600Mi' }, limits: { memory: '600Mi' } },
      }),
    }),
    workload('Deployment', 'coredns', {
      replicas: 2,
      template: template('coredns', {
        name: 'coredns',
        image: 'registry.k8s.io/coredns/coredns:v1.12.4',
        args: ['-conf', '/etc/coredns/Corefile'],
        resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
      }),
    }),
    workload('DaemonSet', 'kube-proxy', {
      template: template(
        'kube-proxy',
        {
          name: 'kube-proxy',
          image: `registry.k8s.io/kube-proxy:v${version}`,
          command: [
            '/usr/local/bin/kube-proxy',
            '--config=/var/lib/kube-proxy/config.conf',
            '--hostname-override=$(NODE_NAME)',
          ],
          env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }],
        },
        {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          tolerations: [{ operator: 'Exists' }],
          volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        },
      ),
    }),
  ]
}
