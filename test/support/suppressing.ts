import type { Configuration } from '../../src/engine/configuration.js'
import { type Request, type Result, run } from '../../src/engine/run.js'
import type { Finding } from '../../src/model/finding.js'
import { type Location, place, position } from '../../src/model/location.js'
import { defineRule } from '../../src/model/rule.js'

/** A rule that finds every setting of 500, whatever its name and wherever it stands. */
export const FIVE_HUNDRED = defineRule({
  id: 'kubelet/five-hundred',
  summary: 'something is 500',
  checks: 'assignment',
  severity: 'error',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['none: it exists in tests'],
  messages: { found: { what: '`{spelling}` is 500', why: 'it is', help: 'write 110' } },
  *check(setting) {
    if (setting.value?.value === '500') yield { message: 'found', at: setting }
  },
})

/** The same again, so that a directive can name two rules of which one finds nothing. */
export const SIX_HUNDRED = defineRule({
  ...FIVE_HUNDRED,
  id: 'kubelet/six-hundred',
  *check(setting) {
    if (setting.value?.value === '600') yield { message: 'found', at: setting }
  },
})

export type Sources = Readonly<Record<string, string>>

/** A run of the two rules over some files. */
export const suppressing = (
  files: Sources,
  { config = {}, ...more }: Partial<Omit<Request, 'files'>> & { readonly config?: Configuration } = {},
): Promise<Result> =>
  run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'recommended',
    rules: [FIVE_HUNDRED, SIX_HUNDRED],
    config,
    ...more,
  })

/** `rule line: text` of each finding, where it stands on disk. */
export const told = ({ outcome }: Result): string[] => outcome.findings.map(tell)
export const hushed = ({ outcome }: Result): string[] =>
  outcome.silenced.map(({ finding, silencing }) => `${silencing.by}: ${tell(finding)}`)

export function tell({ rule, at }: Finding): string {
  const { doc, start, end, decoded } = place(at)
  const text = decoded === undefined ? doc.source.slice(start, end) : textOf(decoded)
  return `${rule} ${position(doc, start).line}: ${text}`
}

const textOf = ({ doc, start, end }: Location): string => doc.source.slice(start, end)

/** What a fix makes of the file its finding stands in, as an editor would do it: each edit where it stands on disk. */
export function mended({ fix }: Finding): string {
  const edits = (fix?.edits ?? []).map(({ at, text }) => ({ ...place(at), text }))
  const [first] = edits
  if (first === undefined) throw new Error('there is no fix')
  let { source } = first.doc
  for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start))
    source = source.slice(0, start) + text + source.slice(end)
  return source
}
