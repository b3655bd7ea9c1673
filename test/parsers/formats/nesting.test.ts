import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../../src/model/document.js'
import type { Directive, Fragment, UnitFragment } from '../../../src/model/fragment.js'
import { describe } from '../../../src/model/location.js'
import { MASK, type Text } from '../../../src/model/text.js'
import { embed, open } from '../../../src/parsers/embed.js'
import { parse } from '../../../src/parsers/index.js'

const test = suite('formats/nesting')

async function all(doc: Document): Promise<Fragment[]> {
  const { fragments, embedded } = await parse(doc)
  const inner: Fragment[] = []
  for (const child of embedded) inner.push(...(await all(child)))
  return [...fragments, ...inner]
}

async function kubelet(uri: string, source: string): Promise<UnitFragment> {
  const units = (await all(open(uri, source))).filter((one): one is UnitFragment => one.kind === 'unit')
  const unit = units.find(({ name }) => name === 'kubelet.service')
  assert.ok(unit !== undefined, `units: ${units.map(({ name }) => name).join(' ')}`)
  return unit
}

const execStart = ({ directives }: UnitFragment): Directive => {
  const found = directives.find(({ key }) => key === 'ExecStart')
  assert.ok(found !== undefined)
  return found
}
const sliced = (text: Text, word: string): string => {
  const start = text.value.indexOf(word)
  assert.ok(start >= 0, `${word} in ${text.value}`)
  return describe(text.slice(start, start + word.length).at)
}

const CLOUD_CONFIG = `#cloud-config
coreos:
  units:
    - name: kubelet.service
      content: |
        [Service]
        Environment="NAME=PLACEHOLDER" "HOST=LITERAL"
        ExecStart=/usr/bin/kubelet --v=2 \\
          --eviction-hard=memory.available<100Mi,nodefs.available<10%
`
const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)

test('a flag in a unit in a cloud-config in a heredoc of Terraform', async () => {
  const body = CLOUD_CONFIG.replace('PLACEHOLDER', '${var.name}').replace('LITERAL', () => '$${COREOS_HOST}')
  const unit = await kubelet(
    'aws/worker.tf',
    `resource "aws_instance" "w" {\n  user_data = <<-EOF\n${indented(body, '    ')}  EOF\n}\n`,
  )
  const { text, words } = execStart(unit)
  assert.is(sliced(text, '100Mi'), 'aws/worker.tf:11:48')
  assert.ok(words?.some(word => word.parts.some(part => sliced(part.text, part.text.value) !== '')))
  const environment = unit.directives.find(({ key }) => key === 'Environment')
  assert.is(environment?.variables?.[0]?.text.known, false)
  // systemd would leave it as it is, so that somebody else fills it in
  assert.is(environment?.variables?.[1]?.text.known, false)
  assert.is(describe(environment!.variables![1]!.text.at).startsWith('aws/worker.tf:9:'), true)
  assert.is(unit.set, 'terraform:aws')
})

test('the same in Fn::Join of CloudFormation in JSON', async () => {
  const lines = CLOUD_CONFIG.trimEnd().split('\n')
  const items = lines.map(line => `        ${JSON.stringify(line)}`).join(',\n')
  const source = `{ "Resources": { "W": {
  "Type": "AWS::AutoScaling::LaunchConfiguration",
  "Properties": {
    "UserData": { "Fn::Base64": { "Fn::Join": ["\\n", [
${items}
    ] ] } }
  }
} } }
`
  const { text } = execStart(await kubelet('stack.json', source))
  assert.is(sliced(text, '100Mi'), 'stack.json:13:53')
})

test('the same under !Sub of CloudFormation in YAML', async () => {
  const body = CLOUD_CONFIG.replace('PLACEHOLDER', '${AWS::StackName}').replace('LITERAL', '${!HOSTNAME}')
  const source = `Resources:
  W:
    Type: AWS::EC2::Instance
    Properties:
      UserData:
        Fn::Base64: !Sub |
${indented(body, '          ')}`
  const unit = await kubelet('stack.yaml', source)
  assert.is(sliced(execStart(unit).text, '100Mi'), 'stack.yaml:15:54')
  const environment = unit.directives.find(({ key }) => key === 'Environment')
  assert.is(environment?.variables?.[0]?.text.known, false)
  assert.is(environment?.variables?.[1]?.text.known, false)
})

test('a directive of a heredoc makes what it encloses conditional, not broken', async () => {
  const source = `resource "aws_instance" "w" {
  user_data = <<-EOF
    #cloud-config
    coreos:
      units:
        - name: kubelet.service
          content: |
            [Service]
            ExecStart=/usr/bin/kubelet --v=2
    %{ if var.docker }
        - name: docker.service
          command: start
    %{ endif }
  EOF
}
`
  const { problems, embedded } = await parse(open('w.tf', source))
  assert.equal(problems, [])
  assert.equal((await parse(embedded[0]!)).problems, [])
  await kubelet('w.tf', source)
})

test('a document that is all hole is none', async () => {
  const doc = open('w.tf', 'resource "aws_instance" "w" {\n  user_data = "${var.x}\\n${var.y}"\n}\n')
  assert.equal((await parse(doc)).embedded, [])
  assert.is(
    embed(
      (await parse(open('v.tf', 'resource "aws_instance" "w" {\n  user_data = "#!/bin/sh\\n${var.y}"\n}\n')))
        .embedded[0]!.parent!.text,
      { name: 'x' },
    ).source,
    `#!/bin/sh\n${MASK.repeat(8)}`,
  )
})

test.run()
