import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { hushed, mended, type Sources, suppressing, told } from '../support/suppressing.js'

const test = suite('suppressions')

const ID = 'kubelet/five-hundred'
const KUBELET = 'kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n'

type Place = 'above' | 'behind' | 'file' | 'range'

interface Syntax {
  readonly name: string
  readonly path: string
  /** `<above>` stands on lines of their own, `<behind>` at an end of line; what has none cannot have it. */
  readonly source: string
  readonly comments: Readonly<Record<string, (text: string) => string>>
  /** Files beside it. */
  readonly others?: Sources
}

const hash = (text: string) => `# ${text}`
const semicolon = (text: string) => `; ${text}`
const slashes = (text: string) => `// ${text}`
const block = (text: string) => `/* ${text} */`
const jinja = (text: string) => `{# ${text} #}`
const go = (text: string) => `{{/* ${text} */}}`
const erb = (text: string) => `<%# ${text} %>`
const goTrim = (text: string) => `{{- /* ${text} */}}`

const SYNTAXES: readonly Syntax[] = [
  {
    name: 'YAML',
    path: 'kubelet.yaml',
    source: `<file>${KUBELET}<range>\n<above>\nmaxPods: 500<behind>\n<end>\npodPidsLimit: 1\n`,
    comments: { '#': hash },
  },
  {
    name: 'templated YAML',
    path: 'kubelet.yaml.j2',
    source: `<file>${KUBELET}{% if x %}\nv: 1\n{% endif %}\n<range>\n<above>\nmaxPods: 500<behind>\n<end>\npodPidsLimit: 1\n`,
    comments: { '#': hash, '{# #}': jinja, '{{/* */}}': go, '{{- /* */}}': goTrim, '<%# %>': erb },
  },
  {
    name: 'JSON read as YAML',
    path: 'kubelet.json',
    source: `<file>{\n  "kind": "KubeletConfiguration",\n  "apiVersion": "kubelet.config.k8s.io/v1beta1",\n<range>\n<above>\n  "maxPods": 500,<behind>\n<end>\n  "podPidsLimit": 1\n}\n`,
    comments: { '#': hash },
  },
  {
    name: 'unit',
    path: 'kubelet.service',
    source: '<file>[Service]\n<range>\n<above>\nExecStart=/usr/bin/kubelet \\\n  --v=2 \\\n  --max-pods=500\n<end>\n',
    comments: { '#': hash, ';': semicolon },
  },
  {
    name: 'continued line of a unit',
    path: 'kubelet.service',
    source: '[Service]\nExecStart=/usr/bin/kubelet \\\n<range>\n<above>\n  --max-pods=500 \\\n<end>\n  --v=2\n',
    comments: { '#': hash, ';': semicolon },
  },
  {
    name: 'environment file',
    path: 'etc/default/kubelet',
    source: '<file>A=1\n<range>\n<above>\nKUBELET_EXTRA_ARGS="--v=2 --max-pods=500"\n<end>\nB=1\n',
    comments: { '#': hash, ';': semicolon },
    others: {
      'etc/systemd/system/kubelet.service':
        '[Service]\nEnvironmentFile=/etc/default/kubelet\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\n',
    },
  },
  {
    name: 'templated unit',
    path: 'kubelet.service.j2',
    source: '<file>[Service]\n<range>\n<above>\nExecStart=/usr/bin/kubelet --v={{ v }} --max-pods=500<behind>\n<end>\n',
    comments: { '{# #}': jinja, '{{/* */}}': go, '<%# %>': erb },
  },
  {
    name: 'templated environment file',
    path: 'etc/default/kubelet',
    source: '<file>A={{ a }}\n<range>\n<above>\nKUBELET_EXTRA_ARGS=--max-pods=500<behind>\n<end>\nB=1\n',
    comments: { '{# #}': jinja, '{{/* */}}': go },
    others: {
      'etc/systemd/system/kubelet.service':
        '[Service]\nEnvironmentFile=/etc/default/kubelet\nExecStart=/usr/bin/kubelet $KUBELET_EXTRA_ARGS\n',
    },
  },
  {
    name: 'templated script',
    path: 'run.sh.j2',
    source: '#!/bin/sh\n<file>set -e\n<range>\n<above>\nkubelet --v={{ v }} --max-pods=500<behind>\n<end>\ntrue\n',
    comments: { '#': hash, '{# #}': jinja, '{{/* */}}': go, '<%# %>': erb },
  },
  {
    name: 'script in MIME parts',
    path: 'user-data.txt',
    source:
      'Content-Type: multipart/mixed; boundary="B"\nMIME-Version: 1.0\n\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n<file>set -e\n<range>\n<above>\nkubelet --max-pods=500<behind>\n<end>\ntrue\n--B--\n',
    comments: { '#': hash },
  },
  {
    name: 'script',
    path: 'run.sh',
    source: '#!/bin/sh\n<file>set -e\n<range>\n<above>\nkubelet --v=2 \\\n  --max-pods=500<behind>\n<end>\ntrue\n',
    comments: { '#': hash },
  },
  {
    name: 'HCL',
    path: 'main.tf',
    source:
      '<file>resource "helm_release" "a" {\n  name = "cluster-autoscaler"\n  chart = "cluster-autoscaler"\n  repository = "https://kubernetes.github.io/autoscaler"\n<range>\n  set {\n<above>\n    name = "extraArgs.max-nodes-total"<behind>\n    value = "500"\n  }\n<end>\n}\n',
    comments: { '#': hash, '//': slashes, '/* */': block },
  },
  {
    name: 'cloud-config in a heredoc',
    path: 'main.tf',
    source: `resource "aws_instance" "a" {\n  user_data = <<-EOF\n    #cloud-config\n    write_files:\n      - path: /etc/kubelet.yaml\n        content: |\n          kind: KubeletConfiguration\n          apiVersion: kubelet.config.k8s.io/v1beta1\n          <range>\n          <above>\n          maxPods: 500<behind>\n          <end>\n          podPidsLimit: 1\n      - path: /etc/systemd/system/kubelet.service\n        content: |\n          [Service]\n          ExecStart=/usr/bin/kubelet --config=/etc/kubelet.yaml\n  EOF\n}\n`,
    comments: { '#': hash },
  },
  {
    name: 'unit in a cloud-config',
    path: 'user-data.yaml',
    source: `#cloud-config\nwrite_files:\n  - path: /etc/systemd/system/kubelet.service\n    content: |\n      <file>[Service]\n      <range>\n      <above>\n      ExecStart=/usr/bin/kubelet \\\n        --max-pods=500\n      <end>\n`,
    comments: { '#': hash, ';': semicolon },
  },
]

