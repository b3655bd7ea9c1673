import { mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Script } from 'node:vm'
import { isPrivate, userFolder } from './user-folder.js'

// The file `klint` starts with in the bundle: it runs dist/main.cjs, and the chunks main asks for, with V8's code cache. That is half of
// the start-up time. Whatever goes wrong with a cache, the files are simply required.

/** Filled in by scripts/build.mjs: klint's version, and a hash of each file of the bundle. */
declare const KLINT_VERSION: string
declare const KLINT_HASHES: Readonly<Record<string, string>>

interface Module {
  exports: unknown
}
type Wrapped = (
  exports: unknown,
  require: (id: string) => unknown,
  module: Module,
  file: string,
  folder: string,
) => void

const loaded = new Map<string, Module>()
const unsaved: { readonly script: Script; readonly name: string }[] = []
let chunks = 0

const { env } = process
const cached = (env.KLINT_NO_CODE_CACHE ?? '') === '' && env.NODE_V8_COVERAGE === undefined

const beside = join(__dirname, '.cache')
const own = userFolder(env)

/** Cached data is trusted input: V8 checks version, flags and length of the source, nothing else. So the place must be ours alone. */
function readCache(name: string): Buffer | undefined {
  for (const folder of [beside, own]) {
    try {
      if (folder === undefined || (folder !== beside && !isPrivate(folder))) continue
      return readFileSync(join(folder, name))
    } catch {
      // not there: the next place, or none
    }
  }
  return undefined
}

function saveTo(folder: string, name: string, data: Buffer): boolean {
  const temporary = join(folder, `${name}.${process.pid}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (folder !== beside && !isPrivate(folder)) return false
    writeFileSync(temporary, data, { flag: 'wx', mode: 0o600 })
    renameSync(temporary, join(folder, name))
    return true
  } catch {
    try {
      unlinkSync(temporary)
    } catch {
      // it was never written
    }
    return false
  }
}

/** At exit, so that functions compiled on the way are in it; only after a run that looked at something, since `--help` compiles little. */
function save(): void {
  if (chunks === 0) return
  for (const { script, name } of unsaved) {
    try {
      const data = script.createCachedData()
      if (!saveTo(beside, name, data) && own !== undefined) saveTo(own, name, data)
    } catch {
      return
    }
  }
}

function compile(file: string, name: string): Wrapped {
  // the bundle is ASCII (the build checks it), and this way V8 keeps one byte for each character
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'latin1')}\n})`
  const cachedData = readCache(name)
  const script = new Script(source, {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  })
  if (cachedData === undefined || script.cachedDataRejected === true) unsaved.push({ script, name })
  return script.runInThisContext()
}

function load(file: string): unknown {
  const known = loaded.get(file)
  if (known !== undefined) return known.exports
  const name = relative(__dirname, file).replaceAll('\\', '/')
  const hash = KLINT_HASHES[name]
  if (hash === undefined) return require(file)
  if (name.startsWith('rules/')) chunks++
  const folder = dirname(file)
  const run = compile(file, `${name.replaceAll('/', '-')}-${process.version}-${process.arch}-${hash}`)
  const module: Module = { exports: {} }
  loaded.set(file, module)
  run(module.exports, id => (id.startsWith('.') ? load(join(folder, id)) : require(id)), module, file, folder)
  return module.exports
}

/** What is loaded of klint only defines; this runs it. */
function start(main: unknown): void {
  if (typeof main === 'object' && main !== null && 'start' in main && typeof main.start === 'function') main.start()
}

const [, , first, ...others] = process.argv
if ((first === '--version' || first === '-V') && others.length === 0) {
  // nothing else of the bundle is read for this answer
  try {
    writeSync(1, `${KLINT_VERSION}\n`)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code !== 'EPIPE') {
      process.stderr.write(`klint: standard output cannot be written (${code})\n`)
      process.exitCode = 2
    }
  }
} else if (cached) {
  process.on('exit', save)
  start(load(join(__dirname, 'main.cjs')))
} else {
  start(require('./main.cjs'))
}
