import { COMPONENTS } from '../../model/fragment.js'
import type { SubjectKind } from '../../model/rule.js'

const OTHERS: Readonly<Record<Exclude<SubjectKind, (typeof COMPONENTS)[number]>, true>> = {
  'load-balancer': true,
  volume: true,
  'scaling-group': true,
  pod: true,
  kubeconfig: true,
  'alert-rules': true,
  monitor: true,
  unit: true,
  service: true,
  endpoints: true,
  lease: true,
  'autoscaler-status': true,
  cluster: true,
  assignment: true,
}
/** What a rule may look at. */
export const SUBJECTS: readonly string[] = [...COMPONENTS, ...Object.keys(OTHERS)]
