import { flagNames } from '../../src/facts/flags.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import type { Version } from '../../src/model/version.js'
import { output, run } from '../e2e/command.js'
import { differences, type Registered, readRegistered } from '../facts/differences.js'
import { REGISTERED } from './components.js'
import { type Explained, explained } from './explained.js'
import { together } from './pool.js'

export interface Compared {
  /** Flags and gates of which both say the same. */
  readonly same: number
  readonly differences: readonly string[]
  readonly explained: readonly { readonly line: string; readonly by: Explained }[]
}

/** What a component registers against the tables. */
export function compareRegistered(component: ComponentKind, version: Version, registered: Registered): Compared {
  const { same, lines } = differences(component, version, registered)
  const all = lines.map(line => ({ line, by: explained('flags', component, line) }))
  return {
    same,
    differences: all.flatMap(({ line, by }) => (by === undefined ? [line] : [])),
    explained: all.flatMap(({ line, by }) => (by === undefined ? [] : [{ line, by }])),
  }
}

/** What a component says of itself: what it prints if it is asked, and etcd in its help and its answers. */
export const registeredBy = (component: ComponentKind, program: string): Promise<Registered> =>
  component === 'etcd' ? etcdRegistered(program) : printed(program)

const printed = async (program: string): Promise<Registered> =>
  readRegistered(await output([program], { cwd: '/', env: { [REGISTERED]: '1' }, limit: 60 }))

/**
 * etcd prints no list of its flags: its usage is written by hand, leaves some out and has names of old versions and other defaults. So it
 * is asked about each name: it reads its flags before `--version`. Of gates, what the usage lists is what is registered.
 */
async function etcdRegistered(program: string): Promise<Registered> {
  const place = { cwd: '/', env: {}, limit: 30 }
  const usage = await output([program, '--help'], place)
  const named = [...usage.matchAll(/^\s+--([\w-]+)/gm)].map(([, name = '']) => name)
  const names = [...new Set([...named, ...flagNames('etcd')])]
  const known = await together(names, 3, async name => {
    const { said } = await run([program, `--${name}=x`, '--version'], place)
    return !said.includes(`flag provided but not defined: -${name}`)
  })
  const gates = Object.fromEntries(
    [...usage.matchAll(/\b([A-Z]\w+)=true\|false \((ALPHA|BETA|GA|DEPRECATED) - default=(true|false)\)/g)].map(
      ([, name = '', stage = '', value]) => [name, { stage, default: value === 'true', locked: false }],
    ),
  )
  return { flags: names.filter((_, i) => known[i]).map(name => ({ name })), gates }
}
