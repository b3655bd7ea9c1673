import type { Outcome } from '../../src/model/finding.js'
import type { ClusterPicture, Picture } from '../../src/reporters/picture.js'
import type { ReportContext } from '../../src/reporters/reporter.js'
import type { Shown } from '../../src/reporters/show.js'
import { at, context, decoded, document, finding, outcome } from './outcome.js'
import { pictured as thing } from './pictured.js'

/** Words that want to be more than words, to a browser, a terminal, a Mermaid reader or a runner. */
export const HOSTILE: readonly string[] = [
  '<script>globalThis.pwned=1</script>',
  '</style><script>globalThis.pwned=2</script>',
  '"><img src=x onerror=globalThis.pwned=3>',
  "' autofocus onfocus='globalThis.pwned=4",
  'javascript:globalThis.pwned=5',
  '\u001b[31mred\u001b]8;;https://evil.example\u0007',
  '\u202egnp.exe\u2066',
  '-->]]>&lt;b&gt;&#60;i&#62;',
  '::error::x',
  '"]; click n0 "javascript:alert(1)"',
  '`%%{init: {"theme": "dark"}}%%`',
  'a\nend\nsubgraph x',
  '1. list\n- item #quot; <br/>',
]
const all = HOSTILE.join(' ')

/** A report in which every text that an author can choose is hostile. */
export function hostile(): { readonly outcome: Outcome; readonly context: ReportContext; readonly picture: Picture } {
  const long = 'very/'.repeat(60)
  const file = document(`${long}<b>${all}</b>.yaml`, `${HOSTILE.join('\n')}\nmaxPods: 500 # ${all}\n`)
  const outer = document('user-data.tf', 'x = "H4sI"\n')
  const inner = decoded(outer, 'H4sI', `a\nmaxPods: 1 # ${all}\n`, '/etc/<u>kubelet</u>.yaml')
  const place = at(file, 'maxPods: 500')
  const quoted = `is \`${all}\` and \`unbalanced`
  const one = finding(place, {
    what: quoted,
    why: all,
    help: quoted,
    label: all,
    component: all,
    assuming: [all],
    related: [
      { at: at(file, 'onerror'), label: all },
      { at: at(inner, 'maxPods'), label: 'here' },
    ],
    fix: { level: 'unsafe', title: quoted, edits: [] },
  })
  const other = finding({ doc: file, start: 0, end: file.source.length - 1 }, { severity: 'info', rule: 'a/<b>' })
  const outcomeOf = outcome([one, other, finding(at(inner, 'maxPods'), { severity: 'warning', rule: `c/${all}` })], {
    silenced: [
      { finding: one, silencing: { by: 'comment', at: place, reason: all } },
      { finding: other, silencing: { by: 'baseline' } },
    ],
    notChecked: [{ what: all, at: place, rules: [all] }],
    versions: [`Kubernetes 1.34 (${all})`],
  })
  const mark = { index: 0, severity: 'error' } as const
  const cluster: ClusterPicture = {
    name: all,
    tiers: [
      { name: 'autoscaler', things: [thing({ kind: 'cluster-autoscaler' })] },
      {
        name: 'nodes',
        things: HOSTILE.map(name => thing({ name, facts: [all, name], findings: [mark], unknown: 3, things: [0] })),
      },
      { name: 'entry', things: [thing({ kind: 'endpoint', name: all, inView: false })] },
      { name: 'control-plane', things: [thing({ kind: 'kube-apiserver', instances: { min: 3 } })] },
      { name: 'etcd', things: [thing({ kind: 'etcd', name: '-' })] },
    ],
    edges: [
      { from: 'autoscaler', to: 'nodes', because: 'configuration', label: all },
      { from: 'nodes', to: 'control-plane', because: 'architecture', label: 'kubelet to apiserver' },
      { from: 'control-plane', to: 'etcd', because: 'architecture', label: 'apiserver to etcd' },
    ],
    gaps: [{ what: all, at: place, settings: [all, 'b'] }],
    findings: [mark, { index: 1, severity: 'info' }],
    files: [file.uri, outer.uri],
  }
  const picture: Picture = { clusters: [cluster], rest: [{ index: 2, severity: 'warning' }] }
  const shown: Shown = {
    clusters: [
      {
        name: all,
        things: [
          {
            kind: all,
            name: all,
            anchor: place,
            traits: [all],
            settings: [
              { key: all, setting: { state: 'set', value: all, beaten: [], at: place, assuming: [] }, note: all },
              { key: 'b', entry: all, setting: { state: 'unknown', why: [{ what: all, at: place }], at: place } },
            ],
          },
        ],
      },
    ],
    notChecked: [],
  }
  return {
    outcome: outcomeOf,
    picture,
    context: context({
      shown: () => shown,
      picture: () => picture,
      baseUrl: 'https://example.org/klint',
      ruleInfo: id => ({
        id,
        summary: all,
        severity: 'error',
        category: 'reliability',
        page: 'p.md',
        markdown: `# x\n\n${HOSTILE.join('\n\n')}\n\n[a](javascript:alert(1)) [b](https://example.org/"onx=1) <https://example.org/'>\n\n\`\`\`sh bad "<x>"\n${HOSTILE.join('\n')}\n\`\`\`\n`,
      }),
    }),
  }
}

/** As many findings as the formats for machines are asked to bear. */
export function many(count = 30_000): Outcome {
  const docs = Array.from({ length: 300 }, (_, i) =>
    document(`pools/pool-${i}.yaml`, 'evictionHard: {}\nmaxPods: 500\n'),
  )
  const severities = ['info', 'warning', 'error'] as const
  return outcome(
    docs.flatMap(doc =>
      Array.from({ length: count / docs.length }, (_, i) =>
        finding(at(doc, 'maxPods'), { severity: severities[i % 3] ?? 'info', rule: `kubelet/rule-${i % 40}` }),
      ),
    ),
    { files: docs.length },
  )
}
