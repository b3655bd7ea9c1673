import { COMPONENTS } from '../../model/fragment.js'
import type { Category, SubjectKind } from '../../model/rule.js'

const CATEGORY: Readonly<Record<Category, true>> = {
  reliability: true,
  upgrade: true,
  security: true,
  performance: true,
  correctness: true,
}
export const CATEGORIES: readonly string[] = Object.keys(CATEGORY)

const OTHERS: Readonly<Record<Exclude<SubjectKind, (typeof COMPONENTS)[number]>, true>> = {
  'load-balancer': true,
  volume: true,
  'scaling-group': true,
  pod: true,
  kubeconfig: true,
  'alert-rules': true,
  monitor: true,
  unit: true,
  cluster: true,
  assignment: true,
}
/** What a rule may look at. */
export const SUBJECTS: readonly string[] = [...COMPONENTS, ...Object.keys(OTHERS)]
