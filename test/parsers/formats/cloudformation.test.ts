import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../../src/model/document.js'
import type { Parsed, ResourceFragment } from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { MASK } from '../../../src/model/text.js'
import type { Tree } from '../../../src/model/tree.js'
import { open } from '../../../src/parsers/embed.js'
import { cloudformation } from '../../../src/parsers/formats/cloudformation.js'
import { readYaml } from '../../../src/parsers/syntax/yaml.js'

const test = suite('formats/cloudformation')

const read = (source: string, uri = 'stacks/cluster.yaml'): Parsed => {
  const doc = open(uri, source)
  const { trees, problems } = readYaml(doc)
  assert.equal(problems, [])
  const [tree] = trees
  assert.ok(tree !== undefined && cloudformation.wants(tree, doc))
  return cloudformation.read(tree, { doc, siblings: trees })
}
const ofKind = (parsed: Parsed, type: ResourceFragment['type']): ResourceFragment[] =>
  parsed.fragments.filter((one): one is ResourceFragment => one.kind === 'resource' && one.type === type)
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
const only = (parsed: Parsed): Document => {
  assert.is(parsed.embedded.length, 1)
  return parsed.embedded[0]!
}
const placeOf = (doc: Document, word: string): string => {
  const start = doc.source.indexOf(word)
  assert.ok(start >= 0, `${word} in ${doc.source}`)
  return describe({ doc, start, end: start + word.length })
}

test('a classic load balancer in YAML', () => {
  const [elb, ...rest] = ofKind(
    read(`Resources:
  MasterELB:
    Type: AWS::ElasticLoadBalancing::LoadBalancer
    Condition: Public
    Properties:
      LoadBalancerName: !Sub "\${AWS::StackName}-master"
      Scheme: internal
      ConnectionSettings: { IdleTimeout: 60 }
      Listeners:
        - { LoadBalancerPort: 443, InstancePort: 6443, Protocol: TCP }
        - !If [Extra, { InstancePort: 80 }, !Ref "AWS::NoValue"]
      HealthCheck:
        Target: SSL:6443
        Interval: 10
      Tags:
        - { Key: KubernetesCluster, Value: prod }
        - { Key: Name, Value: !Ref Name }
`),
    'load-balancer',
  )
  assert.is(rest.length, 0)
  assert.equal(fields(elb), {
    name: '¿',
    idleTimeout: '60',
    provider: 'aws',
    product: 'classic',
    internal: 'true',
    ports: ['6443', '…'],
    listenerPorts: ['443', '…'],
    protocol: 'TCP',
    healthCheck: { protocol: 'SSL', port: '6443', interval: '10' },
    tags: { KubernetesCluster: 'prod', Name: '¿' },
    kubernetes: 'true',
    label: 'MasterELB',
    count: '¿',
  })
  assert.equal([elb?.name, elb?.cluster, elb?.set], ['MasterELB', 'prod', 'cloudformation:stacks/cluster.yaml'])
  assert.is(describe(elb!.at), 'stacks/cluster.yaml:2:3')
})

test('a network load balancer with listener and target group, by Ref', () => {
  const [nlb, web] = ofKind(
    read(`AWSTemplateFormatVersion: 2010-09-09
Resources:
  NLB:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Type: network
      LoadBalancerAttributes:
        - { Key: idle_timeout.timeout_seconds, Value: 400 }
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Port: 8443
      HealthCheckProtocol: HTTPS
      HealthCheckPath: /readyz
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref NLB
      Port: 443
      Protocol: TLS
      DefaultActions:
        - Type: forward
          TargetGroupArn: { Ref: Group }
  Web:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
`),
    'load-balancer',
  )
  assert.equal(fields(nlb), {
    provider: 'aws',
    product: 'network',
    idleTimeout: '400',
    listenerPorts: ['443'],
    protocol: 'TLS',
    ports: ['8443'],
    healthCheck: { protocol: 'HTTPS', path: '/readyz' },
    label: 'NLB',
  })
  assert.is(fields(web).product, 'application')
  assert.is(fields(web).ports, '¿')
})

test('volumes and groups; parameters are unknown whatever their default', () => {
  const found = read(`Parameters:
  Size: { Type: Number, Default: 20 }
Resources:
  Etcd:
    Type: AWS::EC2::Volume
    Properties: { VolumeType: gp2, Size: !Ref Size }
  Attachment:
    Type: AWS::EC2::VolumeAttachment
    Properties: { VolumeId: !Ref Etcd, InstanceId: !Ref Node }
  Node:
    Type: AWS::EC2::Instance
    Properties:
      BlockDeviceMappings:
        - DeviceName: /dev/xvda
          Ebs: { VolumeSize: 8 }
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: "0"
      MaxSize: 10
      Tags:
        - Key: !Sub "k8s.io/cluster-autoscaler/\${Cluster}"
          Value: owned
          PropagateAtLaunch: true
`)
  assert.equal(ofKind(found, 'volume').map(fields), [
    { type: 'gp2', size: '¿', provider: 'aws', attachedTo: 'Node', label: 'Etcd' },
    { size: '8', provider: 'aws', attachedTo: 'Node', label: 'Node' },
  ])
  const [group] = ofKind(found, 'scaling-group')
  assert.equal([fields(group).min, fields(group).max, fields(group).autoscaled], ['0', '10', 'true'])
})

