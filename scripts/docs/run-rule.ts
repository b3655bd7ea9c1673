import { PRESETS, type PresetName } from '../../src/engine/configuration-schema.js'
import { run } from '../../src/engine/run.js'
import type { Outcome } from '../../src/model/finding.js'
import type { Rule } from '../../src/model/rule.js'
import { parseVersion } from '../../src/model/version.js'
import { inputsOf } from './recorded.js'

/** How a rule is run over texts that exist only here. */
export interface RunSettings {
  /** `all` if absent. */
  readonly preset?: string
  readonly options?: Readonly<Record<string, unknown>>
  readonly kubernetesVersion?: string
}

/** Runs one rule and no other. Throws where a setting names what does not exist. */
export async function runRule(
  rule: Rule,
  files: ReadonlyMap<string, string>,
  { preset = 'all', options, kubernetesVersion }: RunSettings,
): Promise<Outcome> {
  const range = kubernetesVersion === undefined ? undefined : parseVersion(kubernetesVersion)
  if (range === undefined && kubernetesVersion !== undefined) throw new Error(`no version: ${kubernetesVersion}`)
  for (const name of Object.keys(options ?? {}))
    if (rule.options?.[name] === undefined) throw new Error(`${rule.id} has no option ${name}`)
  const { outcome } = await run({
    files: inputsOf(files),
    rules: [rule],
    only: [rule.id],
    preset: presetOf(preset),
    config: options === undefined ? {} : { rules: { [rule.id]: { options } } },
    ...(range === undefined ? {} : { kubernetesVersion: { ...range, source: '--kubernetes-version' } }),
  })
  return outcome
}

function presetOf(name: string): PresetName {
  const preset = PRESETS.find(known => known === name)
  if (preset === undefined) throw new Error(`no preset: ${name}`)
  return preset
}
