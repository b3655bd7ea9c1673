import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minor, tableModule } from './encode.js'
import {
  autoscalerRows,
  COLUMNS,
  etcdRows,
  kubeletRows,
  plainRows,
  proxyRows,
  type Row,
  rowLine,
  schedulerRows,
} from './flags.js'
import { GATE_COLUMNS, gateLines } from './gates.js'
import { type Inputs, readInputs } from './inputs.js'
import { keysModule } from './keys.js'

/*
 * Writes src/facts/tables and src/facts/keys.ts from the facts database: a checkout of facts extracted from the source
 * trees of Kubernetes, etcd and cluster-autoscaler, which is kept outside the package. Its folder is the argument, or
 * `../shared` beside the project. The results are committed; nothing reads the database at build or run time.
 *
 *   npm run facts [-- FOLDER]          write
 *   npm run facts -- --check [FOLDER]  compare only; exit 1 on a difference
 */

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
const KUBERNETES = 'kubernetes/kubernetes source trees, one per minor, and binaries of 1.37'

const SOURCES: Readonly<Record<string, string>> = {
  kubelet: `${KUBERNETES}: cmd/kubelet, pkg/kubelet/apis/config`,
  'kube-apiserver': `${KUBERNETES}: cmd/kube-apiserver, staging/src/k8s.io/apiserver`,
  'kube-controller-manager': `${KUBERNETES}: cmd/kube-controller-manager`,
  'kube-scheduler': `${KUBERNETES}: cmd/kube-scheduler, pkg/scheduler/apis/config`,
  'kube-proxy': `${KUBERNETES}: cmd/kube-proxy, pkg/proxy/apis/config`,
  etcd: 'etcd-io/etcd, the last patch of each minor: server/etcdmain/config.go, server/embed/config.go',
  'cluster-autoscaler': 'kubernetes/autoscaler, tags cluster-autoscaler-*: main.go, config/flags/flags.go',
}

function rowsOf(inputs: Inputs, component: string): Row[] {
  switch (component) {
    case 'kubelet':
      return kubeletRows(inputs)
    case 'kube-proxy':
      return proxyRows(inputs)
    case 'kube-scheduler':
      return schedulerRows(inputs)
    case 'etcd':
      return etcdRows(inputs)
    case 'cluster-autoscaler':
      return autoscalerRows(inputs)
    default:
      return plainRows(inputs, component)
  }
}

/** File below the project -> its content. */
function generate(inputs: Inputs): Map<string, string> {
  const files = new Map<string, string>()
  const all = new Map<string, Row[]>()
  for (const [component, source] of Object.entries(SOURCES)) {
    const rows = rowsOf(inputs, component)
    all.set(component, rows)
    const { versions, partial = [] } = inputs.flags(component)
    const known = [
      ...new Set([...versions.map(minor), ...rows.flatMap(({ flag }) => (flag ? [minor(flag.introduced)] : []))]),
    ]
    const beyond = known.filter(of => !versions.map(minor).includes(of))
    const lines = rows.map(row => {
      const remedy = inputs.remedies.find(entry => entry.component === component && entry.flag === row.flag?.name)
      return rowLine(row, remedy)
    })
    const header = {
      component,
      date: inputs.date,
      source,
      columns: COLUMNS,
      versions: known,
      partial: [...partial.map(minor), ...beyond],
    }
    files.set(`src/facts/tables/${component}.ts`, tableModule(header, lines))
  }
  files.set(
    'src/facts/tables/feature-gates.ts',
    tableModule(
      {
        component: 'feature-gates',
        date: inputs.date,
        source: `${KUBERNETES}: pkg/features, staging/src/k8s.io/*/pkg/features; etcd-io/etcd server/features`,
        versions: inputs.gates.versions.map(minor),
        partial: [],
        columns: GATE_COLUMNS,
      },
      gateLines(inputs),
    ),
  )
  files.set('src/facts/keys.ts', keysModule(all))
  return files
}

function main(args: readonly string[]): number {
  const check = args.includes('--check')
  const folder = args.find(arg => !arg.startsWith('-')) ?? join(ROOT, '..', 'shared')
  const inputs = readInputs(folder)
  if (inputs === undefined) {
    console.log('facts: the facts database is not here; the committed tables stay as they are')
    return 0
  }
  let different = 0
  for (const [path, content] of generate(inputs)) {
    const file = join(ROOT, path)
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue
    different++
    console.log(`facts: ${path} ${check ? 'differs' : 'written'}`)
    if (!check) writeFileSync(file, content)
  }
  if (different === 0) console.log('facts: up to date')
  return check && different > 0 ? 1 : 0
}

process.exitCode = main(process.argv.slice(2))
