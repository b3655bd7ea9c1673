import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { inputsOf, isRecording } from '../../scripts/docs/recorded.js'
import type { Edit, Finding } from '../../src/model/finding.js'
import type { Options, Rule, SubjectKind } from '../../src/model/rule.js'
import { draw, keysOf, type Mark, markOf, parseDrawing } from './drawing.js'
import { type Judged, judge, recognises } from './judge.js'
import { mutationsOf, withoutEachObject } from './mutations.js'
import { nested, shifted, type Variant, withByteOrderMark, withCrLf } from './variants.js'

export { text } from './text.js'

/** What a case says about its run; all other keys are files, and have a dot or a slash in their names. */
export interface CaseSettings {
  readonly preset?: string
  readonly options?: Readonly<Record<string, unknown>>
  readonly kubernetesVersion?: string
  /** Names of checks that do not hold for this case, and why. */
  readonly except?: Readonly<Partial<Record<Extra, string>>>
}
type Extra = 'shift' | 'crlf' | 'bom' | 'opacity' | 'nesting'

type Files = { readonly [file: `${string}.${string}`]: string } & { readonly [file: `${string}/${string}`]: string }
export type QuietCase = CaseSettings & Files
/** `expect` draws the findings (see drawing.ts). */
export type ReportingCase = CaseSettings & Files & { readonly expect: string }

export interface Cases {
  /** The rule has looked, and all is well. */
  readonly silent: Readonly<Record<string, QuietCase>>
  /** Nobody can tell from these files: silent as well, and the summary says so. */
  readonly cannotTell?: Readonly<Record<string, QuietCase>>
  readonly reports: Readonly<Record<string, ReportingCase>>
}

const SETTINGS: readonly string[] = ['preset', 'options', 'kubernetesVersion', 'except', 'expect']

function filesOf(given: QuietCase): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const [name, source] of Object.entries(given))
    if (!SETTINGS.includes(name) && typeof source === 'string') files.set(name, source)
  return files
}

/** Runs one rule over its cases, and adds for each of them what CONTRIBUTING.md lists under The test. */
export function ruleTest<S extends SubjectKind, M extends string, O extends Options>(
  rule: Rule<S, M, O>,
  cases: Cases,
): void {
  const test = suite(rule.id)
  const seen = new Set<string>()
  const failed = new Set<string>()
  const all = [
    ...Object.entries(cases.silent).map(([name, given]) => ({ name, given, kind: 'silent' as const, expect: '' })),
    ...Object.entries(cases.cannotTell ?? {}).map(([name, given]) => ({
      name,
      given,
      kind: 'cannot tell' as const,
      expect: '',
    })),
    ...Object.entries(cases.reports).map(([name, given]) => ({
      name,
      given,
      kind: 'reports' as const,
      expect: given.expect,
    })),
  ]

  test('nothing is left to do', () => {
    const left = [
      ...todos('', rule),
      ...all.filter(({ name }) => TODO.test(name)).map(({ kind, name }) => `${kind} '${name}'`),
    ]
    assert.ok(left.length === 0, `TODO left in: ${left.join(', ')}`)
  })

  test('no two cases are the same', () => {
    const bodies = all.map(({ given }) => JSON.stringify({ ...given, expect: undefined, except: undefined }))
    for (const [i, body] of bodies.entries()) {
      const first = bodies.indexOf(body)
      assert.is(first, i, `\`${all[i]?.name}\` repeats \`${all[first]?.name}\``)
    }
  })

  for (const { name, given, kind, expect } of all) {
    const files = filesOf(given)
    const look = (variant: ReadonlyMap<string, string>): Promise<Judged> => judge(rule, variant, given)
    const isRecorded = [...files.values()].some(isRecording)
    // what is found in a recording stands in the objects of the cluster
    const drawn = isRecorded ? new Map(inputsOf(files).map(({ uri, source }) => [uri, source])) : files
    const expected = (): Mark[] => parseDrawing(expect, drawn)

    test(`${kind}: ${name}`, async () => {
      failed.add(`${kind}: ${name}`)
      const marks = expected()
      if (kind === 'reports') assert.ok(marks.length > 0, '`expect` draws no finding')
      const { findings, counted } = await look(files)
      for (const { message } of findings) seen.add(message)
      if (kind !== 'silent' && findings.length === 0 && !counted && !(await recognises(files, rule.checks)))
        throw new Error(unrecognised(rule.checks, files))
      same(findings, marks, drawn)
      for (const finding of findings) filled(rule, finding)
      if (kind === 'cannot tell')
        assert.ok(counted, 'the summary does not say that this was not checked: is the case `silent`?')
      if (kind === 'silent') assert.not.ok(counted, 'the rule could not tell: is the case one of `cannotTell`?')
      failed.delete(`${kind}: ${name}`)
    })
    /** What follows from a case says nothing where the case itself fails. */
    const further = (title: string, check: () => Promise<void>): void =>
      test(`${kind}: ${name}: ${title}`, async () => {
        if (!failed.has(`${kind}: ${name}`)) await check()
      })

    const variants: [Extra, string, () => Variant | undefined][] = [
      ['shift', 'moves with the text', () => shifted(files)],
      ['crlf', 'is the same with CRLF', () => withCrLf(files)],
      ['bom', 'is the same behind a byte order mark', () => withByteOrderMark(files)],
      [
        'nesting',
        'is the same in a cloud-config in a heredoc',
        () => (/^(?:kube|etcd)/.test(rule.checks) ? nested(files) : undefined),
      ],
    ]
    for (const [extra, title, make] of variants) {
      // no text of anybody's, so there is one way to write it
      if (given.except?.[extra] !== undefined || isRecorded) continue
      const variant = make()
      if (variant === undefined) continue
      further(title, async () => {
        const { findings } = await look(variant.files)
        same(findings, expected().map(variant.move), variant.files)
      })
    }

    if (given.except?.opacity === undefined)
      further('less knowledge adds nothing', async () => {
        const alike = isRecorded ? (await look(files)).findings.flatMap(alikeOf) : []
        const places = new Set([...expected(), ...alike].map(placeOf))
        if (given.kubernetesVersion !== undefined) {
          const { kubernetesVersion: _, ...versionless } = given
          const unversioned = await judge(rule, files, versionless)
          nothingNew('the version is not known', unversioned.findings, places, false)
        }
        for (const mutation of isRecorded ? withoutEachObject(files) : mutationsOf(files)) {
          const { findings } = await look(mutation.files)
          nothingNew(mutation.name, findings, places, mutation.unties)
        }
      })

    if (kind === 'reports' && rule.fix !== undefined && !isRecorded)
      further('the fix mends it', async () => {
        const before = await look(files)
        const edits = before.findings.flatMap(finding => finding.fix?.edits ?? [])
        if (edits.length === 0) return
        const mended = apply(files, edits)
        const after = await look(mended)
        assert.equal(after.broken, [], 'the mended file cannot be read')
        assert.equal(
          after.findings.filter(({ fix }) => fix !== undefined).map(({ what }) => what),
          [],
          'the fix does not silence the rule',
        )
        for (const [file, source] of files)
          for (const comment of source.match(/(?<=^|\s)#.*$/gm) ?? [])
            assert.ok(mended.get(file)?.includes(comment), `the fix of ${file} loses the comment ${comment}`)
      })
  }

  test('every message occurs', () => {
    assert.equal(
      Object.keys(rule.messages).filter(id => !seen.has(id)),
      [],
      'these messages occur in no case',
    )
  })
  test.run()
}

const TODO = /\bTODO\b/

/** Paths of strings that still say what to write: `evidence[0]`, `messages.bad.why`. */
function todos(path: string, value: unknown): string[] {
  if (typeof value === 'string') return TODO.test(value) ? [path] : []
  if (Array.isArray(value)) return value.flatMap((item, i) => todos(`${path}[${i}]`, item))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, field]) => todos(path === '' ? name : `${path}.${name}`, field))
}

