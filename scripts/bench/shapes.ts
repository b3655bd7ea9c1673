import type { Random } from './random.js'

/** A kind of file of an infrastructure repository. */
export interface Shape {
  readonly weight: number
  readonly folder: string
  readonly name: string
  /** About `size` bytes. */
  write(numbers: Random, size: number): string
}

const NOUNS = ['api', 'billing', 'cart', 'search', 'login', 'mail', 'report', 'audit', 'stock', 'price'] as const
const word = (numbers: Random): string => `${numbers.pick(NOUNS)}-${numbers.between(1, 999)}`

/** Repeats a part until the text is long enough. */
function grow(size: number, head: string, part: (i: number) => string): string {
  let text = head
  for (let i = 0; text.length < size; i++) text += part(i)
  return text
}

const deployment = (numbers: Random): string => {
  const name = word(numbers)
  return `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: {app: ${name}, team: team-${numbers.between(1, 40)}}
spec:
  replicas: ${numbers.between(1, 9)}
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
        - name: main
          image: registry.example.com/${name}:${numbers.between(1, 9)}.${numbers.between(0, 30)}.0
          args: ["--listen=:8080", "--workers=${numbers.between(1, 64)}"]
          resources:
            requests: {cpu: ${numbers.between(1, 40)}00m, memory: ${numbers.between(1, 64)}4Mi}
          readinessProbe:
            httpGet: {path: /ready, port: 8080}
            periodSeconds: ${numbers.between(1, 30)}
`
}

const values = (numbers: Random): string => `${word(numbers)}:
  enabled: ${numbers.next() < 0.5}
  replicas: ${numbers.between(1, 9)}
  annotations:
    example.com/owner: ${word(numbers)}
`

const template = (numbers: Random): string => `{{- if .Values.${numbers.pick(NOUNS)}.enabled }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "chart.fullname" . }}-${word(numbers)}
  labels: {{- include "chart.labels" . | nindent 4 }}
spec:
  ports:
    - port: {{ .Values.port | default ${numbers.between(1000, 9999)} }}
{{- end }}
`

const resource = (numbers: Random): string => {
  const name = word(numbers).replace('-', '_')
  return `resource "aws_security_group_rule" "${name}" {
  type              = "ingress"
  from_port         = ${numbers.between(1, 65_000)}
  to_port           = ${numbers.between(1, 65_000)}
  protocol          = "tcp"
  cidr_blocks       = ["10.${numbers.between(0, 255)}.0.0/16"]
  security_group_id = aws_security_group.\${var.${name}}.id
}

`
}

const prose = (numbers: Random): string =>
  `The ${word(numbers)} service talks to ${word(numbers)} over port ${numbers.between(1000, 9999)}; see the runbook of ${word(numbers)}.\n\n`

const shell = (numbers: Random): string => `if ! curl -fsS "https://${word(numbers)}.example.com/health"; then
  echo "${word(numbers)} is down" >&2
  exit ${numbers.between(1, 9)}
fi
`

const python = (
  numbers: Random,
): string => `def ${word(numbers).replace('-', '_')}(client, limit=${numbers.between(1, 500)}):
    """Reads at most limit rows."""
    return [row for row in client.rows("${word(numbers)}") if row.age < limit]


`

const kubelet = (numbers: Random): string => `---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
maxPods: ${numbers.between(60, 250)}
evictionHard:
  memory.available: ${numbers.between(1, 9)}00Mi
  nodefs.available: ${numbers.between(5, 15)}%
systemReserved: {cpu: 200m, memory: 500Mi}
kubeReserved: {cpu: 200m, memory: 500Mi}
`

const kubeadm = (numbers: Random): string => `---
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
kubernetesVersion: v1.${numbers.between(26, 34)}.${numbers.between(0, 9)}
clusterName: ${word(numbers)}
apiServer:
  extraArgs:
    max-requests-inflight: "${numbers.between(200, 900)}"
    audit-log-maxage: "${numbers.between(5, 40)}"
etcd:
  local:
    extraArgs:
      quota-backend-bytes: "${numbers.between(2, 8)}000000000"
`

