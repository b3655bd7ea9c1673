import type { Document, Live } from '../../src/model/document.js'
import { ALSO_HERE, type Finding, type Outcome, type Silenced } from '../../src/model/finding.js'
import type { ReportContext } from '../../src/reporters/reporter.js'
import { at, context, decoded, document, embedded, finding, LIVE, outcome } from './outcome.js'

/** What every format is fed: places, names and values that have broken reporters before. */
export function awkward(): Outcome {
  return outcome([...places(), ...names(), ...words(), ...fixes(), ...related(), ...live()], {
    silenced: silenced(),
    notChecked: [
      { what: '2 settings come from templates', rules: ['kubelet/a', 'kubelet/b'], at: at(crlf(), 'b') },
      { what: '`<script>alert(1)</script>` | \u001b[31m is not in view', rules: ['kubelet/b'] },
      { what: "klint cannot see a kubelet's environment", rules: ['kubelet/c'], always: true },
      { what: 'big.yaml: larger than 2 MiB', rules: [], at: { doc: document('big.yaml', ''), start: 0, end: 0 } },
    ],
    versions: ['Kubernetes 1.34 (clusters/prod.yaml:12)'],
    files: 14,
    objects: { count: 1239, clusters: ['prod\u001b[31m'] },
    fixed: { findings: 2, files: 1 },
  })
}