test('user data of a literal keeps ${X} for the child, !Sub takes it away', () => {
  const template = (tag: string) => `Resources:
  Worker:
    Type: AWS::AutoScaling::LaunchConfiguration
    Properties:
      UserData:
        Fn::Base64: ${tag}|
          #!/bin/bash
          kubelet --node-ip=\${IP} --node-labels=\${!ZONE} --eviction-hard=memory.available<100Mi
`
  const literal = only(read(template('')))
  assert.ok(literal.source.includes('--node-ip=${IP} --node-labels=${!ZONE} '))
  assert.is(placeOf(literal, '100Mi'), 'stacks/cluster.yaml:8:91')
  const substituted = only(read(template('!Sub ')))
  assert.ok(substituted.source.includes(`--node-ip=${MASK.repeat(5)} --node-labels=\${ZONE} `), substituted.source)
  assert.is(placeOf(substituted, '100Mi'), 'stacks/cluster.yaml:8:91')
  assert.is(placeOf(substituted, 'ZONE'), 'stacks/cluster.yaml:8:52')
  assert.ok(substituted.holes.some(hole => hole.kind === 'value' && hole.end - hole.start === 5))
})

test('Fn::Sub with a map of its own, in long form', () => {
  const doc = only(
    read(`Resources:
  T:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        UserData:
          Fn::Base64:
            Fn::Sub:
              - "#!/bin/sh\\nkubelet --v=\${Level} --max-pods=30\\n"
              - { Level: 3 }
`),
  )
  assert.is(doc.source, `#!/bin/sh\nkubelet --v=${MASK.repeat(8)} --max-pods=30\n`)
  assert.is(placeOf(doc, '30'), 'stacks/cluster.yaml:9:61')
  assert.is(doc.uri, 'stacks/cluster.yaml#T.UserData')
})

test('Fn::Join in JSON: every part at its own place, a Ref is a hole', () => {
  const doc = only(
    read(
      `{
  "Resources": {
    "Worker": {
      "Type": "AWS::EC2::Instance",
      "Properties": {
        "UserData": { "Fn::Base64": { "Fn::Join": ["\\n", [
          "#cloud-config",
          "coreos:",
          "  units:",
          "    - name: kubelet.service",
          "      content: |",
          "        [Service]",
          { "Fn::Join": ["", ["        Environment=CLUSTER=", { "Ref": "Cluster" }, " X=\\"y\\""]] },
          "        ExecStart=/usr/bin/kubelet --eviction-hard=memory.available<100Mi"
        ]] } }
      }
    }
  }
}
`,
      'stack.json',
    ),
  )
  assert.is(doc.source.split('\n')[6], `        Environment=CLUSTER=${MASK.repeat(8)} X="y"`)
  assert.is(placeOf(doc, '100Mi'), 'stack.json:14:80')
  assert.is(placeOf(doc, 'y"'), 'stack.json:13:91')
  assert.is(placeOf(doc, 'units:'), 'stack.json:9:14')
})

test('user data in base64 is decoded, of a parameter it is nothing', () => {
  const source = (data: string) => `Resources:
  N:
    Type: AWS::EC2::Instance
    Properties:
      UserData: ${data}
`
  const doc = only(read(source('IyEvYmluL3NoCmt1YmVsZXQgLS12PTQK')))
  assert.is(doc.source, '#!/bin/sh\nkubelet --v=4\n')
  assert.is(doc.parent?.decoded, true)
  assert.equal(read(source('!Ref Data')).embedded, [])
  assert.equal(read(source('{ "Fn::Base64": { "Ref": "Data" } }')).embedded, [])
})

test('files of AWS::CloudFormation::Init stand on the machine of the user data', () => {
  const { embedded } = read(`Resources:
  N:
    Type: AWS::EC2::Instance
    Metadata:
      AWS::CloudFormation::Init:
        config:
          files:
            /etc/systemd/system/kubelet.service:
              content: !Sub |
                [Service]
                ExecStart=/usr/bin/kubelet --v=\${V}
    Properties:
      UserData:
        Fn::Base64: |
          #!/bin/sh
          cfn-init
`)
  const [user, file] = embedded
  assert.is(file?.path, '/etc/systemd/system/kubelet.service')
  assert.is(file?.host?.id, user?.host?.id)
  assert.is(placeOf(file!, 'ExecStart'), 'stacks/cluster.yaml:11:17')
})

test('a template that describes itself again and again is bounded', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 5; i++)
    lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}, *a${i - 1}, *a${i - 1}, *a${i - 1}]`)
  const found = read(`${lines.join('\n')}
Resources:
  E:
    Type: AWS::EC2::Volume
    Properties: { Size: 3, Tags: *a4 }
`)
  assert.is(ofKind(found, 'volume').length, 1)
})

test('a Kubernetes object with a field Resources is no template', () => {
  const doc = open('x.yaml', 'kind: X\nResources: {}\n')
  assert.is(cloudformation.wants(readYaml(doc).trees[0]!, doc), false)
})

test.run()
