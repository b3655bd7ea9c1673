// npm run bench [-- --rounds N] [--files N] [--dry]: measures start-up and the speed over a generated tree, side by side with bare node and
// ripgrep, then what a large cluster costs, and writes the tables into BENCHMARKS.md. Milliseconds say something about one machine only;
// the ratios and the numbers of requests are what counts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fill } from '../docs/blocks.js'
import { CLUSTER, clusterTable } from './cluster.js'
import { bundleOf } from './many-rules.js'
import { type Command, type Measured, maxRss, measure } from './ratio.js'
import { writeTree } from './tree.js'
import { bundleWithoutFacts } from './without-facts.js'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    files: { type: 'string', default: '10000' },
    dry: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const files = Number(values.files)

interface Goal {
  readonly name: string
  readonly goal?: number
}

const ms = (value: number): string => `${value < 100 ? value.toFixed(0) : Math.round(value)} ms`
const times = (value: number): string => `${value.toFixed(2)}x`

function rows(measured: readonly Measured[], goals: readonly Goal[]): string[] {
  const [base] = measured
  if (base === undefined) return []
  return measured.map(({ name, wall, cpu }, i) => {
    const goal = goals[i]?.goal
    const ratios = i === 0 ? ['', ''] : [times(wall / base.wall), times(cpu / base.cpu)]
    const met = goal === undefined ? '' : `<= ${goal}x: ${wall / base.wall <= goal ? 'met' : '**missed**'}`
    return `| ${name} | ${ms(wall)} | ${ms(cpu)} | ${ratios.join(' | ')} | ${met} |`
  })
}

const HEAD = '| command | wall | CPU | wall ratio | CPU ratio | goal |\n|---|---:|---:|---:|---:|---|'

const ONE_FILE = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
maxPods: 110
evictionHard:
  memory.available: 5%
  nodefs.available: 10%
`

const folder = mkdtempSync(join(tmpdir(), 'klint-bench-'))
const many = join(process.cwd(), 'node_modules', `.klint-bench-${process.pid}`)
const lean = join(process.cwd(), 'node_modules', `.klint-bench-${process.pid}-lean`)

/** Milliseconds that facts about versions may add to a run over one file. */
const FACTS_GOAL = 5

try {
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (built.status !== 0) throw new Error('the bundle does not build')
  const klint = resolve('dist/klint.cjs')
  const klintOfMany = await bundleOf(400, many)
  const klintWithoutFacts = await bundleWithoutFacts(lean)
  const empty = join(folder, 'empty.cjs')
  writeFileSync(empty, '')
  mkdirSync(join(folder, 'one'))
  const file = join(folder, 'one', 'kubelet.yaml')
  writeFileSync(file, ONE_FILE)

  const { execPath: node } = process
  const uncached = { KLINT_NO_CODE_CACHE: '1' }
  // The file has findings, as files do: 1.
  const allowed = [0, 1]
  const start: (Command & Goal)[] = [
    { name: '`node empty.cjs`', argv: [node, empty] },
    { name: '`klint --version`', argv: [node, klint, '--version'], goal: 1.25 },
    { name: '`klint one.yaml`, code cache', argv: [node, klint, file], allowed, goal: 1.5 },
    { name: '`klint one.yaml`, no cache', argv: [node, klint, file], allowed, env: uncached, goal: 2 },
    { name: 'the same with 400 rules, code cache', argv: [node, klintOfMany, file], allowed, goal: 1.5 },
    { name: 'the same with 400 rules, no cache', argv: [node, klintOfMany, file], allowed, env: uncached, goal: 2 },
  ]
  const facts: (Command & Goal)[] = [
    { name: 'without facts', argv: [node, klintWithoutFacts, file], allowed },
    { name: 'with them', argv: [node, klint, file], allowed },
  ]
  measure([...start, ...facts], 2) // fills the caches
  const started = rows(measure(start, rounds), start)
  const [less, all] = measure(facts, rounds)
  const cost = (all?.cpu ?? 0) - (less?.cpu ?? 0)

  const tree = join(folder, 'tree')
  const { bytes } = writeTree(tree, files)
  const rg = spawnSync('rg', ['--version']).status === 0
  if (!rg) console.error('ripgrep (`rg`) is not installed: the tree is measured against bare node only')
  const over: (Command & Goal)[] = [
    rg
      ? { name: '`rg -l kubelet`', argv: ['rg', '-l', 'kubelet', tree] }
      : { name: '`node empty.cjs` (no ripgrep here)', argv: [node, empty] },
    { name: '`klint`', argv: [node, klint, tree], allowed, ...(rg ? { goal: 8 } : {}) },
    {
      name: '`klint --cache`, nothing changed',
      argv: [node, klint, '--cache-location', join(folder, 'cache'), tree],
      allowed,
      ...(rg ? { goal: 2.5 } : {}),
    },
  ]
  measure(over, 1)
  const walked = rows(measure(over, Math.max(3, Math.round(rounds / 6))), over)
  const memory = maxRss([klint, tree])

  const rare = Math.max(3, Math.round(rounds / 6))
  const cluster = await clusterTable(klint, folder, rare)

  const [cpu] = cpus()
  const report = `Node ${process.version}, ${process.platform} ${process.arch}, ${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores.

Start-up, minimum of ${rounds} interleaved runs:

${HEAD}
${started.join('\n')}

Facts about versions (tables of all components but the kubelet, gates, what stops a component at start, and the rules that ask them) add ${cost.toFixed(1)} ms of CPU time to
\`klint one.yaml\`, goal <= ${FACTS_GOAL} ms: ${cost <= FACTS_GOAL ? 'met' : '**missed**'}.

${files} generated files, ${(bytes / 1e6).toFixed(0)} MB, minimum of ${Math.max(3, Math.round(rounds / 6))} interleaved runs; most memory ${memory.toFixed(0)} MB (goal <= 150 MB: ${memory <= 150 ? 'met' : '**missed**'}):

${HEAD}
${walked.join('\n')}

${CLUSTER}, minimum of ${rare} runs:

${cluster}`
  console.log(report)
  if (!values.dry && existsSync('BENCHMARKS.md'))
    writeFileSync(
      'BENCHMARKS.md',
      fill(readFileSync('BENCHMARKS.md', 'utf8'), name => (name === 'bench' ? report : undefined)),
    )
} finally {
  rmSync(folder, { recursive: true, force: true })
  rmSync(many, { recursive: true, force: true })
  rmSync(lean, { recursive: true, force: true })
}
