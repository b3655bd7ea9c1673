import { relative, resolve, sep } from 'node:path'
import type {
  ClusterSetting,
  Configuration,
  IgnoreSetting,
  OverrideSetting,
  RuleSettings,
} from '../../engine/configuration.js'
import { clusterMatcher } from '../../engine/configuration.js'
import { ignoresOf } from '../../engine/ignores.js'
import { type Origin, type RuleInForce, rulesInForce, type Sourced } from '../../engine/in-force.js'
import { overridesOf } from '../../engine/overrides.js'
import type { Location } from '../../model/location.js'
import { formatRange } from '../../model/version.js'
import {
  type PrintedConfiguration,
  type PrintedOrigin,
  type PrintedPart,
  printConfigJson,
  printConfigText,
} from '../../reporters/print-config.js'
import { fateOf } from '../fate.js'
import type { Env, Io } from '../io.js'
import { type Options, oneOf } from '../options.js'
import { allRules } from '../rule-facts.js'
import { namedRules } from '../rule-names.js'
import { reportContext } from './context.js'
import { configurationFile, configurationOf } from './input.js'

type Parts = readonly (readonly [string, PrintedPart])[]

/** `klint print-config [file]`: what holds, for that file if one is named, and who decided it. */
export async function printConfig(options: Options, env: Env, io: Io): Promise<number> {
  const format = oneOf(['pretty', 'json'], options.format ?? 'pretty', 'format')
  const [path] = options.paths
  const file = configurationFile({ config: options.config, paths: [] }, io)
  const config = file === undefined ? {} : await configurationOf(file, io)
  const uri = path === undefined ? undefined : relative(io.cwd, resolve(io.cwd, path)).split(sep).join('/')
  const asked = { preset: options.preset ?? config.extends ?? 'recommended', ...namedRules(options) } as const
  const rules = await rulesInForce(asked, config, allRules(), uri)
  const printed: PrintedConfiguration = {
    ...(file === undefined ? {} : { file: { path: file.uri, because: becauseOf(options, env) } }),
    ...(path === undefined || uri === undefined
      ? {}
      : { asked: { path: uri, said: await saidOf(path, uri, config, options, io) } }),
    parts: [
      ['extends', presets(options, config)],
      ['requireReason', requireReason(config)],
      ['rules', { entries: rules.map(rule => [rule.id, ruleInForce(rule)]) }],
      // for one file they are part of what its rules are
      ...(uri === undefined ? overrides(config) : []),
      ['ignores', { items: (await ignoresFor(config, uri)).map(ignore) }],
      ['exclude', { items: excluded(config) }],
      ['clusters', { items: (config.clusters ?? []).map(cluster) }],
    ],
  }
  const context = reportContext(options, env, io, format)
  io.out(format === 'json' ? printConfigJson(printed, context) : printConfigText(printed, context))
  return 0
}

function becauseOf({ config }: Options, { KLINT_CONFIG }: Env): string {
  if (config === undefined) return 'found'
  return config === KLINT_CONFIG ? 'KLINT_CONFIG' : '--config'
}

/** What is to be said of the file that was asked about. */
async function saidOf(path: string, uri: string, config: Configuration, { gitignore }: Options, io: Io) {
  const matching = (await overridesOf(config))?.matching({ uri }) ?? []
  const owner = (await clusterMatcher(config))(uri)
  const [at] = owner?.places ?? []
  return [
    await fateOf(io.cwd, path, config, gitignore),
    ...(owner === undefined ? [] : [{ what: `belongs to cluster ${owner.name}`, ...(at === undefined ? {} : { at }) }]),
    ...matching.flatMap(i => {
      const found = config.overrides?.[i]
      return found === undefined ? [] : [{ what: `has override ${i + 1}`, at: found.at }]
    }),
  ]
}

const DEFAULT: PrintedOrigin = { by: 'default', words: 'default' }
const written = (at: Location | undefined): PrintedOrigin =>
  at === undefined ? DEFAULT : { by: 'file', words: 'written', at }