const staticPod = (numbers: Random): string => `---
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  hostNetwork: true
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.${numbers.between(26, 34)}.1
      command:
        - kube-apiserver
        - --etcd-servers=https://10.0.0.${numbers.between(1, 250)}:2379
        - --request-timeout=${numbers.between(30, 300)}s
        - --authorization-mode=Node,RBAC
`

const unit = (numbers: Random): string => `[Unit]
Description=kubelet of ${word(numbers)}
After=containerd.service

[Service]
ExecStart=/usr/bin/kubelet \\
  --config=/etc/kubernetes/kubelet.yaml \\
  --node-labels=team=${word(numbers)} \\
  --v=${numbers.between(0, 4)}
Restart=always
RestartSec=${numbers.between(1, 30)}

[Install]
WantedBy=multi-user.target
`

const machine = (numbers: Random): string => `resource "aws_instance" "${word(numbers)}" {
  ami           = "ami-${numbers.between(100_000, 999_999)}"
  instance_type = "m5.large"
  user_data     = <<-EOF
    #!/bin/bash
    cat > /etc/default/kubelet <<EOT
    KUBELET_EXTRA_ARGS=--max-pods=${numbers.between(60, 250)} --node-labels=pool=${word(numbers)}
    EOT
    systemctl restart kubelet
  EOF
}

`

const runbook = (numbers: Random): string =>
  `When the kubelet of ${word(numbers)} does not answer, look at \`journalctl -u kubelet\` and at the kube-apiserver it talks to.\n\n`

const list =
  (head: string, part: (numbers: Random) => string): Shape['write'] =>
  (numbers, size) =>
    grow(size, head, () => part(numbers))

const json: Shape['write'] = (numbers, size) => {
  const rows = grow(size - 20, '', () => `    {"name": "${word(numbers)}", "count": ${numbers.between(1, 999)}},\n`)
  return `{\n  "rows": [\n${rows.replace(/,\n$/, '\n')}  ]\n}\n`
}

export const NEUTRAL_SHAPES: readonly [Shape, ...Shape[]] = [
  { weight: 22, folder: 'deploy', name: 'workload.yaml', write: list('', deployment) },
  { weight: 16, folder: 'deploy', name: 'values.yaml', write: list('# values of a chart\n', values) },
  { weight: 12, folder: 'chart/templates', name: 'service.yaml', write: list('', template) },
  { weight: 14, folder: 'terraform', name: 'rules.tf', write: list('', resource) },
  { weight: 10, folder: 'docs', name: 'notes.md', write: list('# Notes\n\n', prose) },
  { weight: 8, folder: 'bin', name: 'check.sh', write: list('#!/bin/bash\nset -eu\n', shell) },
  { weight: 8, folder: 'lib', name: 'rows.py', write: list('import json\n\n\n', python) },
  { weight: 10, folder: 'data', name: 'rows.json', write: json },
]

export const COMPONENT_SHAPES: readonly [Shape, ...Shape[]] = [
  { weight: 16, folder: 'nodes', name: 'kubelet.yaml', write: numbers => kubelet(numbers) },
  { weight: 10, folder: 'cluster', name: 'kubeadm.yaml', write: numbers => kubeadm(numbers) },
  { weight: 12, folder: 'manifests', name: 'kube-apiserver.yaml', write: numbers => staticPod(numbers) },
  {
    weight: 16,
    folder: 'all',
    name: 'all.yaml',
    write: (numbers, size) => kubelet(numbers) + grow(size, '', () => deployment(numbers)),
  },
  { weight: 10, folder: 'units', name: 'kubelet.service', write: numbers => unit(numbers) },
  {
    weight: 14,
    folder: 'terraform',
    name: 'machines.tf',
    write: (numbers, size) => grow(Math.min(size, 8000), '', () => machine(numbers)),
  },
  { weight: 14, folder: 'docs', name: 'runbook.md', write: list('# Runbook\n\n', runbook) },
  {
    weight: 8,
    folder: 'bin',
    name: 'restart.sh',
    write: (numbers, size) => grow(size, '#!/bin/bash\nsystemctl restart kubelet\n', () => shell(numbers)),
  },
]
