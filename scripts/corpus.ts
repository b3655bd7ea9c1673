// npm run corpus -- [DIR] [--rule ID] [--preset NAME] [--references]: what klint makes of a folder of real files. For people to read: each surprise is a
// case for a test. Exits with 1 if a file makes klint crash, or a fix does what it must not. The default folder is $KLINT_CORPUS, or ../shared/corpus.
//
// A folder may say in index.tsv what it holds (columns id, format, ..., path; files lie in <format>/<id>/<path>).
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { PRESETS } from '../src/engine/configuration-schema.js'
import { OWN_RULES } from '../src/engine/own.js'
import { type Result, run } from '../src/engine/run.js'
import type { Finding } from '../src/model/finding.js'
import type { Input } from '../src/model/input.js'
import { describe } from '../src/model/location.js'
import { didYouMean } from '../src/model/nearest.js'
import { CATALOG } from '../src/rules/catalog.js'
import { findFiles } from '../src/sources/files.js'
import { commandLine, stop } from './command-line.js'
import { fixTrouble } from './fix-trouble.js'

const { positionals, values } = commandLine(
  `usage: npm run corpus -- [DIR] [--rule ID] [--preset NAME] [--references]

  DIR            a folder with infrastructure files; if absent $KLINT_CORPUS, or ../shared/corpus
  --rule ID      findings of this rule only, all of them
  --preset NAME  ${PRESETS.join(', ')}; all if absent
  --references   every reference between files, and how it was followed`,
  {
    allowPositionals: true,
    options: {
      rule: { type: 'string' },
      references: { type: 'boolean' },
      preset: { type: 'string', default: 'all' },
    },
  },
)
if (positionals.length > 1) stop('name one folder')
const folder = resolve(positionals[0] ?? process.env.KLINT_CORPUS ?? '../shared/corpus')
if (!existsSync(folder)) stop(`there is no ${folder}: name a folder with infrastructure files`)
if (values.rule !== undefined && !(values.rule in CATALOG || values.rule in OWN_RULES))
  stop(`there is no rule ${values.rule}${didYouMean(values.rule, Object.keys({ ...CATALOG, ...OWN_RULES }))}`)

const preset =
  PRESETS.find(name => name === values.preset) ??
  stop(`there is no preset ${values.preset}; there are ${PRESETS.join(', ')}`)

const look = (files: readonly Input[]): Promise<Result> =>
  run({ files, preset, config: {}, clock: () => performance.now() })

async function inputs(): Promise<Input[]> {
  const { files } = await findFiles({ cwd: folder, paths: [], gitignore: false })
  return files
    .filter(({ uri }) => basename(uri) !== 'index.tsv')
    .map(({ uri, path }) => ({ uri, source: readFileSync(path, 'utf8') }))
    .filter(({ source }) => !source.includes('\0'))
}

function table(title: string, rows: readonly (readonly (string | number)[])[]): void {
  console.log(`\n## ${title}\n`)
  if (rows.length === 0) console.log('none')
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map(row => `${row[i] ?? ''}`.length))) ?? []
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => (typeof cell === 'number' ? `${cell}`.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
}

function groups<T>(items: Iterable<T>, key: (item: T) => string): [string, T[]][] {
  const found = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const list = found.get(name)
    if (list === undefined) found.set(name, [item])
    else list.push(item)
  }
  return [...found].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
}

