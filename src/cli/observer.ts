import type { Request, Step, Trace } from '../engine/run.js'
import { plural } from '../reporters/reporter.js'
import { visible } from '../reporters/safe-text.js'
import type { ClusterModel } from '../resolve/index.js'
import { about } from './about.js'
import type { Watch } from './commands/input.js'
import type { Env, Io } from './io.js'
import type { Options } from './options.js'
import { type Progress, progress } from './progress.js'
import { profileOf, type Spent } from './rule-profile.js'

/** What `--verbose`, `--profile-rules` and a terminal get to see of a run. All of it goes to standard error. */
export interface Observer {
  /** For the files; `others` want to know of them as well. */
  watch(others: Watch): Watch
  /** For the engine; `found` files are going to be read. */
  request(found: number): Pick<Request, 'clock' | 'onStep' | 'onAsked'>
  ran(clusters: readonly Pick<ClusterModel, 'components' | 'resources'>[], trace: Trace): void
  reported(): void
}

const STEPS: Readonly<Record<Step, string>> = {
  read: 'read the files',
  resolve: 'worked out what will run',
  judge: 'asked the rules',
  settle: 'settled what is reported',
}

export function observer({ verbose, profileRules, progress: wanted }: Options, env: Env, io: Io): Observer {
  const log = (text: string): void => (io.log ?? io.err)(text)
  const clock = (): number => performance.now()
  const started = clock()
  const shows = wanted && io.errIsTerminal === true && (env.CI ?? '') === '' && env.TERM !== 'dumb'
  const line: Progress | undefined = shows ? progress(log, clock) : undefined
  const say = (text: string): void => {
    if (verbose) log(`klint: ${text}\n`)
  }
  const spent = new Map<string, Spent>()
  let [read, bytes, found] = [0, 0, 0]
  let now: { readonly what: string; readonly since: number } | undefined

  function begin(what: string | undefined): void {
    const at = clock()
    if (now !== undefined && now.what !== what) say(`${milliseconds(at - now.since)}  ${now.what}`)
    if (now?.what !== what) now = what === undefined ? undefined : { what, since: at }
  }

  say(`version ${about().version}, node ${process.version}, ${process.platform} ${process.arch}`)
  begin('looked for files')

  return {
    watch: others => ({
      onConfiguration: file => {
        say(`configuration ${visible(file.uri)}`)
        others.onConfiguration?.(file)
      },
      onBytes: (uri, content, isWhole) => {
        read++
        bytes += content.length
        line?.show(() => `reading, ${read} of ${found} files`)
        others.onBytes?.(uri, content, isWhole)
      },
    }),
    request: files => {
      found = files
      return {
        clock,
        onStep: (step, done, of) => {
          begin(STEPS[step])
          if (step === 'resolve')
            line?.show(() => `${read === 0 ? '' : `${read} files read, `}working out what will run`)
          if (step === 'judge') line?.show(() => `asking the rules, ${done} of ${of} clusters`)
        },
        ...(profileRules
          ? {
              onAsked: (rule: string, ms: number) => {
                const { calls, time } = spent.get(rule) ?? { calls: 0, time: 0 }
                spent.set(rule, { calls: calls + 1, time: time + ms })
              },
            }
          : {}),
      }
    },
    ran: (clusters, { documents }) => {
      begin('wrote the report')
      line?.clear()
      if (!verbose) return
      const known = documents.filter(({ format }) => format !== undefined)
      const components = clusters.reduce((sum, cluster) => sum + cluster.components.length, 0)
      const resources = clusters.reduce((sum, cluster) => sum + cluster.resources.length, 0)
      say(
        `${plural(read, 'file')} read (${(bytes / 1e6).toFixed(1)} MB), ${plural(known.length, 'document')} with something in ${known.length === 1 ? 'it' : 'them'}`,
      )
      for (const { uri, format, fragments, ms } of known)
        say(`${milliseconds(ms)}    ${visible(uri)} as ${format}, ${plural(fragments, 'fragment')}`)
      say(`${plural(clusters.length, 'cluster')}, ${plural(components, 'component')}, ${plural(resources, 'resource')}`)
    },
    reported: () => {
      begin(undefined)
      say(`${milliseconds(clock() - started)}  in all`)
      if (profileRules) log(profileOf(spent, clock() - started))
    },
  }
}

const milliseconds = (ms: number): string => `${ms.toFixed(1).padStart(8)} ms`
