import type { Version } from '../model/version.js'
import { readArgv } from './argv.js'
import { absent, type Process } from './built.js'
import { isGap, type Part } from './parts.js'

/** Newer than any table of facts: a flag that names a file has been one ever since. */
const LATEST: Version = { major: 99, minor: 0, patch: 0 }

/** The path of a flag that names a file, or why it is not known; the part is what holds if the file is not in view. */
export function pathFlag(process: Process, name: string): { path?: string; part: Part<never> } {
  const steps = readArgv(process.kind, process.args, LATEST)
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!
    if (isGap(step)) {
      if (step.gap === 'open') continue
      return { part: { state: 'dangling', what: step.what, at: step.at } }
    }
    if (step.assignment.name !== name) continue
    const { value, at } = step.assignment
    if (value === undefined || !value.known) return { part: { state: 'dangling', what: 'a template', at } }
    if (value.value === '') return { part: absent }
    const path = throughMounts(value.value, process.mounts)
    return { path, part: { state: 'dangling', what: path, at: value.at } }
  }
  if (process.kind === 'etcd') return etcdVariable(process)
  return { part: absent }
}

function etcdVariable(process: Process): { path?: string; part: Part<never> } {
  for (let i = process.environment.length - 1; i >= 0; i--) {
    const item = process.environment[i]!
    if (isGap(item)) {
      if (item.gap === 'open') continue
      return { part: { state: 'open', what: item.what, at: item.at } }
    }
    if (item.name !== 'ETCD_CONFIG_FILE' || item.text.value === '') continue
    if (!item.text.known) return { part: { state: 'dangling', what: 'a template', at: item.at } }
    const path = throughMounts(item.text.value, process.mounts)
    return { path, part: { state: 'dangling', what: path, at: item.at } }
  }
  return { part: absent }
}

/** A path inside a container is looked up where its volume comes from; the longest mount point wins. */
function throughMounts(path: string, mounts: ReadonlyMap<string, string> | undefined): string {
  let best = ''
  for (const inside of mounts?.keys() ?? [])
    if ((path === inside || path.startsWith(`${inside.replace(/\/$/, '')}/`)) && inside.length > best.length)
      best = inside
  return best === '' ? path : mounts!.get(best)! + path.slice(best.length)
}
