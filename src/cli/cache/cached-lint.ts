import { resolve } from 'node:path'
import { gather, type Watch } from '../commands/input.js'
import type { Env, Io } from '../io.js'
import type { Options } from '../options.js'
import { type Entry, readEntry, type Said, writeEntry } from './entries.js'
import { openCache } from './folder.js'
import { circumstances, keyOf, manifest, seenOf } from './manifest.js'

type Lint = (options: Options, env: Env, io: Io, watch?: Watch) => Promise<number>

/**
 * `klint --cache`: says again what the same run said before. A finding may rest on any file, because clusters span files, so the outcome
 * of a whole run is kept, under a hash of everything that decides it: klint, options, environment, and the name and content of
 * every file that is read. The files are read and hashed in each run; what they mean is not worked out again.
 */
export async function cachedLint(options: Options, env: Env, io: Io, lint: Lint): Promise<number> {
  const log = (what: string): void => {
    if (options.verbose && !options.silent) io.err(`klint: cache: ${what}\n`)
  }
  const reason = io.host === undefined ? whyNot(options) : 'klint runs in another program'
  if (reason !== undefined) {
    log(`not used: ${reason}`)
    return lint(options, env, io)
  }
  const cache = openCache(options.cache ?? '', io.cwd, env)
  if (typeof cache === 'string') {
    if (!options.silent) io.err(`klint: the cache is not used: ${cache}\n`)
    return lint(options, env, io)
  }
  const seen = seenOf(env, options)
  const before = circumstances(options, seen, io)
  const key = keyOf(before, await filesNow(options, io))
  const known = readEntry(cache, key)
  if (known !== undefined && (await replay(known, options, io))) {
    log(`nothing has changed, the outcome is ${key.slice(0, 12)} of ${cache.path}`)
    return known.code
  }
  log('something has changed')

  const said: Said[] = []
  const files = manifest()
  const code = await lint(options, seen, recording(io, said), files.watch)
  if (code !== 0 && code !== 1 && code !== 3) return code
  // kept under what this very run has read, whatever the files have become meanwhile
  const read = keyOf(before, files.digest())
  if (circumstances(options, seen, io) === before && writeEntry(cache, read, { code, said }))
    log(`kept as ${read.slice(0, 12)} in ${cache.path}`)
  return code
}

/** Runs whose outcome is not a matter of the files alone, or whose point it is to do the work. */
function whyNot({
  fix,
  fixOnly,
  diff,
  changed,
  inContext,
  profileRules,
  stdinFilename,
  paths,
}: Options): string | undefined {
  if (fix !== 'none' || fixOnly || diff) return 'files may be changed'
  if (changed !== undefined) return 'what git says decides'
  if (inContext) return 'more is read than what is named'
  if (profileRules) return 'rules are timed'
  if (stdinFilename !== undefined || paths.includes('-')) return 'standard input is read'
  return undefined
}

async function filesNow(options: Options, io: Io): Promise<string> {
  const now = manifest()
  // what the configuration gives occasion to say is said by the run, or again with what it said
  const { files } = await gather(options, { ...io, err: () => undefined }, { ...now.watch, onlyBytes: true })
  // nothing is wanted of them, so this reads all files and gives none
  for (const _ of files);
  return now.digest()
}

const recording = (io: Io, said: Said[]): Io => ({
  ...io,
  log: text => io.err(text),
  out: text => {
    said.push({ to: 'out', text })
    io.out(text)
  },
  err: text => {
    said.push({ to: 'err', text })
    io.err(text)
  },
  wrote: (path, text) => {
    said.push({ to: 'file', path, text })
    io.wrote?.(path, text)
  },
})

/** False, and nothing done, if the entry wants to write where this run would not. */
async function replay({ said }: Entry, { outputFile, outputs }: Options, io: Io): Promise<boolean> {
  const asked = [...outputs.map(({ file }) => file), ...(outputFile === undefined ? [] : [outputFile])]
  const paths = new Set(asked.map(file => resolve(io.cwd, file)))
  if (said.some(one => one.to === 'file' && !paths.has(one.path))) return false
  for (const one of said) {
    if (one.to === 'file') (await import('../write-file.js')).writeFile(one.path, one.text)
    else io[one.to](one.text)
  }
  return true
}