function originOf(from: Origin): PrintedOrigin {
  switch (from.by) {
    case 'default':
      return DEFAULT
    case 'file':
      return written(from.at)
    case 'command line':
      return from
    case 'preset':
      return { by: 'preset', words: from.presets.length === 0 ? 'no preset' : `preset ${from.presets.join(', ')}` }
  }
}

const sourced = ({ value, from }: Sourced<unknown>): PrintedPart => ({ value, origin: originOf(from) })

function presets({ preset }: Options, config: Configuration): PrintedPart {
  if (preset !== undefined) return { value: preset, origin: { by: 'command line', words: `--preset ${preset}` } }
  if (config.extends === undefined) return { value: 'recommended', origin: DEFAULT }
  return { value: config.extends, origin: written(config.places?.extends?.[0]) }
}

const requireReason = ({ requireReason: value = false, places }: Configuration): PrintedPart => ({
  value,
  origin: written(places?.requireReason),
})

/** "not in preset recommended" for a rule that is off since nobody asked for it. */
function ruleInForce({ severity, options }: RuleInForce): PrintedPart {
  const origin = originOf(severity.from)
  const said =
    severity.value === 'off' && origin.by === 'preset' ? { ...origin, words: `not in ${origin.words}` } : origin
  const own: PrintedPart = { value: severity.value, origin: said }
  const entries = Object.entries(options)
  if (severity.value === 'off' || entries.length === 0) return own
  return {
    entries: [
      ['severity', own],
      ['options', { entries: entries.map(([name, option]) => [name, sourced(option)]) }],
    ],
  }
}

const overrides = ({ overrides: all = [] }: Configuration): Parts =>
  all.length === 0 ? [] : [['overrides', { items: all.map(override) }]]

const override = ({ files, rules, at }: OverrideSetting): PrintedPart => ({
  entries: [
    ['files', { value: files, origin: written(at) }],
    ['rules', { entries: settings(rules) }],
  ],
})

function settings(rules: RuleSettings): Parts {
  return Object.entries(rules).map(([id, { severity, options = {}, places }]) => {
    const entries: [string, PrintedPart][] = [
      ...(severity === undefined
        ? []
        : [['severity', { value: severity, origin: written(places?.severity) }] satisfies [string, PrintedPart]]),
      ...(Object.keys(options).length === 0
        ? []
        : [
            [
              'options',
              {
                entries: Object.entries(options).map(
                  ([name, value]) => [name, { value, origin: written(places?.options?.[name]) }] as const,
                ),
              },
            ] satisfies [string, PrintedPart],
          ]),
    ]
    return [id, { entries }]
  })
}

/** All of them, or those that may be about a file. */
async function ignoresFor(config: Configuration, uri: string | undefined): Promise<readonly IgnoreSetting[]> {
  if (uri === undefined) return config.ignores ?? []
  return (await ignoresOf(config))?.matching(uri) ?? []
}

function ignore({ rules, paths, where, reason, expires, at }: IgnoreSetting): PrintedPart {
  const here = written(at)
  return {
    entries: [
      ['rule', { value: rules.length === 1 ? rules[0] : rules, origin: here }],
      ['paths', { value: paths, origin: here }],
      ...(where === undefined
        ? []
        : ([
            [
              'where',
              { entries: Object.entries(where).map(([key, value]) => [key, { value, origin: here }] as const) },
            ],
          ] as const)),
      ['reason', { value: reason, origin: here }],
      ...(expires === undefined ? [] : ([['expires', { value: expires.day, origin: written(expires.at) }]] as const)),
    ],
  }
}

const excluded = ({ exclude = [], places }: Configuration): PrintedPart[] =>
  exclude.map((value, i) => ({ value, origin: written(places?.exclude?.[i]) }))

function cluster({ name, files, places, kubernetesVersion }: ClusterSetting): PrintedPart {
  const here = written(places?.[0])
  return {
    entries: [
      ['name', { value: name, origin: here }],
      ['files', { value: files, origin: here }],
      ...(kubernetesVersion === undefined
        ? []
        : ([
            ['kubernetesVersion', { value: formatRange(kubernetesVersion), origin: written(kubernetesVersion.at) }],
          ] as const)),
    ],
  }
}