/** What a reporter is told where everything is known. */
export const wholeContext = (): ReportContext =>
  context({
    baseUrl: 'https://klint.example/',
    sourceUrl: 'https://forge.example/team/infra/blob/0123abc/',
    category: 'clusters/prod',
    stopToken: 'a-token-nobody-knows',
    width: 100,
    route: ({ doc, start, end }) => doc.source.slice(start, end).replace(/["]/g, ''),
    ruleInfo: id => ({
      id,
      summary: 'no hard eviction threshold',
      severity: 'error',
      category: 'reliability',
      page: `rules-docs/${id}.md`,
      markdown: `# ${id}\n\nThe page.\n`,
    }),
  })

const crlf = (): Document => document('crlf.yaml', 'a: 1\r\nb: two\r\nc: 3\r\n')

function places(): Finding[] {
  const open = document('no-newline.yaml', 'a: 1\nb: 2')
  const many = document('many-lines.yaml', `${Array.from({ length: 12 }, (_, i) => `key${i}: value`).join('\n')}\n`)
  const astral = document('astral.yaml', 'x: 1\nname: "äß漢😀" needle # é\u0301\n')
  const bom = document('bom.yaml', '\ufeffmaxPods: 500\r\nb: 2\r\n')
  const outer = document('user-data.yaml', 'content: |\n  kind: KubeletConfiguration\n  maxPods: 500\n')
  const inner = embedded(outer, 'maxPods: 500', 'user-data.yaml#kubelet.yaml')
  const terraform = document('main.tf', 'locals {\n  data = "bWF4UG9kczogNTAwCg=="\n}\n')
  const unit = decoded(terraform, 'bWF4UG9kczogNTAwCg==', 'maxPods: 500\n', '/etc/kubernetes/kubelet.yaml')
  const live = document('cluster/prod/pod/kube-system/etcd-a', '{"kind":"Pod","name":"etcd-a"}', { live: LIVE })
  return [
    finding(at(open, '2'), { identity: 'kubelet/eviction-hard-missing no-newline.yaml b 0a1b' }),
    finding({ doc: open, start: open.source.length, end: open.source.length }, { label: 'here it ends' }),
    finding({ doc: many, start: 0, end: many.source.indexOf('\nkey9') }, { severity: 'warning', label: 'all of it' }),
    finding(at(astral, 'needle'), { component: 'kubelet' }),
    finding(at(crlf(), 'two'), { assuming: ['no flag sets it ($KUBELET_EXTRA_ARGS is not in view)'] }),
    finding(at(bom, '500'), { rule: 'kubelet/max-pods-high' }),
    finding(at(inner, '500'), { rule: 'kubelet/max-pods-high' }),
    finding(at(unit, '500'), { rule: 'kubelet/max-pods-high' }),
    finding({ doc: document('unread.yaml', ''), start: 0, end: 0 }, { severity: 'info', rule: 'cluster/unknown' }),
    finding(at(live, '"etcd-a"'), { rule: 'etcd/single-member' }),
    finding(at(document('broken.yaml', 'a: [1\n'), '['), {
      rule: 'klint/unreadable-document',
      what: 'a list is not closed',
      page: 'rules-docs/klint/unreadable-document.md',
    }),
  ]
}

function names(): Finding[] {
  const blank = document('dir with blank/a:b%c,d.yaml', 'a: 1\n')
  const newline = document('new\nline\n::error::x.yaml', 'a: 1\n')
  const command = document('::error::x', 'a: 1\n')
  const escapes = document('\u001b[31mred\u202e/`a|b`<img>]]>&"\'##[endgroup].yaml', 'a: 1\n')
  const lone = document('lone\ud800\uffff\u{e0041}.yaml', 'a: 1\n')
  return [blank, newline, command, escapes, lone].map(doc => finding(at(doc, '1'), { severity: 'warning' }))
}

function words(): Finding[] {
  const doc = document(
    'values.yaml',
    'a: \u001b[31m100%\u202e\nb: "<script>alert(1)</script>"\npassword: hunter2hunter2\n```\n::error::in a line\n',
  )
  const more = { severity: 'info', rule: 'etcd/other' } as const
  return [
    finding(at(doc, '100%'), { ...more, what: '`\u001b[31m100%\u202e` is red\n::error::y ##[error]z\u0085\u2028' }),
    finding(at(doc, '<script>'), {
      ...more,
      what: '`<script>alert(1)</script>` ]]> | a|b `c|d` `e\\|f<img src=x>` ``` @someone [x](https://evil.example) *b* <b>',
      why: 'a `\ufdd0\ufdd0` of a template & <!-- more --> # of it',
      help: 'write `]]>` or `%0A` or `$(rm -rf /)`',
      label: '``` <script>',
    }),
    finding(at(doc, 'hunter2hunter2'), {
      ...more,
      what: '`password: hunter2hunter2` stands in a file',
      help: 'set `--token=hunter2hunter2`',
    }),
    finding(at(doc, '```\n::error::in a line'), { ...more, label: '' }),
  ]
}

function fixes(): Finding[] {
  const doc = document('fix.yaml', '# ä😀\nmaxPods: 500\nelection: 5\nheartbeat: 5\n')
  const outer = document('fix.tf', 'content = "kind: x\\nmaxPods: 500\\n"\n')
  const inner = document('fix.tf#kubelet.yaml', 'kind: x\nmaxPods: 500\n', embeddedIn(outer))
  const [value, two] = [at(doc, '500'), [at(doc, 'election: 5'), at(doc, 'heartbeat: 5\n')]]
  const edit = { at: value, text: '110' }
  const both = two.map((place, i) => ({ at: place, text: i === 0 ? 'election: 5000' : '' }))
  const secret = { at: value, text: 'password: hunter2hunter2' }
  return [
    finding(value, {
      rule: 'kubelet/max-pods-high',
      fix: { level: 'safe', title: 'set `maxPods` to 110', edits: [edit], onDisk: [edit] },
    }),
    finding(two[0]!, {
      rule: 'etcd/slow',
      fix: { level: 'unsafe', title: 'set `election` to 5000', edits: both, onDisk: both },
    }),
    finding(value, {
      rule: 'kubelet/secret',
      fix: { level: 'safe', title: 'write it anew', edits: [secret], onDisk: [secret] },
    }),
    finding(at(inner, '500'), {
      rule: 'kubelet/max-pods-high',
      fix: { level: 'safe', title: 'set `maxPods` to 110', edits: [{ at: at(inner, '500'), text: '110' }] },
    }),
  ]
}

/** Its characters do not stand one to one in the parent: the line ends are escapes. */
function embeddedIn(parent: Document): Pick<Document, 'parent'> {
  const child = embedded(parent, 'kind: x\\nmaxPods: 500\\n', 'x')
  return child.parent === undefined ? {} : { parent: { ...child.parent, decoded: true } }
}

function related(): Finding[] {
  const pool = document('nodes/pool a.yaml', 'kind: KubeletConfiguration\nevictionHard:\n  nodefs.available: 10%\n')
  const unit = document('nodes/10-kubeadm.conf', '[Service]\nEnvironment="A=--config=/etc/pool-a.yaml"\n')
  const live = document('cluster/prod/node/a', '{}', { live: LIVE })
  return [
    finding(at(pool, 'evictionHard'), {
      label: 'replaces all default thresholds',
      related: [
        { at: at(unit, '--config=/etc/pool-a.yaml'), label: 'loaded here' },
        { at: at(unit, '[Service]'), label: 'a [label](https://evil.example) `x`' },
        { at: { doc: live, start: 0, end: 2 }, label: 'seen here' },
      ],
      identity: 'kubelet/eviction-hard-missing nodes/pool a.yaml evictionHard 77de',
    }),
    finding(at(pool, 'evictionHard'), {
      identity: 'kubelet/eviction-hard-missing nodes/pool a.yaml evictionHard 77de',
    }),
  ]
}

/** Objects of a running cluster: whoever may make one may call it anything. */
function live(): Finding[] {
  const group: Live = {
    cluster: 'prod',
    kind: 'Node',
    name: 'ip-10-0-1-7',
    part: 'configz',
    count: 400,
    others: ['ip-10-0-1-8', 'ip-10-0-1-9', '\u001b[31m::error::\u202e'],
  }
  const configz = (name: string, count: number, pool: string): Document =>
    document(`prod/node/${name}/configz`, '{\n  "maxPods": 500,\n  "featureGates": {}\n}', {
      live: { ...group, name, count },
      hint: { pool },
    })
  const one = configz('ip-10-0-1-7', 400, 'workers')
  const more = ['ip-10-0-2-1', 'ip-10-0-3-1', 'ip-10-0-4-1', 'ip-10-0-5-1'].map((name, i) =>
    at(configz(name, 200, `pool-${i}`), '"maxPods"'),
  )
  const hostile: Live = {
    cluster: '::error::\u001b[31m',
    kind: 'Node',
    name: `${'a\u202e]]>'.repeat(2500)}`,
    count: 2,
    others: ['##[error]<script>alert(1)</script>\u2028'],
  }
  const bad = document(`::error::\u001b[31m/node/${hostile.name}`, '{\n  "a": "\u001b[31m::error::x"\n}', {
    live: hostile,
    hint: { pool: '`|b`\n::error::' },
  })
  const held = document('prod/configmap/kube-system/kubelet-config', '{"kubelet":"maxPods: 500"}', {
    live: { ...LIVE, kind: 'ConfigMap', name: 'kubelet-config' },
  })
  return [
    finding(at(one, '"maxPods"'), { rule: 'kubelet/max-pods-high', label: 'far more' }),
    finding({ doc: one, start: 0, end: 0 }, { label: 'nothing is written' }),
    finding(at(one, '"maxPods"'), {
      rule: 'kubelet/max-pods-high',
      related: more.slice(0, 3).map(at => ({ at, label: ALSO_HERE })),
      alike: { count: 1200, pools: ['workers', 'pool-0', 'pool-1', 'pool-2', 'pool-3'], places: more },
    }),
    finding(at(bad, '::error::x'), { severity: 'warning' }),
    finding(at(embedded(held, 'maxPods: 500', `${held.uri}#kubelet`), '500'), { rule: 'kubelet/max-pods-high' }),
  ]
}

function silenced(): Silenced[] {
  const doc = document('old.yaml', 'a: 1 # klint: ignore[etcd/other] one member is enough\nb: 2\nc: 3\nd: 4\n')
  const config = document('klint.yaml', 'ignores:\n  - rule: etcd/other\n')
  const old = (words: string): Finding => finding(at(doc, words), { rule: 'etcd/other' })
  return [
    {
      finding: old('1'),
      silencing: { by: 'comment', at: at(doc, 'klint: ignore[etcd/other]'), reason: 'one member is enough' },
    },
    { finding: old('2'), silencing: { by: 'annotation', reason: '`<b>` \u001b[31m \u202e' } },
    { finding: old('3'), silencing: { by: 'configuration', at: at(config, 'etcd/other'), reason: 'until the move' } },
    { finding: old('4'), silencing: { by: 'baseline' } },
  ]
}

/** Many findings: in many files, and in one whose only line is a megabyte long. */
export function many(n: number): Outcome {
  const line = document('one-line.json', `{"a":"${'ä😀 x'.repeat(250_000)}"}`)
  const files = Array.from({ length: 100 }, (_, i) =>
    document(`nodes/${String(i).padStart(3, '0')}.yaml`, `# é\n${'maxPods: 500\n'.repeat(200)}`),
  )
  const severities = ['error', 'warning', 'info'] as const
  const findings = Array.from({ length: n }, (_, i) => {
    const inLine = i % 20 === 0
    const doc = inLine ? line : files[i % files.length]!
    const start = inLine ? (i * 37) % 1_000_000 : 4 + 13 * (i % 200)
    return finding({ doc, start, end: start + 7 }, { severity: severities[i % 3]! })
  })
  return outcome(findings, { files: files.length + 1 })
}