/** The file with a directive in one place, and without any. */
function written({ source }: Syntax, place: Place, comment: (text: string) => string): [string, string] | undefined {
  if (!source.includes(`<${place}>`)) return undefined
  const verbs: Record<string, string> =
    place === 'range'
      ? { range: `klint: disable[${ID}] why`, end: `klint: enable[${ID}]` }
      : { [place]: `klint: ${place === 'file' ? 'ignore-file' : 'ignore'}[${ID}] why` }
  const fill = (line: string, with_: boolean): string[] => {
    const mark = /<(\w+)>/.exec(line)
    if (mark === null) return [line]
    const [tag, name = ''] = mark
    const text = with_ ? verbs[name] : undefined
    if (name === 'behind') return [line.replace(tag, text === undefined ? '' : ` ${comment(text)}`)]
    const rest = line.replace(tag, '')
    if (text === undefined) return rest.trim() === '' ? [] : [rest]
    const indent = /^\s*/.exec(line)?.[0] ?? ''
    return [`${indent}${comment(text)}`, ...(rest.trim() === '' ? [] : [rest])]
  }
  const file = (with_: boolean): string =>
    source
      .split('\n')
      .flatMap(line => fill(line, with_))
      .join('\n')
  return [file(true), file(false)]
}

for (const syntax of SYNTAXES)
  for (const [leader, comment] of Object.entries(syntax.comments))
    for (const place of ['above', 'behind', 'file', 'range'] as const) {
      const pair = written(syntax, place, comment)
      if (pair === undefined) continue
      for (const ending of ['\n', '\r\n', 'bom'])
        test(`${syntax.name}: ${leader} ${place}${ending === '\n' ? '' : ` ${JSON.stringify(ending)}`}`, async () => {
          const form = (text: string) =>
            ending === 'bom' ? `\uFEFF${text}` : ending === '\n' ? text : text.replaceAll('\n', '\r\n')
          const [source, plain] = [form(pair[0]), form(pair[1])]
          const of = (text: string) => suppressing({ [syntax.path]: text, ...syntax.others })
          assert.is(told(await of(plain)).length, 1, 'the rule finds it without a directive')

          const silent = await of(source)
          assert.equal(told(silent), [])
          assert.is(hushed(silent).length, 1)
          assert.match(hushed(silent)[0]!, `comment: ${ID}`)
          assert.is(silent.outcome.silenced[0]!.silencing.reason, 'why')

          const gone = source.replace('500', '110')
          const { outcome } = await of(gone)
          assert.equal(
            outcome.findings.map(({ rule }) => rule),
            ['klint/unused-suppression'],
          )
          const [unused] = outcome.findings
          const { doc, start, end } = unused!.at
          const verb = place === 'range' ? 'disable' : place === 'file' ? 'ignore-file' : 'ignore'
          assert.is(doc.source.slice(start, end), comment(`klint: ${verb}[${ID}] why`))
          assert.is(unused!.fix?.level, 'safe')
          const without = form(pair[1]).replace('500', '110').replace('\uFEFF', '')
          assert.is(mended(unused!), without)
          assert.equal(told(await of(without)), [])
        })
    }

test.run()