const onDisk = (uri: string): string => uri.replace(/#.*$/s, '')

/** Formats -> recognised of seen: a file counts if a fragment came out of it or out of what is embedded in it. */
function formats({ trace }: Result, files: readonly Input[]): void {
  const readers = new Map<string, Set<string>>()
  for (const { uri, format, fragments } of trace.documents)
    if (fragments > 0) readers.set(onDisk(uri), (readers.get(onDisk(uri)) ?? new Set()).add(format ?? '?'))
  const index = join(folder, 'index.tsv')
  if (!existsSync(index)) {
    const read = trace.documents.filter(({ fragments }) => fragments > 0)
    table(
      `formats: ${readers.size} of ${files.length} files say something`,
      groups(read, ({ format }) => format ?? '?').map(([name, all]) => [name, all.length]),
    )
    return
  }
  const [head = '', ...lines] = readFileSync(index, 'utf8').trimEnd().split('\n')
  const columns = head.split('\t')
  const cell = (line: string, name: string): string => line.split('\t')[columns.indexOf(name)] ?? ''
  const rows = groups(lines, line => cell(line, 'format'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const seen = own.map(line => `${name}/${cell(line, 'id')}/${cell(line, 'path')}`)
      const known = seen.filter(uri => readers.has(uri))
      const by = new Set(known.flatMap(uri => [...(readers.get(uri) ?? [])]))
      return [name, known.length, '/', seen.length, [...by].sort().join(', ')] as const
    })
  table(`formats: recognised / seen; read as`, rows)
}

const SAMPLES = 3

function rules(findings: readonly Finding[]): void {
  console.log(`\n## rules: count and samples`)
  for (const [rule, own] of groups(findings, finding => finding.rule)) {
    const severities = groups(own, ({ severity }) => severity).map(([name, all]) => `${all.length} ${name}`)
    console.log(`\n${String(own.length).padStart(4)}  ${rule} (${severities.join(', ')})`)
    const step = values.rule === undefined ? Math.max(1, Math.floor(own.length / SAMPLES)) : 1
    const most = values.rule === undefined ? SAMPLES : own.length
    for (const finding of own.filter((_, i) => i % step === 0).slice(0, most)) {
      console.log(`      ${describe(finding.at)}: ${finding.what}`)
      for (const assumption of finding.assuming) console.log(`        assuming ${assumption}`)
    }
  }
}

function references({ trace }: Result): void {
  const how = groups(trace.references, reference => reference.how)
  table(
    `references: how each was resolved (${trace.references.length})`,
    how.map(([name, all]) => [all.length, name]),
  )
  for (const [name, all] of how)
    for (const { from, path, wants, to } of values.references ? all : all.slice(0, SAMPLES))
      console.log(`  ${name}: ${from.uri}: ${wants} ${path}${to === undefined ? '' : ` -> ${to.uri}`}`)
}

async function crashes(files: readonly Input[]): Promise<number> {
  let found = 0
  for (const file of files) {
    try {
      await look([file])
    } catch (error) {
      found++
      console.error(`crash: ${file.uri}: ${error instanceof Error ? error.stack : error}`)
    }
  }
  return found
}

const files = await inputs()
const started = performance.now()
let result: Result
try {
  result = await look(files)
} catch (error) {
  const alone = await crashes(files)
  console.error(alone > 0 ? `${alone} files crash by themselves` : 'a crash only all files together lead to:')
  if (alone === 0) console.error(error)
  process.exit(1)
}
const ms = performance.now() - started
const { outcome, trace, clusters } = result
const asked = (rule: string): boolean => values.rule === undefined || rule === values.rule
const findings = outcome.findings.filter(({ rule }) => asked(rule))
const notChecked = outcome.notChecked.filter(({ rules }) => rules.some(asked))

formats(result, files)
rules(findings)
references(result)
table(
  'not checked',
  groups(notChecked, ({ what }) => what.replace(/^\S+: /, ''))
    .slice(0, 15)
    .map(([what, all]) => [all.length, what]),
)
table(
  'slowest documents (ms)',
  [...trace.documents]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 10)
    .map(document => [Math.round(document.ms), document.uri]),
)
const tried = values.rule === undefined ? await fixTrouble(files) : undefined
if (tried !== undefined) {
  table('fixes, safe and unsafe', [
    [tried.fixed, 'findings mended'],
    [tried.changed.length, 'files changed'],
    ...tried.refused.map(why => [1, `refused: ${why}`] as const),
  ])
  for (const trouble of tried.trouble) console.error(`trouble with fixes: ${trouble}`)
  if (tried.trouble.length > 0) process.exitCode = 1
}
const components = clusters.flatMap(cluster => cluster.components).length
console.log(
  `\n${files.length} files, ${trace.documents.length} documents, ${clusters.length} clusters, ${components} components,`,
  `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}${values.rule === undefined ? '' : ` of ${values.rule}`} in ${(ms / 1000).toFixed(2)} s`,
)
