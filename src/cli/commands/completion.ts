import { PRESETS } from '../../engine/configuration-schema.js'
import { about } from '../about.js'
import { bash } from '../completion/bash.js'
import { fish } from '../completion/fish.js'
import { powershell } from '../completion/powershell.js'
import type { Material } from '../completion/shells.js'
import { zsh } from '../completion/zsh.js'
import { definition } from '../definition.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf, THRESHOLDS } from '../options.js'
import { allRules } from '../rule-facts.js'

const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish' | 'powershell', (material: Material) => string>> = {
  bash,
  zsh,
  fish,
  powershell,
}

/** `klint completion <shell>`: a script that knows all of this klint, and never calls it. */
export function completion({ paths }: Options, _env: Env, io: Io): number {
  const shell = oneOf(['bash', 'zsh', 'fish', 'powershell'], paths[0] ?? '', 'shell')
  const rules = Object.keys(allRules()).sort()
  const groups = [...new Set(rules.map(id => id.slice(0, id.indexOf('/'))))]
  const names = { rules, groups, presets: PRESETS, severities: THRESHOLDS }
  io.out(SCRIPTS[shell]({ definition: definition(), names, version: about().version }))
  return 0
}
