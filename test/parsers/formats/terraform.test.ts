import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../../src/model/document.js'
import type {
  Fragment,
  Parsed,
  ReferenceFragment,
  ResourceFragment,
  SettingsFragment,
} from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { MASK } from '../../../src/model/text.js'
import { lookup, stringAt, type Tree } from '../../../src/model/tree.js'
import { open } from '../../../src/parsers/embed.js'
import { terraform } from '../../../src/parsers/formats/terraform.js'

const test = suite('formats/terraform')
test.before(() => terraform.prepare?.())

const read = (source: string, uri = 'infra/aws/main.tf'): Parsed => terraform.read(open(uri, source))
const ofKind = (parsed: Parsed, type: ResourceFragment['type']): ResourceFragment[] =>
  parsed.fragments.filter((one): one is ResourceFragment => one.kind === 'resource' && one.type === type)
const references = (parsed: Parsed): string[] =>
  parsed.fragments
    .filter((one): one is ReferenceFragment => one.kind === 'reference')
    .map(one => `${one.as} ${one.target.value}`)
const plain = (tree: Tree): unknown => {
  if (tree.kind === 'scalar') return tree.text.value.replaceAll(new RegExp(`${MASK}+`, 'g'), '¿')
  if (tree.kind === 'list') return [...tree.items.map(item => plain(item.value)), ...(tree.open ? ['…'] : [])]
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key.value, plain(value)]))
}
const fields = (fragment: ResourceFragment | undefined): Record<string, unknown> => {
  const found: Record<string, unknown> = {}
  for (const [name, field] of fragment?.fields ?? []) found[name] = field.state === 'set' ? plain(field.tree) : '¿'
  return found
}
const child = (parsed: Parsed, name: string): Document => {
  const found = parsed.embedded.find(({ uri }) => uri.endsWith(`#${name}`))
  if (found === undefined) throw new Error(`no ${name} in ${parsed.embedded.map(({ uri }) => uri).join(' ')}`)
  return found
}
const placeOf = (doc: Document, word: string): string => {
  const start = doc.source.indexOf(word)
  assert.ok(start >= 0, `${word} in ${doc.uri}`)
  return describe({ doc, start, end: start + word.length })
}

const CLASSIC = `resource "aws_elb" "controllers" {
  name            = "\${var.cluster_name}-controllers"
  security_groups = ["\${aws_security_group.controller.id}"]

  listener {
    lb_port           = 443
    lb_protocol       = "tcp"
    instance_port     = 6443
    instance_protocol = "tcp"
  }
  listener {
    lb_port       = 22
    instance_port = 22
  }
  health_check {
    target              = "HTTPS:6443/readyz"
    healthy_threshold   = 2
    unhealthy_threshold = 4
    timeout             = 5
    interval            = 6
  }
  idle_timeout = 1800
}
`

test('a classic load balancer', () => {
  const [elb, ...rest] = ofKind(read(CLASSIC), 'load-balancer')
  assert.is(rest.length, 0)
  assert.equal(fields(elb), {
    name: '¿',
    idleTimeout: '1800',
    provider: 'aws',
    product: 'classic',
    ports: ['6443', '22'],
    listenerPorts: ['443', '22'],
    protocol: 'tcp',
    healthCheck: {
      protocol: 'HTTPS',
      port: '6443',
      path: '/readyz',
      interval: '6',
      timeout: '5',
      healthyThreshold: '2',
      unhealthyThreshold: '4',
    },
    label: 'controllers',
  })
  assert.is(elb?.name, 'controllers')
  assert.is(elb?.set, 'terraform:infra/aws')
  assert.is(describe(elb!.at), 'infra/aws/main.tf:1:1')
  const check = elb?.fields.get('healthCheck')
  const port = check?.state === 'set' ? lookup(check.tree, 'port') : undefined
  assert.is(port?.state === 'found' && describe(port.value.at), 'infra/aws/main.tf:16:34')
})

test('listeners assigned as maps, the old way', () => {
  const [elb] = ofKind(
    read(
      'resource "aws_elb" "api" {\n  listener = {\n    instance_port = 443\n  }\n  health_check = {\n    target = "SSL:443"\n  }\n}\n',
    ),
    'load-balancer',
  )
  assert.equal(fields(elb).ports, ['443'])
  assert.equal(fields(elb).healthCheck, { protocol: 'SSL', port: '443' })
})

test('dynamic listeners leave the ports open', () => {
  const [elb] = ofKind(
    read(
      'resource "aws_elb" "api" {\n  dynamic "listener" {\n    for_each = var.ports\n    content {\n      instance_port = 443\n    }\n  }\n}\n',
    ),
    'load-balancer',
  )
  assert.equal(fields(elb).ports, ['…'])
})

