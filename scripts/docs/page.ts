import type { OwnFacts } from '../../src/engine/own.js'
import type { Options, Rule, Validated } from '../../src/model/rule.js'
import { block, blocksOf, fence, fill } from './blocks.js'
import { type Example, examplesOf } from './examples.js'

/** Headings of a page, in this order; those in brackets may be missing. */
export const HEADINGS = ['Example', 'Why', 'Fix', 'When to ignore it', '[Options]', 'References']

const SUBJECT_WORDS: Readonly<Record<string, string>> = {
  assignment: 'every component',
  cluster: 'the cluster as a whole',
}

/** Names that stay as they are written where a sentence begins: programs, and with a capital, dot, dash in front: fields and flags. */
const NAME = /^(?:kube[a-z-]*|kops|etcd[a-z]*|apiservers?|cluster-autoscaler|klint|containerd|systemd)$|[A-Z_.=`]|^-/

/** A summary as a sentence of its own. */
export function sentence(summary: string): string {
  const [first = ''] = summary.split(/[ ,:]/)
  return `${NAME.test(first) ? summary.charAt(0) : summary.charAt(0).toUpperCase()}${summary.slice(1)}.`
}

/** What the head of a page says, from the rule's own metadata. */
export function head(rule: Rule): string {
  const raised = Object.entries(rule.presetSeverity ?? {}).map(([preset, severity]) => `${severity} in \`${preset}\``)
  const rows = [
    ['checks', SUBJECT_WORDS[rule.checks] ?? rule.checks],
    ['severity', [rule.severity, ...raised].join(', ')],
    ['preset', rule.preset.length === 0 ? 'none: opt in' : rule.preset.join(', ')],
    ['category', rule.category],
    ['Kubernetes', rule.kubernetes.replace(/[<>]/g, sign => `\\${sign}`)],
    ['fixable', rule.fix ?? 'no'],
    ...(rule.ignorable === false ? [['suppressible', 'in klint.yaml only']] : []),
    ['since', rule.since],
  ]
  return `# ${rule.id}

${sentence(rule.summary)}

| | |
|---|---|
${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`
}

/** The head of a page about something the engine itself finds. */
export const ownHead = (
  id: string,
  { summary, severity, fix }: Pick<OwnFacts, 'summary' | 'severity' | 'fix'>,
): string => `# ${id}

${sentence(summary)}

| | |
|---|---|
| checks | what klint reads |
| severity | ${severity} |
| preset | all |
| fixable | ${fix ?? 'no'} |`

function options(given: Options): string {
  const rows = Object.entries(given).map(([name, option]) => {
    const standard =
      option.default === undefined
        ? 'none'
        : `\`${JSON.stringify(option.default).replace(/^"|"$/g, '').replaceAll('|', '\\|')}\``
    return `| \`${name}\` | ${option.type} | ${standard} | ${option.why} |`
  })
  return `| option | type | default | why |\n|---|---|---|---|\n${rows.join('\n')}`
}

/** What a rule of start-up validations refuses; placeholders of messages are words of the reader here. */
function validations(rows: readonly Validated[]): string {
  const lines = rows.map(({ settings, versions, reason }) => {
    const names = settings.map(name => `\`${name}\``).join(', ')
    const since = versions === 'any' ? '' : ` (${versions.replace(TO_THE_END, '$2 from $1 on')})`
    return `- ${names}${since}: ${reason.replace(/`[^`]*`|\{\w+\}/g, inWords)}`
  })
  return lines.join('\n')
}

/** Code of which a part is a placeholder is no code to copy. */
const inWords = (part: string): string => (part.includes('{') ? `*${part.replace(/[`{}]/g, '')}*` : part)

/** `3.4.20 - 3.4`: the rest of that minor. */
const TO_THE_END = /\b((\d+\.\d+)\.\d+) - \2(?![.\d])/g

/** Evidence that the hand-written part does not name already. */
function untold(page: string, { evidence }: Rule): string[] {
  const written = fill(page, () => '')
  return evidence.filter(reference => {
    const [url] = /https?:\/\/\S+/.exec(reference) ?? [reference]
    return !written.includes(url)
  })
}

const references = (list: readonly string[]): string => list.map(reference => `- ${link(reference)}`).join('\n')
const link = (reference: string): string => reference.replace(/(?<![<(])\bhttps?:\/\/\S+/g, '<$&>')

/** Runs a rule over one example and renders what it says. */
export type Render = (rule: Rule, example: Example) => Promise<string>

/**
 * A page with its generated stretches brought up to date: head and the evidence nobody wrote about (both are put
 * there if they are missing), output under each bad example, options where the page has a block for them.
 */
export async function refresh(page: string, rule: Rule, render: Render): Promise<string> {
  let headed = blocksOf(page).includes('head') ? page : `${block('head', '')}\n\n${page.replace(/^# .*\n+/, '')}`
  if (!blocksOf(page).includes('references') && untold(page, rule).length > 0)
    headed = `${headed.trimEnd()}\n\n${block('references', '')}\n`
  const filled = fill(headed, name => {
    if (name === 'head') return head(rule)
    if (name === 'options') return rule.options === undefined ? 'This rule has no options.' : options(rule.options)
    if (name === 'validations') return validations(rule.validations ?? [])
    if (name === 'references') return references(untold(headed, rule))
    return undefined
  })
  let [fresh, from] = ['', 0]
  for (const example of examplesOf(filled)) {
    if (example.kind !== 'bad') continue
    fresh += filled.slice(from, example.end)
    const rest = filled.slice(example.end)
    const old = /^\s*<!-- generated: output -->[\s\S]*?<!-- \/generated -->/.exec(rest)
    fresh += `\n\n${block('output', fence(await render(rule, example)))}`
    from = example.end + (old?.[0].length ?? 0)
  }
  return fresh + filled.slice(from)
}

/** The page of a new rule. */
export function blank(id: string): string {
  const title = block('head', `# ${id}`)
  return `${title}

## Example

\`\`\`yaml bad
TODO: the smallest file that makes the rule fire
\`\`\`

\`\`\`yaml good
TODO: the same file, mended
\`\`\`

## Why

TODO: the outage, with its evidence.

## Fix

TODO

## When to ignore it

TODO

## References

${block('references', '')}
`
}
