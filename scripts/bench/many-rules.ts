import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rule, SubjectKind } from '../../src/model/rule.js'
import { loadRules } from '../docs/rules.js'
import { copySources, register } from './copy.js'

/** Rules of a finished klint by what they check. */
const SUBJECTS: readonly (readonly [SubjectKind, number])[] = [
  ['kubelet', 95],
  ['kube-apiserver', 70],
  ['etcd', 40],
  ['kube-controller-manager', 20],
  ['cluster-autoscaler', 20],
  ['kube-scheduler', 10],
  ['load-balancer', 40],
  ['pod', 30],
  ['unit', 20],
  ['volume', 12],
  ['cluster', 32],
  ['assignment', 11],
]

/** A rule of ordinary size with its own texts, that looks at something and finds nothing. */
function rule(id: string, checks: SubjectKind, i: number): Rule {
  const text = `number ${i} of the generated rules, with words of its own so that nothing can be shared: ${'abcdefghij'.repeat(6)}${i}`
  const evidence: [string, string] = [`https://example.com/postmortems/${i}`, `https://example.com/issues/${i}`]
  return {
    id,
    summary: `the generated thing ${i} is in a bad state`,
    checks,
    severity: 'warning',
    preset: ['recommended'],
    category: 'reliability',
    since: '0.1.0',
    kubernetes: 'any',
    evidence,
    messages: { bad: { what: text, why: text, help: text }, worse: { what: text, why: text, help: text } },
    *check() {},
  }
}

function source({ check: _, ...rest }: Rule, i: number): string {
  const { checks } = rest
  const body =
    checks === 'cluster'
      ? `for (const one of subject.components) if (one.id === 'generated-${i}') yield { message: 'bad', at: one }`
      : checks === 'assignment'
        ? `if (subject.name === 'generated-${i}') yield { message: 'bad', at: subject }`
        : /^(?:kube|etcd|cluster-)/.test(checks)
          ? `const value = subject.get('${checks === 'kubelet' ? 'maxPods' : 'v'}')
    if (value !== undefined && value.state !== 'unknown' && value.value === ${-i - 1}) yield { message: 'bad', at: value }`
          : `if (subject.name === 'generated-${i}') yield { message: 'bad', at: subject }`
  return `import { defineRule } from '../../model/rule.js'

export default defineRule({
  ...${JSON.stringify(rest)},
  *check(subject: any): any {
    ${body}
  },
})
`
}

/** A bundle with generated rules beside the real ones, `total` in all, in a folder of its own; returns its bin. */
export async function bundleOf(total: number, folder: string): Promise<string> {
  copySources(folder)
  const rules = (await loadRules()).map(file => file.rule)
  const sum = SUBJECTS.reduce((all, [, n]) => all + n, 0)
  const missing = total - rules.length
  let i = 0
  for (const [checks, share] of SUBJECTS)
    for (let n = 0; n < Math.round((share * missing) / sum); n++, i++) {
      const id = `generated/thing-${i}-bad`
      const made = rule(id, checks, i)
      rules.push(made)
      mkdirSync(join(folder, 'src/rules/generated'), { recursive: true })
      writeFileSync(join(folder, `src/rules/${id}.ts`), source(made, i))
    }
  return register(folder, rules)
}
