// npm run oracle [-- COMPONENT... --version V --runs N --seed S --only starts|flags|values]: what klint says against what the real
// components do. docs/ORACLES.md says how, and what the differences are.
import { parseVersion } from '../../src/model/version.js'
import { commandLine, stop } from '../command-line.js'
import { goVersion } from './build.js'
import { CONFIGZ } from './configz.js'
import { compareValues, effectiveOf } from './effective.js'
import { explained } from './explained.js'
import { generated } from './generate.js'
import { noNamespaces } from './namespace.js'
import { together } from './pool.js'
import { bench } from './programs.js'
import { type Compared, compareRegistered, registeredBy } from './registered.js'
import { type Outcome, startsReport, valuesReport } from './report.js'
import { rowCases } from './row-cases.js'
import { type Bench, type Judged, judge, judgeAll } from './starts.js'
import { SUBJECTS, type Subject } from './subjects.js'

const COMPARISONS = ['starts', 'flags', 'values'] as const

const USAGE = `usage: npm run oracle -- [COMPONENT...] [--version V]... [--runs N] [--seed S] [--only COMPARISON]... [--all]
  COMPONENT   ${SUBJECTS.map(({ component }) => component).join(', ')}; all if absent
  --version   ${SUBJECTS.flatMap(({ component, versions }) => (component === 'etcd' || component === 'kubelet' ? [`${component === 'etcd' ? 'etcd' : 'Kubernetes'} ${versions.join(', ')}`] : [])).join('; ')}; other releases build as well
  --runs      generated configurations of each component and version, besides the cases of the start-up rows
  --seed      the same seed makes the same configurations
  --only      ${COMPARISONS.join(', ')}; all if absent
  --width     so many run at a time
  --generated without the cases of the start-up rows
  --all       lists what is explained, too
  KLINT_ORACLE_BIN=DIR       where the binaries are kept, by default $XDG_CACHE_HOME/klint/oracle
  KLINT_ORACLE_ETCD34=FILE   etcd 3.4; by default the one on the PATH`

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: {
    version: { type: 'string', multiple: true, default: [] },
    runs: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true, default: [...COMPARISONS] },
    width: { type: 'string', default: '3' },
    generated: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
})

/** From empty caches, on two cores. */
const LIMIT = 60 * 60
/** Seconds between two lines of progress. */
const PACE = 30
/** So many runs show their values where that takes a run of its own. */
const SHOWN = 40

const asks = (comparison: (typeof COMPARISONS)[number]): boolean => values.only.includes(comparison)
const number = (text: string | undefined, name: string): number | undefined => {
  if (text !== undefined && !/^\d{1,9}$/.test(text)) stop(`--${name} is a number, and not \`${text}\``, USAGE)
  return text === undefined ? undefined : Number(text)
}
for (const name of positionals)
  if (!SUBJECTS.some(({ component }) => component === name)) stop(`there is no oracle for \`${name}\``, USAGE)
for (const name of values.only)
  if (!COMPARISONS.some(one => one === name)) stop(`there is no comparison \`${name}\``, USAGE)
const runs = number(values.runs, 'runs')
const seed = number(values.seed, 'seed') ?? Math.floor(Math.random() * 1e9)
const width = number(values.width, 'width') ?? 3

const say = (line: string): void => console.log(line)
for (const [signal, code] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const, ['SIGHUP', 129] as const])
  process.on(signal, () => process.exit(code))

/** `3.4` is whichever patch Debian has. */
function versionsOf({ component, versions }: Subject): readonly string[] {
  if (values.version.length === 0) return versions
  return values.version.filter(version => version.startsWith('1.') !== (component === 'etcd'))
}

const counted = { passed: 0, failed: 0 }
const leftOut: string[] = []

function print({ failed, lines }: Outcome): void {
  for (const line of lines) say(line)
  counted[failed ? 'failed' : 'passed']++
}

function flagsReport({ same, differences, explained: known }: Compared): Outcome {
  return {
    failed: differences.length > 0,
    lines: [
      `  flags   ${same + differences.length + known.length} flags and gates: ${same} agreed, ${differences.length} differ, ${known.length} explained`,
      ...differences.map(text => `    differs: ${text}`),
      ...(values.all ? known.map(({ line }) => `    explained: ${line}`) : []),
    ],
  }
}

async function compareFlags({ subject: { component }, version: release, program }: Bench): Promise<Compared> {
  const version = parseVersion(release)?.max
  if (version === undefined) throw new Error(`not a version: ${release}`)
  return compareRegistered(component, version, await registeredBy(component, program))
}

async function startsAndValues(on: Bench): Promise<void> {
  const { subject, version } = on
  const { component, versions } = subject
  const random = generated(subject, version, runs ?? Math.ceil(500 / versions.length), seed)
  const cases = [...(values.generated ? [] : await rowCases(component)), ...random]
  const start = performance.now()
  let done = 0
  const progress = setInterval(
    () => say(`  ${done} of ${cases.length}, ${((performance.now() - start) / 1000).toFixed(0)} s`),
    PACE * 1000,
  )
  const all = await judgeAll(on, cases, width, () => done++)
  clearInterval(progress)
  if (asks('starts')) print(await startsReport(on, all, { width, isWide: values.all }))
  if (asks('values'))
    print(valuesReport(await shown(on, all), text => explained('values', component, text) !== undefined))
}

/** What those that run say of their values; some must be started once more to say it. */
async function shown(on: Bench, all: readonly Judged[]) {
  const { component, instead } = on.subject
  const running = all.filter(({ verdict }) => verdict.kind === 'starts')
  const silent = running.filter(({ trial }) => effectiveOf(component, trial) === undefined)
  const again =
    component === 'kube-scheduler'
      ? await together(running.slice(0, SHOWN), width, ({ given }) =>
          judge(on, { ...given, pieces: [{ argv: ['--write-config-to=/mnt/out/written.yaml'] }, ...given.pieces] }),
        )
      : instead !== undefined
        ? await together(silent.slice(0, SHOWN), width, ({ given }) =>
            judge(on, given, { watch: CONFIGZ, awaits: 'configz.json' }),
          )
        : []
  return [...running, ...again].flatMap(judged => {
    const effective = effectiveOf(component, judged.trial)
    const { component: resolved } = judged.said
    return effective === undefined || resolved === undefined ? [] : [{ ...compareValues(resolved, effective), judged }]
  })
}

const go = await goVersion()
const impossible = await noNamespaces()
const start = performance.now()
say(`seed ${seed}`)
for (const subject of SUBJECTS) {
  if (positionals.length > 0 && !positionals.includes(subject.component)) continue
  for (const wanted of versionsOf(subject)) {
    const name = `${subject.component} ${wanted}`
    try {
      const on = await bench(
        subject,
        wanted,
        { limit: LIMIT - (performance.now() - start) / 1000, say },
        go !== undefined,
      )
      say(`${subject.component} ${on.version}`)
      if (asks('flags')) print(flagsReport(await compareFlags(on)))
      if (!asks('starts') && !asks('values')) continue
      if (impossible === undefined) await startsAndValues(on)
      else
        leftOut.push(
          `${name}, starts and values: components are only started in namespaces of their own, as root (${impossible})`,
        )
    } catch (error) {
      leftOut.push(`${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
}
for (const what of leftOut) say(`LEFT OUT  ${what}`)
say(`${((performance.now() - start) / 1000).toFixed(0)} s, seed ${seed}`)
say(`${counted.passed} passed, ${counted.failed + leftOut.length} failed`)
process.exit(counted.failed + leftOut.length === 0 ? 0 : 1)