test('a network load balancer with its listener and target group', () => {
  const [lb] = ofKind(
    read(`resource "aws_lb_target_group" "api" {
  protocol = "TCP"
  port     = 6443
  health_check {
    protocol = "TCP"
    port     = 6443
  }
}
resource "aws_lb_target_group" "ingress" {
  port = 80
}
resource "aws_lb" "nlb" {
  name               = "\${local.name}-nlb"
  load_balancer_type = "network"
  internal           = false
  tags = {
    "kubernetes.io/cluster/prod" = "owned"
  }
}
resource "aws_lb_listener" "api" {
  load_balancer_arn = aws_lb.nlb.arn
  protocol          = "TCP"
  port              = "443"
  default_action {
    type             = "forward"
    target_group_arn = "\${aws_lb_target_group.api.arn}"
  }
}
locals {
  name = "prod"
}
`),
    'load-balancer',
  )
  assert.equal(fields(lb), {
    name: 'prod-nlb',
    internal: 'false',
    provider: 'aws',
    product: 'network',
    listenerPorts: ['443'],
    protocol: 'TCP',
    ports: ['6443'],
    healthCheck: { protocol: 'TCP', port: '6443' },
    tags: { 'kubernetes.io/cluster/prod': 'owned' },
    kubernetes: 'true',
    label: 'nlb',
  })
  assert.is(lb?.name, 'prod-nlb')
  assert.is(lb?.cluster, 'prod')
})

test('without a type it is an application load balancer; what other files may say is unknown', () => {
  const [lb] = ofKind(read('resource "aws_lb" "web" {\n  name = "web"\n}\n'), 'load-balancer')
  assert.is(fields(lb).product, 'application')
  assert.is(lb?.fields.get('ports')?.state, 'unknown')
  assert.is(lb?.fields.get('healthCheck')?.state, 'unknown')
})

test('count: a number, an expression, for_each, none at all', () => {
  const count = (line: string): unknown =>
    fields(ofKind(read(`resource "aws_elb" "a" {\n  ${line}\n}\n`), 'load-balancer')[0]).count
  assert.is(count('count = 3'), '3')
  assert.is(count('count = var.public ? 1 : 0'), '¿')
  assert.is(count('for_each = toset(["a"])'), '¿')
  assert.is(count('internal = true'), undefined)
  assert.equal(ofKind(read('resource "aws_elb" "a" {\n  count = 0\n}\n'), 'load-balancer'), [])
})

test('volumes, attached and of their own', () => {
  const found = ofKind(
    read(`resource "aws_ebs_volume" "etcd" {
  size = 20
  type = "gp2"
  tags = {
    Name = "etcd-main"
  }
}
resource "aws_volume_attachment" "etcd" {
  volume_id   = aws_ebs_volume.etcd.id
  instance_id = aws_instance.etcd.id
}
resource "aws_instance" "etcd" {
  root_block_device {
    volume_type = "io1"
    volume_size = var.size
    iops        = 1000
  }
  tags = { Name = "etcd-0" }
}
resource "aws_launch_template" "workers" {
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 80
    }
  }
}
resource "google_compute_disk" "etcd" {
  name = "etcd"
  type = "pd-standard"
  size = 30
}
resource "azurerm_managed_disk" "etcd" {
  storage_account_type = "Standard_LRS"
  disk_size_gb         = 64
}
`),
    'volume',
  )
  assert.equal(
    found.map(one => [one.name, fields(one)]),
    [
      [
        'etcd-main',
        {
          type: 'gp2',
          size: '20',
          provider: 'aws',
          attachedTo: 'aws_instance.etcd',
          tags: { Name: 'etcd-main' },
          name: 'etcd-main',
          label: 'etcd',
        },
      ],
      ['etcd', { name: 'etcd', type: 'pd-standard', size: '30', provider: 'gcp', label: 'etcd' }],
      ['etcd', { type: 'Standard_LRS', size: '64', provider: 'azure', label: 'etcd' }],
      [
        'etcd-0',
        {
          type: 'io1',
          size: '¿',
          iops: '1000',
          provider: 'aws',
          attachedTo: 'aws_instance.etcd',
          tags: { Name: 'etcd-0' },
          name: 'etcd-0',
          label: 'etcd',
        },
      ],
      ['workers', { size: '80', provider: 'aws', attachedTo: 'aws_launch_template.workers', label: 'workers' }],
    ],
  )
})

