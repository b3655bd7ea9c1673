import { line, minor, minors, optional, since } from './encode.js'
import type { InputGate, Inputs } from './inputs.js'

export const GATE_COLUMNS = 'gate components introduced removed backported stages'

const LETTERS: Readonly<Record<string, string>> = {
  'kube-apiserver': 'a',
  'kube-controller-manager': 'c',
  'kube-scheduler': 's',
  kubelet: 'k',
  'kube-proxy': 'p',
}
const ALL = 'ackps'
const STAGES: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', ga: 'g', deprecated: 'd' }

/**
 * Trees and release notes differ by one minor about when these were locked; the later one is certain
 * (kubernetes pkg/features/kube_features.go against test/compatibility_lifecycle).
 */
const LOCKED_LATER = [
  'ComponentSLIs',
  'CustomResourceFieldSelectors',
  'RetryGenerateName',
  'SizeMemoryBackedVolumes',
  'CSIMigrationvSphere',
]

/** `126a0,127b1,130g1!`: since, stage, default, `!` if another value is refused. */
function stages(list: InputGate['stages'], later: boolean): string {
  const parts: string[] = []
  for (const stage of list) {
    const from = minor(stage.since)
    const text = `${STAGES[stage.stage]}${stage.default ? 1 : 0}`
    if (stage.lockToDefault && later) parts.push(`${from}${text}`, `${from + 1}${text}!`)
    else parts.push(`${from}${text}${stage.lockToDefault ? '!' : ''}`)
  }
  return parts.join(',')
}

function components(gate: InputGate): string {
  const letters = gate.components.map(name => LETTERS[name] ?? '').sort()
  const text = letters.join('')
  return text === ALL ? '' : text
}

export function gateLines(inputs: Inputs): string[] {
  const core = inputs.gates.gates.map(gate =>
    line([
      gate.name,
      components(gate),
      since(gate.introduced, gate.introducedAtOrBefore),
      optional(gate.removed),
      minors(gate.backportedTo),
      stages(gate.stages, LOCKED_LATER.includes(gate.name)),
    ]),
  )
  const etcd = Object.entries(inputs.flags('etcd').featureGates ?? {}).map(([name, list]) =>
    line([name, 'e', optional(list[0]?.since), '', '', stages(list, false)]),
  )
  return [...core, ...etcd]
}
