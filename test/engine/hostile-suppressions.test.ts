import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { suppressing, told } from '../support/suppressing.js'

const test = suite('hostile suppressions')

const HEAD = 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n'
const FIVE = 'kubelet/five-hundred'
const MANY = 40_000

/** Runs it and gives seconds; what is quadratic takes minutes here. */
async function seconds(path: string, source: string): Promise<number> {
  const start = performance.now()
  await suppressing({ [path]: source })
  return (performance.now() - start) / 1000
}

const DIRECTIVE = `# klint: ignore[${FIVE}] why\n`

const CASES: Readonly<Record<string, [path: string, source: string]>> = {
  'above one another': ['kubelet.yaml', `${HEAD}${DIRECTIVE.repeat(MANY)}maxPods: 500\n`],
  'above one another in a unit': [
    'kubelet.service',
    `[Service]\n${DIRECTIVE.repeat(MANY)}ExecStart=/usr/bin/kubelet --max-pods=500\n`,
  ],
  'in a script': ['kubelet.sh', `#!/bin/sh\n${DIRECTIVE.repeat(MANY)}kubelet --max-pods=500\n`],
  'in an environment file': ['etc/default/kubelet', `${DIRECTIVE.repeat(MANY)}KUBELET_EXTRA_ARGS=--max-pods=500\n`],
  'in HCL': ['main.tf', `${DIRECTIVE.repeat(20_000)}resource "aws_instance" "a" {\n  user_data = "kubelet"\n}\n`],
  'ranges in one another': ['kubelet.yaml', `${HEAD}${`# klint: disable[${FIVE}]\n`.repeat(MANY)}maxPods: 500\n`],
  'ranges after one another': [
    'kubelet.yaml',
    `${HEAD}${`# klint: disable[${FIVE}]\n# klint: enable[${FIVE}]\n`.repeat(MANY / 2)}maxPods: 500\n`,
  ],
  'ends of nothing': ['kubelet.yaml', `${HEAD}${`# klint: enable[${FIVE}]\n`.repeat(MANY)}`],
  'on one line': ['kubelet.yaml', `${HEAD}${`{# klint: ignore[${FIVE}] #}`.repeat(MANY)} maxPods: 500\n`],
  'half of one on one line': ['kubelet.yaml', `${HEAD}# ${'klint: ignore['.repeat(MANY)}\n`],
  'leaders on one line of a unit': [
    'kubelet.service',
    `[Service]\nExecStart=/usr/bin/kubelet ${'# klint: x'.repeat(MANY)}\n`,
  ],
  brackets: ['kubelet.yaml', `${HEAD}# klint: ignore${'['.repeat(1_000_000)}\n`],
  names: ['kubelet.yaml', `${HEAD}# klint: ignore[${'a/b,'.repeat(MANY)}a/b]\n`],
  'unknown names': ['kubelet.yaml', `${HEAD}${'# klint: ignore[kubelet/max-podz] why\n'.repeat(10_000)}`],
  words: ['kubelet.yaml', `${HEAD}# klint: ${'ignore'.repeat(MANY)}\n`],
  blanks: ['kubelet.yaml', `${HEAD}${`a: 1${' '.repeat(1000)}# klint: ignore[${FIVE}]\n`.repeat(2000)}`],
  keys: [
    'kubelet.json',
    `{${`"//": "klint: ignore[${FIVE}] why", `.repeat(20_000)}"kind": "KubeletConfiguration", "apiVersion": "kubelet.config.k8s.io/v1beta1", "maxPods": 500}`,
  ],
  maps: ['kubelet.json', `${`{"//": "klint: ignore[${FIVE}]", "a": `.repeat(90)}1${'}'.repeat(90)}`],
  annotation: [
    'a.yaml',
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: kubelet\n  annotations:\n    klint.dev/ignore: |\n${`      ${FIVE}: why\n`.repeat(MANY)}`,
  ],
  quotes: ['kubelet.json', `{"kind": "KubeletConfiguration", "a": "${'\\"'.repeat(500_000)} // klint: ignore[${FIVE}]`],
}

for (const [name, [path, source]] of Object.entries(CASES))
  test(`many directives: ${name}`, async () => {
    const taken = await seconds(path, source)
    assert.ok(taken < 6, `${taken.toFixed(1)} s`)
  })

test('the last line needs no line end', async () => {
  assert.equal(told(await suppressing({ 'kubelet.yaml': `${HEAD}maxPods: 500 # klint: ignore[${FIVE}]` })), [])
  assert.equal(told(await suppressing({ 'kubelet.yaml': `${HEAD}maxPods: 110\n# klint: ignore[${FIVE}]` })), [
    `klint/unused-suppression 4: # klint: ignore[${FIVE}]`,
  ])
})

test.run()
