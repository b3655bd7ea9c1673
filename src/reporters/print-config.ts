import { describe, type Location } from '../model/location.js'
import { paint } from './paint.js'
import type { ReportContext } from './reporter.js'
import { safeJson, visible } from './safe-text.js'
import { maskSecrets } from './secrets.js'
import { where } from './where.js'

/** Who decided: in words, with the place if it is written. */
export interface PrintedOrigin {
  readonly by: 'default' | 'preset' | 'file' | 'command line'
  readonly words: string
  readonly at?: Location
}

/** A part of the configuration: a value, or parts by name, or a list. `origin` is said behind the value. */
export type PrintedPart =
  | { readonly value: unknown; readonly origin: PrintedOrigin }
  | { readonly entries: readonly (readonly [string, PrintedPart])[] }
  | { readonly items: readonly PrintedPart[] }

/** The configuration in force. */
export interface PrintedConfiguration {
  /** The file it comes from, and why that one; undefined without a file. */
  readonly file?: { readonly path: string; readonly because: string }
  /** The file that was asked about: sentences, each with its place if it has one. */
  readonly asked?: {
    readonly path: string
    readonly said: readonly { readonly what: string; readonly at?: Location }[]
  }
  readonly parts: readonly (readonly [string, PrintedPart])[]
}

/** Where comments begin, if the value before them is not longer. */
const COLUMN = 56

/** YAML that klint reads as its configuration; who decided stands behind each value. */
export function printConfigText({ file, asked, parts }: PrintedConfiguration, context: ReportContext): string {
  const colors = paint(context)
  const head = [
    file === undefined
      ? `klint ${context.version} without a configuration file`
      : `klint ${context.version} with ${file.path} (${file.because})`,
    ...(asked === undefined
      ? []
      : [asked.path, ...asked.said.map(({ what, at }) => `  ${what}${at === undefined ? '' : ` - ${describe(at)}`}`)]),
  ]
  const comment = (text: string) => colors.quiet(`# ${visible(text)}`)
  const lines = entriesOf(parts, '').map(({ text, said }) => {
    const safe = visible(text)
    return said === undefined ? safe : `${safe.padEnd(COLUMN)}  ${comment(said)}`
  })
  return [...head.map(comment), ...lines, ''].join('\n')
}

interface Line {
  readonly text: string
  readonly said?: string
}

const saidOf = ({ words, at }: PrintedOrigin): string => (at === undefined ? words : describe(at))

function entriesOf(entries: readonly (readonly [string, PrintedPart])[], indent: string): Line[] {
  return entries.flatMap(([name, part]) => below(`${indent}${scalar(name)}:`, part, indent))
}

/** A part behind its key or dash. */
function below(head: string, part: PrintedPart, indent: string): Line[] {
  if ('value' in part) {
    const said = saidOf(part.origin)
    // what has no value cannot be written as one
    if (part.value === undefined) return [{ text: head.replace(/^( *)/, '$1# ').concat(' not set'), said }]
    return [{ text: `${head} ${scalar(part.value)}`, said }]
  }
  if ('entries' in part)
    // a map of nothing but comments would be none
    return [
      { text: part.entries.every(([, one]) => isUnset(one)) ? `${head} {}` : head },
      ...entriesOf(part.entries, `${indent}  `),
    ]
  if (part.items.length === 0) return [{ text: `${head} []` }]
  return [{ text: head }, ...part.items.flatMap(item => itemOf(item, `${indent}  `))]
}

const isUnset = (part: PrintedPart): boolean => 'value' in part && part.value === undefined

/** The first line of what an item holds stands behind its dash. */
function itemOf(item: PrintedPart, indent: string): Line[] {
  if ('value' in item) return below(`${indent}-`, item, indent)
  const inner =
    'entries' in item ? entriesOf(item.entries, `${indent}  `) : item.items.flatMap(one => itemOf(one, `${indent}  `))
  const [first, ...others] = inner
  if (first === undefined) return [{ text: `${indent}- {}` }]
  return [{ ...first, text: `${indent}- ${first.text.slice(indent.length + 2)}` }, ...others]
}

/** A word that YAML reads as that word, or JSON, which is YAML as well. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return flow(value)
  const masked = maskSecrets(value, 'prose')
  return /^[A-Za-z_/.][\w/.-]*$/.test(masked) && !/^(?:true|false|null|yes|no|~)$/i.test(masked)
    ? masked
    : JSON.stringify(masked)
}

const flow = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(scalar).join(', ')}]` : JSON.stringify(value)

/** The same for machines. */
export function printConfigJson({ file, asked, parts }: PrintedConfiguration, context: ReportContext): string {
  return `${safeJson({
    version: 1,
    klint: context.version,
    ...(file === undefined ? {} : { file }),
    ...(asked === undefined
      ? {}
      : { asked: { path: asked.path, said: asked.said.map(({ what, at }) => ({ what, ...located(at) })) } }),
    configuration: jsonOf({ entries: parts }),
  })}\n`
}

const located = (at: Location | undefined): object => (at === undefined ? {} : { location: where(at) })

function jsonOf(part: PrintedPart): unknown {
  if ('entries' in part) return Object.fromEntries(part.entries.map(([name, one]) => [name, jsonOf(one)]))
  if ('items' in part) return part.items.map(jsonOf)
  const { value, origin } = part
  const masked = typeof value === 'string' ? maskSecrets(value, 'prose') : value
  return {
    ...(value === undefined ? {} : { value: masked }),
    from: { by: origin.by, ...(origin.at === undefined ? { words: origin.words } : located(origin.at)) },
  }
}
