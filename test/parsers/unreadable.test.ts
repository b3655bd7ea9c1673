import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { open } from '../../src/parsers/embed.js'
import { parse } from '../../src/parsers/index.js'

const test = suite('what cannot be read')

const because = async (uri: string, source: string) =>
  (await parse(open(uri, source))).problems.map(problem => problem.because)

const OURS: Readonly<Record<string, string>> = {
  'an object': 'kind: KubeletConfiguration\nevictionHard: [\n',
  'an object of JSON': '{\n  "maxPods": "1" "1",\n  "kind": "KubeletConfiguration"\n}\n',
  'JSON on one line': '{"maxPods": "1" "1", "apiVersion": "kubelet.config.k8s.io/v1beta1"}\n',
  'values of the chart': 'extraArgs:\n  v: "4\n# of cluster-autoscaler\n',
  "etcd's configuration": 'initial-cluster-token: etcd\nname: "a\n',
}
for (const [name, source] of Object.entries(OURS))
  test(`broken: ${name}`, async () => assert.equal(await because('a.yaml', source), ['broken']))

const FOREIGN: Readonly<Record<string, readonly [uri: string, source: string]>> = {
  'JSON with comments': ['.devcontainer/devcontainer.json', '// kubectl and kubelet\n{\n  "name": "a" // b\n}\n'],
  'a quoted text that goes on too far left': ['checks.yaml', 'checks:\n  - text: "the kubelet\n  is safe"\n'],
  'a dialect of a reader of its own': ['heat.yaml', 'name: kubernetes\nlist_join: [-, [{a: b}]]\n'],
}
for (const [name, [uri, source]] of Object.entries(FOREIGN))
  test(`not analysed: ${name}`, async () => assert.equal(await because(uri, source), ['foreign']))

test('a word of ours that is no key at the top makes nothing ours', async () => {
  assert.equal(await because('a.yaml', 'tools:\n  kind: kubelet\n  version: "\n'), ['foreign'])
})

test('schemas of custom resources are not read', async () => {
  const schema = 'kind: CustomResourceDefinition\nspec: { group: kubeadm, x: [\n'
  const { problems } = await parse(open('a.yaml', `${schema}---\nkind: KubeletConfiguration\nmaxPods: [\n`))
  assert.equal(
    problems.map(({ at }) => at.start > schema.length),
    [true],
  )
})

test.run()