test('scaling groups and their tags', () => {
  const [blocks, merged, bare, eks] = ofKind(
    read(`resource "aws_autoscaling_group" "workers" {
  name             = "workers"
  min_size         = 0
  max_size         = 100
  desired_capacity = 30
  tag {
    key                 = "k8s.io/cluster-autoscaler/enabled"
    value               = ""
    propagate_at_launch = true
  }
  tag {
    key                 = "KubernetesCluster"
    value               = "prod"
    propagate_at_launch = true
  }
}
resource "aws_autoscaling_group" "merged" {
  min_size = 1
  tags     = "\${merge(map("Name", "x"), var.extra)}"
}
resource "aws_autoscaling_group" "bare" {
  min_size = 1
}
resource "aws_eks_node_group" "ng" {
  cluster_name    = "prod"
  node_group_name = "ng-1"
  scaling_config {
    desired_size = 3
    max_size     = 10
    min_size     = 1
  }
}
`),
    'scaling-group',
  )
  assert.equal(fields(blocks), {
    name: 'workers',
    min: '0',
    max: '100',
    desired: '30',
    provider: 'aws',
    autoscaled: 'true',
    tags: { 'k8s.io/cluster-autoscaler/enabled': '', KubernetesCluster: 'prod' },
    kubernetes: 'true',
    label: 'workers',
  })
  assert.is(blocks?.cluster, 'prod')
  assert.is(fields(merged).autoscaled, '¿')
  assert.is(merged?.name, 'x')
  assert.is(fields(bare).autoscaled, undefined)
  assert.equal([eks?.name, eks?.cluster, fields(eks).min, fields(eks).autoscaled], ['ng-1', 'prod', '1', 'true'])
})

const NESTED = `resource "aws_launch_configuration" "worker" {
  user_data = <<-EOT
    #cloud-config
    write_files:
      - path: /etc/x
        content: "a"
    coreos:
      units:
        - name: kubelet.service
          content: |
            [Service]
            Environment=IP=$\${COREOS_PRIVATE_IPV4} NAME=\${var.name}
            ExecStart=/usr/bin/kubelet --eviction-hard=memory.available<100Mi
    EOT
}
`

test('user data in a heredoc is a document whose characters keep their places', () => {
  const found = read(NESTED)
  const doc = child(found, 'aws_launch_configuration.worker.user_data')
  assert.ok(doc.source.startsWith('#cloud-config\nwrite_files:\n  - path'))
  assert.is(placeOf(doc, '100Mi'), 'infra/aws/main.tf:13:73')
  assert.is(placeOf(doc, 'content: |'), 'infra/aws/main.tf:10:11')
  assert.ok(doc.source.includes(`IP=\${COREOS_PRIVATE_IPV4} NAME=${MASK.repeat('${var.name}'.length)}\n`))
  assert.is(placeOf(doc, 'COREOS'), 'infra/aws/main.tf:12:31')
  assert.is(doc.hint?.set, 'terraform:infra/aws')
})

test('user data through functions, locals, templates and cloud-init parts', () => {
  const found = read(`locals {
  script = <<EOF
#!/bin/bash
kubelet --v=2
EOF
}
resource "aws_instance" "a" {
  user_data = base64encode(local.script)
}
resource "aws_instance" "b" {
  user_data = base64encode(<<EOF
#!/bin/sh
kubelet --v=3
EOF
  )
}
resource "aws_instance" "c" {
  user_data = join("\\n", ["#!/bin/sh", "kubelet --v=\${var.v} --max-pods=5"])
}
resource "aws_instance" "d" {
  user_data_base64 = "IyEvYmluL3NoCmt1YmVsZXQgLS12PTQK"
}
data "template_file" "e" {
  template = <<EOF
kubelet --v=$\${level}
EOF
}
data "template_cloudinit_config" "f" {
  part {
    content_type = "text/x-shellscript"
    content      = <<EOF
kubelet --v=6
EOF
  }
}
resource "aws_instance" "g" {
  user_data = data.template_file.e.rendered
}
resource "aws_instance" "h" {
  user_data = var.user_data
}
`)
  assert.equal(
    found.embedded.map(({ uri }) => uri.slice(uri.indexOf('#') + 1)),
    [
      'locals.script',
      'aws_instance.b.user_data',
      'aws_instance.c.user_data',
      'aws_instance.d.user_data_base64',
      'data.template_file.e.template',
      'data.template_cloudinit_config.f.part.content',
    ],
  )
  assert.is(placeOf(child(found, 'aws_instance.c.user_data'), 'max-pods'), 'infra/aws/main.tf:18:64')
  const decoded = child(found, 'aws_instance.d.user_data_base64')
  assert.is(decoded.source, '#!/bin/sh\nkubelet --v=4\n')
  assert.is(decoded.parent?.decoded, true)
  assert.is(child(found, 'data.template_file.e.template').source, 'kubelet --v=${level}\n')
})

test('other heredocs count if they begin like something klint reads', () => {
  const found = read(`resource "kubectl_manifest" "x" {
  yaml_body = <<YAML
apiVersion: v1
kind: ConfigMap
YAML
  policy = <<EOF
{ "Version": "2012-10-17" }
EOF
  description = "kind: of"
}
`)
  assert.equal(
    found.embedded.map(({ uri }) => uri),
    ['infra/aws/main.tf#kubectl_manifest.x.yaml_body'],
  )
})

