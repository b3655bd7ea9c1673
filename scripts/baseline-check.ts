// node --import tsx scripts/baseline-check.ts [DIR]: a baseline of a copy of a folder of real files, and what is found then: nothing; nothing with five blank lines on top
// of every file; one finding for one new bad value, in a file of its own and in one that is there. The default folder is $KLINT_CORPUS, or ../shared/corpus.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { main } from '../src/cli/main.js'
import { findFiles } from '../src/sources/files.js'
import { commandLine, stop } from './command-line.js'

const { positionals } = commandLine('usage: node --import tsx scripts/baseline-check.ts [DIR]', {
  allowPositionals: true,
  options: {},
})
const folder = resolve(positionals[0] ?? process.env.KLINT_CORPUS ?? '../shared/corpus')
if (!existsSync(folder)) stop(`there is no ${folder}: name a folder with infrastructure files`)

interface Report {
  readonly findings: readonly {
    readonly rule: string
    readonly location: { readonly path: string; readonly start: { readonly line: number } }
  }[]
}

const cwd = mkdtempSync(join(tmpdir(), 'klint-baseline-'))
process.on('exit', () => rmSync(cwd, { recursive: true, force: true }))
cpSync(folder, cwd, { recursive: true })
for (const name of ['klint.yaml', 'klint-baseline.json']) rmSync(join(cwd, name), { force: true })

async function klint(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const io = {
    cwd,
    out: (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
    outIsTerminal: false,
    columns: () => undefined,
    stdin: () => stop('nothing is read from standard input'),
  }
  return { code: await main(argv, {}, io), out, err }
}

const PRESET = ['--preset', 'all', '--no-gitignore']
async function found(): Promise<Report['findings']> {
  const { code, out, err } = await klint(...PRESET, '--fail-on', 'info', '--format', 'json')
  if (code > 1) stop(err)
  const { findings }: Report = JSON.parse(out)
  if ((findings.length > 0 ? 1 : 0) !== code) stop(`exit code ${code} with ${findings.length} findings`)
  return findings
}

let failed = false
function expect(what: string, findings: Report['findings'], count: number): void {
  const right = findings.length === count
  failed ||= !right
  console.log(`${right ? 'ok  ' : 'FAIL'} ${what}: ${findings.length} of ${count}`)
  if (!right) for (const { rule, location } of findings.slice(0, 20)) console.log(`       ${rule} ${location.path}`)
}

const before = await found()
console.log(`     ${before.length} findings without a baseline`)
const made = await klint('baseline', ...PRESET)
if (made.code !== 0) stop(made.err)
console.log(`     ${made.out.trim()}`)
expect('findings with a baseline', await found(), 0)

// what begins with a line of its own meaning stays what it is
const BEGINS = /^(?:#!|#cloud-config|## template|#cloud-boothook|content-type:|mime-version:|%YAML)/i
const { files } = await findFiles({ cwd, paths: [], gitignore: false })
const texts = new Map<string, string>()
for (const { uri, path } of files) {
  const source = readFileSync(path, 'utf8')
  if (!source.includes('\0') && !BEGINS.test(source) && uri !== 'klint-baseline.json') texts.set(path, source)
}
for (const [path, source] of texts) writeFileSync(path, `\n\n\n\n\n${source}`)
expect('findings with five blank lines on top of each file', await found(), 0)

const fresh = join(cwd, 'klint-baseline-check')
mkdirSync(fresh)
writeFileSync(join(fresh, 'autoscaler.sh'), '#!/bin/sh\ncluster-autoscaler --scale-down-unneeded-time=1m\n')
expect('findings with one new file of one bad value', await found(), 1)
rmSync(fresh, { recursive: true })

// the duration of a finding about a duration, on its own line
const SECONDS = /(--scale-down-[\w-]+=)\d+m\b/
for (const { location } of before) {
  const path = join(cwd, location.path)
  const source = texts.get(path)
  const lines = source?.split('\n') ?? []
  const line = lines[location.start.line - 1]
  if (source === undefined || line === undefined || !SECONDS.test(line)) continue
  lines[location.start.line - 1] = line.replace(SECONDS, '$12m')
  writeFileSync(path, lines.join('\n'))
  expect('findings with one bad value changed into another', await found(), 1)
  writeFileSync(path, source)
  break
}
for (const [path, source] of texts) writeFileSync(path, source.replace(/\r?\n/g, '\r\n'))
expect('findings with other line ends', await found(), 0)
if (failed) process.exit(1)