function unrecognised(subject: SubjectKind, files: ReadonlyMap<string, string>): string {
  const what = subject === 'cluster' || subject === 'assignment' ? 'component' : subject
  return `klint found no ${what} in ${[...files.keys()].join(', ')}; see \`npm run klint -- show FILE\``
}

function same(findings: readonly Finding[], expected: readonly Mark[], files: ReadonlyMap<string, string>): void {
  const actual = findings.map(markOf)
  const drawn = new Set(expected.filter(({ severity }) => severity !== undefined).map(placeOf))
  const comparable = actual.map(mark => (drawn.has(placeOf(mark)) ? mark : { ...mark, severity: undefined }))
  const plain = comparable.map(({ severity, ...mark }): Mark => (severity === undefined ? mark : { ...mark, severity }))
  if (keysOf(plain, true).join('\n') === keysOf(expected, true).join('\n')) return
  assert.fixture(draw(plain, files), draw(expected, files))
  assert.equal(keysOf(plain, true), keysOf(expected, true))
}

/** A finding before and after a mutation: the columns may move, the line does not. */
const placeOf = ({ file, from, message }: Mark): string => `${file}:${from.line} ${message}`

/** One cause in a cluster is told at its first place, and at the next one where that is gone. */
const alikeOf = (finding: Finding): Mark[] => (finding.alike?.places ?? []).map(at => markOf({ ...finding, at }))

function nothingNew(how: string, findings: readonly Finding[], places: ReadonlySet<string>, unties: boolean): void {
  for (const finding of findings) {
    if (unties && finding.assuming.length > 0 && finding.severity !== 'error') continue
    const at = placeOf(markOf(finding))
    assert.ok(places.has(at), `when ${how}, there is a new finding: ${at}: ${finding.what}`)
  }
}

function filled(
  rule: { readonly messages: Readonly<Record<string, { what: string; why: string; help: string }>> },
  finding: Finding,
): void {
  const template = rule.messages[finding.message]
  assert.ok(template !== undefined, `the rule has no message ${finding.message}`)
  for (const part of ['what', 'why', 'help'] as const)
    for (const placeholder of template[part].match(/\{[a-zA-Z][a-zA-Z0-9]*\}/g) ?? [])
      assert.not.ok(finding[part].includes(placeholder), `${part} of ${finding.message} leaves ${placeholder} unfilled`)
  assert.match(finding.what, /^[^A-Z].*[^.!]$|^[A-Z]{2}/, '`what` starts in lower case and has no full stop')
}

export function apply(files: ReadonlyMap<string, string>, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const mended = new Map(files)
  const ordered = [...edits].sort((a, b) => b.at.start - a.at.start || b.at.end - a.at.end)
  for (const { at, text } of ordered) {
    const source = mended.get(at.doc.uri)
    assert.ok(source !== undefined, `the fix edits ${at.doc.uri}, which is no file of the case`)
    mended.set(at.doc.uri, source.slice(0, at.start) + text + source.slice(at.end))
  }
  return mended
}
