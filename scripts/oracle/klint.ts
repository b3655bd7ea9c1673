import { run } from '../../src/engine/run.js'
import type { Component } from '../../src/model/component.js'
import type { Finding } from '../../src/model/finding.js'
import { parseVersion } from '../../src/model/version.js'
import type { Subject } from './subjects.js'

/** What klint makes of a machine's files. */
export interface Said {
  /** Findings that say the component does not start at this version. */
  readonly stops: readonly Finding[]
  /** The component as klint resolved it, if it found it. */
  readonly component: Component | undefined
}

/** A flag that goes in a later version stops nothing here. */
const CONFIG = { rules: { 'upgrade/removed-flag': { options: { warnAhead: 0 } } } }

export async function klintOf(
  { component: kind }: Subject,
  version: string,
  files: ReadonlyMap<string, string>,
): Promise<Said> {
  const range = kind === 'etcd' ? undefined : parseVersion(version)
  const { outcome, clusters } = await run({
    files: [...files].map(([uri, source]) => ({ uri, source })),
    preset: 'all',
    config: CONFIG,
    ...(range === undefined ? {} : { kubernetesVersion: { ...range, source: '--kubernetes-version' } }),
  })
  const subject = clusters.flatMap(({ components }) => components).find(one => one.kind === kind)
  const [newest] = subject?.points ?? []
  return {
    stops: outcome.findings.filter(
      ({ effect, bites, component = kind }) => effect === 'stops' && bites === undefined && component === kind,
    ),
    component: newest === undefined ? undefined : subject?.at(newest),
  }
}