test('files a module names', () => {
  const found = read(`resource "aws_instance" "a" {
  user_data = templatefile("\${path.module}/user-data.yaml.tpl", { x = 1 })
}
resource "aws_instance" "b" {
  user_data = "\${file("cloud-config/b.yaml")}"
}
data "template_file" "c" {
  template = file("\${path.module}/../c.tpl")
}
locals {
  d = templatefile("d.tftpl", {})
  e = file("\${path.root}/e")
  f = file("\${path.module}/\${var.f}")
  g = file("~/.ssh/id_rsa.pub")
}
`)
  assert.equal(references(found), [
    'user-data user-data.yaml.tpl',
    'user-data cloud-config/b.yaml',
    'template ../c.tpl',
    'template d.tftpl',
  ])
  const [first] = found.fragments.filter((one: Fragment) => one.kind === 'reference')
  assert.is(first?.kind === 'reference' && describe(first.target.at), 'infra/aws/main.tf:2:44')
})

const values = (source: string): SettingsFragment | undefined =>
  read(source).fragments.find((one): one is SettingsFragment => one.kind === 'settings')

test('a Helm release of cluster-autoscaler: values, then set', () => {
  const found = values(`resource "helm_release" "ca" {
  chart = "cluster-autoscaler"
  values = [
    <<-EOT
      extraArgs:
        scale-down-unneeded-time: 1m
        expander: random
    EOT
    ,
    yamlencode({
      extraArgs = { expander = "priority" }
      replicaCount = 1
    }),
  ]
  set {
    name  = "extraArgs.scale-down-unneeded-time"
    value = "40m"
  }
  set {
    name  = "podAnnotations.a\\\\.b"
    value = "c"
  }
}
`)
  assert.is(found?.platform, 'cluster-autoscaler-chart')
  assert.is(found?.what, 'values')
  assert.equal(plain(found!.tree), {
    extraArgs: { 'scale-down-unneeded-time': '40m', expander: 'priority' },
    replicaCount: '1',
    podAnnotations: { 'a.b': 'c' },
  })
})

test('values from a heredoc keep their places', () => {
  const found = values(
    'resource "helm_release" "ca" {\n  chart = "cluster-autoscaler"\n  values = [<<EOT\nextraArgs:\n  scale-down-unneeded-time: 1m\nEOT\n  ]\n}\n',
  )
  const time = lookup(found!.tree, 'extraArgs', 'scale-down-unneeded-time')
  assert.is(time.state === 'found' && describe(time.value.at), 'infra/aws/main.tf:5:29')
})

test('values that a file may override are unknown, later ones are not', () => {
  const found = values(`resource "helm_release" "ca" {
  chart  = "cluster-autoscaler"
  values = [yamlencode({ a = 1 }), file("values.yaml"), yamlencode({ b = 2 })]
}
`)
  assert.is(lookup(found!.tree, 'a').state, 'unknown')
  assert.is(lookup(found!.tree, 'c').state, 'unknown')
  assert.is(stringAt(found!.tree, 'b'), '2')
})

test('other charts are nobody we know', () => {
  assert.is(
    values(
      'resource "helm_release" "x" {\n  chart = "ingress-nginx"\n  set {\n    name = "a"\n    value = "b"\n  }\n}\n',
    ),
    undefined,
  )
})

test('only files with words klint knows are parsed', () => {
  const wants = (uri: string, source: string) => terraform.detect(open(uri, source))
  assert.is(wants('a.tf', 'resource "aws_elb" "a" {}'), true)
  assert.is(wants('a.tf.j2', 'x = <<EOF\n'), true)
  assert.is(wants('a.tf', 'variable "x" {}'), false)
  assert.is(wants('a.yaml', 'aws_elb'), false)
})

test('a block without such a word is not read, its locals are found all the same', () => {
  const found = read(`locals {
  name = "api"
}
resource "aws_iam_role" "x" {
  policy = file("policy.json")
}
resource "aws_elb" "x" {
  name = local.name
}
`)
  assert.equal(references(found), [])
  assert.is(ofKind(found, 'load-balancer')[0]?.name, 'api')
})

test('a chain of locals is followed only so far', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `  a${i} = local.a${i + 1}`)
  const source = `locals {\n${lines.join('\n')}\n  b = <<EOF\nEOF\n}\nresource "aws_elb" "x" {\n  name = local.a0\n}\n`
  assert.is(fields(ofKind(read(source), 'load-balancer')[0]).name, '¿')
})

test('a broken file is one problem', () => {
  const { problems } = read('resource "aws_elb" "a" {\n  name = = 1\n}\nresource "aws_elb" "b" {\n')
  assert.is(problems.length, 1)
})

test.run()
